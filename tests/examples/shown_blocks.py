#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""The programs that a page shows do what it says: shown_blocks.py LANGUAGE INTERPRETER PAGE [PROGRAM]

Each block of the language, lua or python, runs after those before it; what follows the marker, "-->" or "# >", in it is
printed. With PROGRAM, the first block of text on the page is how the output of that program begins.
"""

import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
MARKERS = {"lua": "-->", "python": "# >"}


def run(interpreter, *arguments, text=None):
    done = subprocess.run([interpreter, *arguments], input=text, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main(language, interpreter, page, example=None):
    blocks = BLOCK.findall(Path(page).read_text("utf-8"))
    program = "".join(body for block, body in blocks if block == language)
    wanted = re.findall(rf"{MARKERS[language]} (.*)", program)
    found = run(interpreter, "-", text=program).splitlines()
    if found != wanted or not wanted:
        different = [f"{b!r}, and not {a!r}" for a, b in zip(wanted, found, strict=False) if a != b]
        sys.exit("\n".join([f"{len(found)} lines, shown are {len(wanted)}", *different]))
    print(f"{len(wanted)} lines as shown")
    if not example:
        return
    printed = run(interpreter, example)
    shown = next(body for block, body in blocks if block == "text")
    if shown not in printed:
        sys.exit(f"{example} prints\n{printed}")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
