#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# The form of the sources, which the tools decide: format.sh SOURCE check|apply c|python TOOL
set -eu
cd "$1"
what=$2 language=$3 tool=$4

if [ "$language" = c ]; then
    # Releases of clang-format differ in what they make of a line.
    "$tool" --version | grep -q ' version 14\.' || {
        echo "skipped: needs clang-format 14, as Debian 12 has it"
        exit 77
    }
    [ "$what" = apply ] && options=-i || options='--dry-run --Werror'
    # shellcheck disable=SC2086 # two options
    find include lib tests docs/examples bindings -name '*.[ch]' 2>/dev/null | sort | xargs "$tool" $options
elif [ "$what" = apply ]; then
    "$tool" format --no-cache .
else
    "$tool" check --no-cache . && "$tool" format --no-cache --check .
fi
