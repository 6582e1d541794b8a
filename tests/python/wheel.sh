#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# As a new user would: a wheel from a copy of the tree, abi3audit, and the tests with the wheel in every CPython from 3.11 on
# that is there: wheel.sh SOURCE; KOGGE_TOOLS is a Python that has meson-python and abi3audit.
set -eu
source=$1
[ -x "${KOGGE_TOOLS:-}" ] || {
    echo "skipped: needs meson-python and abi3audit; tests/run installs them"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools=$(dirname "$KOGGE_TOOLS")
mkdir "$work/tree"
tar -C "$source" --exclude='./build*' --exclude=./.git -cf - . | tar -C "$work/tree" -xf -
unset PYTHONPATH
PATH=$tools:$PATH "$KOGGE_TOOLS" -m pip wheel -q --no-build-isolation --no-deps -w "$work/wheels" "$work/tree"
wheel=$(echo "$work"/wheels/kogge-*-cp311-abi3-*.whl)
[ -f "$wheel" ] || {
    echo "no abi3 wheel" >&2
    exit 1
}
unzip -l "$wheel" 2>/dev/null | awk '{ print $4 }' | grep -E 'kogge/' || true
"$tools/abi3audit" --strict "$wheel"
tried=0
for python in python3.11 python3.12 python3.13 python3.14 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
    python=$(command -v "$python" 2>/dev/null) || continue
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.version_info >= (3, 11))' 2>/dev/null) || continue
    case $version in
    *False) continue ;;
    esac
    [ ! -e "$work/${version% *}" ] || continue
    # A new environment with the pip of its own once, later ones without: making it takes longer than all else.
    [ $tried -gt 0 ] && without=--without-pip || without=''
    # shellcheck disable=SC2086 # nothing or one word
    "$python" -m venv $without "$work/${version% *}" >/dev/null 2>&1 || continue
    if [ -x "$work/${version% *}/bin/pip" ]; then
        "$work/${version% *}/bin/pip" install -q --no-index --no-deps "$wheel"
    else
        "$KOGGE_TOOLS" -m pip --python "$work/${version% *}/bin/python" install -q --no-index --no-deps "$wheel"
    fi
    for file in records calls policies; do
        (cd "$source/tests/python" && "$work/${version% *}/bin/python" -B -m unittest -q "test_$file" 2>"$work/log") || {
            cat "$work/log" >&2
            exit 1
        }
    done
    echo "CPython ${version% *}: passed"
    tried=$((tried + 1))
done
[ $tried -gt 0 ]
