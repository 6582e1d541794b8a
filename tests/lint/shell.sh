#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Every script of the tree through shellcheck: shell.sh SOURCE TOOL
set -eu
cd "$1"
find .ci tests docs/examples bindings -type f \( -name '*.sh' -o -path .ci/run -o -path .ci/setup -o -path '*/run' \) 2>/dev/null |
    sort | xargs "$2"
