#!/usr/bin/env python3
"""The programs and the output that the guide shows are real: shown.py INTERPRETER GUIDE PLUGIN

Each block of Lua runs after those before it; what follows "-->" in it is printed. The block after the plug-in is how its
output begins.
"""

import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def run(interpreter, *arguments, text=None):
    done = subprocess.run([interpreter, *arguments], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main(interpreter, guide, plugin):
    blocks = BLOCK.findall(Path(guide).read_text("utf-8"))
    program = "".join(body for language, body in blocks if language == "lua")
    wanted = re.findall(r"--> (.*)", program)
    found = run(interpreter, "-", text=program).splitlines()
    if found != wanted:
        different = [f"{b!r}, and not {a!r}" for a, b in zip(wanted, found, strict=False) if a != b]
        sys.exit("\n".join([f"{len(found)} lines, shown are {len(wanted)}", *different]))
    printed = run(interpreter, plugin)
    shown = next(body for language, body in blocks if language == "text")
    if shown not in printed:
        sys.exit(f"the plug-in prints\n{printed}")
    print(f"{len(wanted)} lines as shown")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
