#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Fuzzes for some time, from the seeds on: run.sh BUILD SECONDS [OPTION...]
# BUILD is a build folder configured with clang. What was found stays in BUILD/fuzz: corpus, and inputs that failed. The same
# inputs can be given to tests/fuzz/replay in any build.
set -eu
build=$1 seconds=$2
shift 2
target=$build/tests/fuzz/fuzz_order
[ -x "$target" ] || {
    echo "skipped: $target is not there; it needs a build with clang"
    exit 77
}
mkdir -p "$build/fuzz/corpus"
exec "$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$build/fuzz/" "$@" "$build/fuzz/corpus" "$(dirname "$0")/corpus"
