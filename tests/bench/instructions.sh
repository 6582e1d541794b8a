#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Instructions that kogge_order_assess takes an order, without reasons: instructions.sh BENCH_ORDER [RULES [FUNCTIONS]]
# Unlike times they are the same in every run of the same build, so a change of the code shows. FUNCTIONS of them, the
# most expensive ones, are listed.
set -eu
bench=$1 rules=${2:-8} functions=${3:-0} orders=40960
profile=$(mktemp)
trap 'rm -f "$profile"' EXIT

command -v valgrind >/dev/null || {
    echo "skipped: needs valgrind"
    exit 77
}
collected=$(valgrind --tool=callgrind --toggle-collect=kogge_order_assess --callgrind-out-file="$profile" \
    "$bench" "$rules" "$orders" 2>&1 | sed -n 's/.*Collected : //p')
[ -n "$collected" ] || {
    echo "instructions.sh: valgrind counted nothing" >&2
    exit 1
}
echo "$rules rules, no reasons: $((collected / orders)) instructions an order"
[ "$functions" = 0 ] || callgrind_annotate "$profile" | awk -v left="$functions" -v orders="$orders" '
    listed && /[0-9] *\(/ && left-- > 0 {
        count = $1
        gsub(",", "", count)
        sub(/ \[.*/, "")
        sub(/^[^(]*\([ 0-9.%]*\) */, "")
        sub(/^.*\//, "")
        printf "%8.1f  %s\n", count / orders, $0
    }
    /file:function/ { listed = 1 }'
