#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Installs the built library into a temporary folder and builds the first program against it: shared, static, and as a
# meson subproject. install.sh SOURCE BUILD COMPILER...
set -eu
unset LD_LIBRARY_PATH
source=$1 build=$2
shift 2
program=$source/docs/examples/first_order.c

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "$*" >&2
    exit 1
}

needed() {
    readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "failed: $*"
    }
}

# ---- what is installed

quietly meson install -C "$build" --no-rebuild --destdir "$work/root"
PKG_CONFIG_PATH=$(dirname "$(find "$work/root" -name kogge.pc)")
PKG_CONFIG_SYSROOT_DIR=$work/root
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
libdir=$(dirname "$(find "$work/root" -name libkogge.so)")

(cd "$source/include" && find . -name '*.h' | sort) >"$work/headers"
(cd "$work/root" && cd "$(dirname "$(find . -name kogge -type d -path '*include*')")" && find . -name '*.h' | sort) |
    diff "$work/headers" - || fail "installed headers differ from include/"

library=$(readlink -f "$libdir/libkogge.so")
readelf -d "$library" | grep -q 'SONAME.*\[libkogge\.so\.0\]' || fail "another soname than libkogge.so.0"
[ "$(needed "$library")" = libc.so.6 ] || fail "needs more than libc: $(needed "$library")"
objdump -t "$library" |
    awk '$3 == "O" && ($4 == ".data" || $4 == ".bss") && $5 !~ /^0+$/ && $6 !~ /^completed\./' >"$work/data"
[ ! -s "$work/data" ] || fail "writable data in the library: $(cat "$work/data")"
strip -o "$work/stripped" "$library"
size=$(wc -c <"$work/stripped")
# Orders and policies need some 155 KiB, customers 130 more, strategy, key accounts and contacts 85; a third of
# all is texts in two languages and the field table.
[ "$size" -le $((448 * 1024)) ] || fail "$size bytes stripped, more than 448 KiB"
echo "libkogge.so: $size bytes stripped, needs libc only, no writable data"

# ---- shared

strict="-std=c99 -O2 -Wall -Wextra -Wpedantic -Werror"
# shellcheck disable=SC2046,SC2086 # flags are lists
"$@" $strict "$program" $(pkg-config --cflags --libs kogge) -o "$work/shared"
needed "$work/shared" | grep -qx 'libkogge\.so\.0' || fail "the shared program does not need libkogge.so.0"
LD_LIBRARY_PATH=$libdir ldd "$work/shared" | grep -q "libkogge\.so\.0 => $libdir/" || fail "another libkogge.so.0 was loaded"
LD_LIBRARY_PATH=$libdir "$work/shared" >"$work/shared.txt"

# ---- static

# shellcheck disable=SC2046,SC2086
"$@" $strict "$program" $(pkg-config --static --cflags --libs kogge | sed 's/-lkogge/-l:libkogge.a/') -o "$work/static"
if needed "$work/static" | grep kogge; then fail "the static program needs the shared library"; fi
"$work/static" >"$work/static.txt"

# ---- policy files and decision records

for kind in policy decision; do
    find "$work/root" -path "*/share/kogge/$kind.schema.json" | grep -q . ||
        fail "no $kind.schema.json in share/kogge"
done
json=$(readlink -f "$libdir/libkogge-json.so")
readelf -d "$json" | grep -q 'SONAME.*\[libkogge-json\.so\.0\]' || fail "another soname than libkogge-json.so.0"
[ "$(needed "$json" | sort | tr '\n' ' ')" = "libc.so.6 libjansson.so.4 libkogge.so.0 " ] ||
    fail "libkogge-json needs $(needed "$json")"
# shellcheck disable=SC2046,SC2086
"$@" $strict "$source/docs/examples/policy_file.c" $(pkg-config --cflags --libs kogge-json) -o "$work/policy_file"
LD_LIBRARY_PATH=$libdir "$work/policy_file" "$source/docs/examples/policies/eimerundbecherprofi.json" >"$work/record.json"
grep -q '"charged":"9.90"' "$work/record.json" || fail "the policy file does not charge 9.90"
LD_LIBRARY_PATH=$libdir "$work/policy_file" "$source/README.md" 2>"$work/log" && fail "README.md is no policy file"
grep -q '^line 1, column 1: ' "$work/log" || fail "no line and column: $(cat "$work/log")"
LD_LIBRARY_PATH=$libdir "$work/policy_file" "$source/docs/examples/policies/eaton.json" >/dev/full 2>&1 && fail "a full disk is no error"
echo "json: ok"

# ---- subproject

mkdir -p "$work/shop/subprojects"
ln -s "$source" "$work/shop/subprojects/kogge"
cp "$program" "$work/shop/"
cat >"$work/shop/meson.build" <<'END'
project('shop', 'c', default_options: ['c_std=c11', 'warning_level=3', 'werror=true'])
executable('first_order', 'first_order.c', dependencies: dependency('kogge'))
END
quietly meson setup --force-fallback-for=kogge "$work/shop/build" "$work/shop"
quietly ninja -C "$work/shop/build"
"$work/shop/build/first_order" >"$work/subproject.txt"

# ---- all three say the same

for way in shared static subproject; do
    grep -q '1\.00' "$work/$way.txt" || fail "$way: does not charge 1.00"
    cmp "$work/shared.txt" "$work/$way.txt" || fail "$way: another output than the shared program"
    echo "$way: ok"
done

# ---- and what the README shows

# The last block of output; those before it are of the order desk.
awk '/^```text$/ { shown = 1; text = ""; next } /^```$/ { shown = 0 } shown { text = text $0 "\n" } END { printf "%s", text }' \
    "$source/README.md" >"$work/readme.txt"
diff "$work/readme.txt" "$work/shared.txt" || fail "README.md shows another output"
cat "$work/shared.txt"
