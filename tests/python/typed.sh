#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# The example is right under mypy --strict, wrong programs are not, and the stubs say what the module is:
# typed.sh SOURCE PACKAGES; KOGGE_TOOLS is a Python that has mypy.
set -eu
source=$1 packages=$2
[ -x "${KOGGE_TOOLS:-}" ] || {
    echo "skipped: needs mypy; tests/run installs it"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PYTHONPATH="$packages" MYPYPATH="$packages"
mypy="$KOGGE_TOOLS -m mypy --strict --cache-dir=$work/cache"
$mypy "$source/docs/examples/from_python.py"
cat >wrong.py <<'END'
import kogge
kogge.Order(nett_minor=1)
kogge.Order(net_minor=1.5)
kogge.Order(channel=kogge.Policy)
kogge.Rulebook(kogge.Order())
kogge.make_or_buy_assess_columns({"volume": [1]}, extra="drop")
kogge.make_or_buy_assess_columns({"volume": [1]}).out[0].nett_minor
END
$mypy wrong.py >log && exit 1
for line in 2 3 4 5 6 7; do
    grep -q "^wrong.py:$line: error" log || {
        echo "line $line of wrong.py is not refused" >&2
        exit 1
    }
done
$KOGGE_TOOLS -m mypy.stubtest kogge
