#!/usr/bin/env python3
"""The library as abidiff sees it, and the comparison with the committed baseline: baseline.py LIBRARY

abidiff must return 0: an addition changes the baseline in the same commit, where it is reviewed.
"""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import api

FILE = Path(__file__).with_name("kogge-x86_64.abi")


def of(library):
    """What abidw writes, without private types and paths of this machine; None where it cannot run."""
    if platform.machine() != "x86_64" or not shutil.which("abidw"):
        return None
    command = ["abidw", "--headers-dir", api.INCLUDE, "--drop-private-types"]
    command += ["--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", library]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def compare(library):
    if platform.machine() != "x86_64" or not shutil.which("abidiff"):
        print("skipped: needs abidiff (Debian: abigail-tools) on x86-64")
        sys.exit(77)
    command = [
        "abidiff",
        "--harmless",
        "--no-corpus-path",
        "--headers-dir1",
        api.INCLUDE,
        "--headers-dir2",
        api.INCLUDE,
    ]
    done = subprocess.run([*command, FILE, library])
    if done.returncode:
        sys.exit(f"abidiff says {done.returncode}; if every change is an addition on purpose: ninja abi-update")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    compare(sys.argv[1])
