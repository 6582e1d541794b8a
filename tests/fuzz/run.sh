#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Fuzzes for some time, from the seeds on: run.sh BUILD TARGET SECONDS SEEDS [OPTION...]
# BUILD is a build folder configured with clang; TARGET is arrow, order, portfolio, policy_json or decision_json; SEEDS is a folder.
# What was found stays in BUILD/fuzz/TARGET: corpus, and inputs that failed. The same inputs can be given to
# tests/fuzz/replay (or replay_arrow, replay_portfolio, replay_policy_json, replay_decision_json) in any build.
set -eu
build=$1 name=$2 seconds=$3 seeds=$4
shift 4
target=$build/tests/fuzz/fuzz_$name
[ -x "$target" ] || {
    echo "skipped: $target is not there; it needs a build with clang"
    exit 77
}
mkdir -p "$build/fuzz/$name/corpus"
exec "$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$build/fuzz/$name/" "$@" "$build/fuzz/$name/corpus" "$seeds"
