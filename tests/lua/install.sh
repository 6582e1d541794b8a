#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# LuaRocks builds and installs the rock into an empty tree, and Lua finds it there: install.sh SOURCE FOLDER VERSION...
set -eu
source=$1 folder=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder/source"
# A copy: nothing is built in the source tree.
(cd "$source" && tar cf - --exclude='./build*' --exclude=./.git bindings lib include COPYING meson.build) | tar xf - -C "$folder/source"
cd "$folder/source"
for version; do
    luarocks --lua-version "$version" --tree "$folder/tree-$version" make bindings/lua/kogge-scm-1.rockspec >"$folder/log" 2>&1 || {
        cat "$folder/log"
        exit 1
    }
    eval "$(luarocks --lua-version "$version" --tree "$folder/tree-$version" path)"
    cd "$folder/tree-$version"
    said=$("lua$version" -e 'local kogge = require "kogge"
        local book = kogge.rulebook_new { policy = { preset = "NEUTRAL_2026", currency = "EUR" } }
        io.write(book:assess({ order = { net_minor = "48.00", priced_at = "2026-03-02" } }).action)
        assert(require("kogge.safe").rulebook_new({}) == nil)')
    [ "$said" = ALLOW ] || {
        echo "Lua $version says: $said"
        exit 1
    }
    luarocks --lua-version "$version" --tree "$folder/tree-$version" remove kogge >"$folder/log" 2>&1
    echo "Lua $version: built, installed, loaded, removed"
    cd "$folder/source"
    find . -name '*.o' -exec rm -f {} +
done
