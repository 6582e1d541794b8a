#!/bin/sh
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
# Stands in for a test whose tool is not there: missing.sh TOOL
echo "skipped: needs $1"
exit 77
