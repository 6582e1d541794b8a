#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# clang-tidy over the library, two files at a time: tidy.sh SOURCE TOOL
set -eu
cd "$1"
tool=$2
find lib -name '*.c' | sort |
    xargs -P 2 -I '{}' "$tool" --quiet '{}' -- -std=c11 -Iinclude -Ilib -DKOGGE_EXPERIMENTAL -DKOGGE_INTERNAL '-DKOGGE_VERSION="0"' 2>&1 |
    grep -Ev '^[0-9]+ warnings? (and [0-9]+ errors? )?(generated|treated as errors)|^Suppressed|^Use -header' >&2 && exit 1
echo "nothing found"
