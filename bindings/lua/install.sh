#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Installs a module under the name that Lua looks for: install.sh MODULE FOLDER (below the prefix)
set -eu
folder=$MESON_INSTALL_DESTDIR_PREFIX/$2
mkdir -p "$folder"
cp "$1" "$folder/kogge.so"
