#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Every public header alone, then all in both orders, then a program that uses the macros; all of that without and with
# what is experimental: headers.sh INCLUDE USE.C LANGUAGE STANDARD COMPILER...
set -eu
include=$1 use=$2 language=$3 standard=$4
shift 4

strict="-Wall -Wextra -Wpedantic -Werror -Wshadow"
[ "$language" = c ] && strict="$strict -Wconversion -Wc++-compat -Wstrict-prototypes"

# shellcheck disable=SC2086 # the warnings are a list
compile() {
    "$@" -std=$standard $strict -I "$include" -x "$language" -fsyntax-only -
}

every_way() {
    forward='' backward='' count=0
    for header in "$include"/kogge/*.h; do
        line="#include <kogge/${header##*/}>"
        # twice: the guards hold
        printf '%s\n%s\nextern int alone;\n' "$line" "$line" | compile "$@"
        forward="$forward$line
"
        backward="$line
$backward"
        count=$((count + 1))
    done
    printf '%sextern int together;\n' "$forward" | compile "$@"
    printf '%sextern int together;\n' "$backward" | compile "$@"
    compile "$@" <"$use"
}
every_way "$@"
every_way "$@" -DKOGGE_EXPERIMENTAL
echo "$count headers as $standard"
