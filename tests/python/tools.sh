#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Runs a test with the Python that has the tools: tools.sh TEST
[ -x "${KOGGE_TOOLS:-}" ] || {
    echo "skipped: needs hypothesis; tests/run installs it"
    exit 77
}
exec "$KOGGE_TOOLS" "$@"
