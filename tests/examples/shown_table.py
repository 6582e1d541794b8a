#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""A page shows the output of a program as it is, in one piece.

shown_table.py PROGRAM PAGE
"""

import subprocess
import sys
from pathlib import Path


def main():
    program, page = sys.argv[1:]
    said = subprocess.run([program], capture_output=True, encoding="utf-8", check=True).stdout
    if not said or said not in Path(page).read_text("utf-8"):
        sys.exit(f"{page} does not show this:\n{said}")
    print(f"{said.count(chr(10))} lines are as shown")


if __name__ == "__main__":
    main()
