#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Runs a test with the Python that has the tools: tools.sh TEST
[ -x "${KOGGE_TOOLS:-}" ] || {
    echo "skipped: needs Python packages that tests/run installs"
    exit 77
}
exec "$KOGGE_TOOLS" "$@"
