#!/usr/bin/env python3
"""The library as abidiff sees it, and the comparison with the committed baseline: baseline.py LIBRARY

abidiff must return 0: an addition changes the baseline in the same commit, where it is reviewed.
"""

import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import api

FILE = Path(__file__).resolve().with_name("kogge-x86_64.abi")


def of(library):
    """What abidw writes, without private types, paths of this machine and line numbers; None where it cannot run.

    abidiff takes a type for private if it does not know its header, so the names of files must stay.
    """
    if platform.machine() != "x86_64" or not shutil.which("abidw"):
        return None
    command = ["abidw", "--headers-dir", api.INCLUDE, "--exported-interfaces-only", "--drop-private-types"]
    command += ["--no-corpus-path", "--no-comp-dir-path", "--short-locs", "--type-id-style", "hash", library]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "<class-decl" not in text:
        sys.exit(f"{library} has no debug information, so that its types cannot be seen: build it with -Ddebug=true")
    text = re.sub(r" path='[^']*\blib/", " path='lib/", text)
    return re.sub(r" line='\d+' column='\d+'", " line='1' column='1'", text)


def abidiff(old, library):
    command = [
        "abidiff",
        "--harmless",
        "--no-corpus-path",
        "--headers-dir1",
        api.INCLUDE,
        "--headers-dir2",
        api.INCLUDE,
    ]
    return subprocess.run([*command, old, library], capture_output=True, text=True)


def compare(library):
    if platform.machine() != "x86_64" or not shutil.which("abidiff"):
        print("skipped: needs abidiff (Debian: abigail-tools) on x86-64")
        sys.exit(77)
    done = abidiff(FILE, library)
    if done.returncode:
        print(done.stdout + done.stderr)
        sys.exit(f"abidiff says {done.returncode}; if every change is an addition on purpose: ninja abi-update")
    # abidiff says 0 as well if it takes all types for private: it must see a member that has another name.
    with tempfile.NamedTemporaryFile("w", suffix=".abi") as doctored:
        doctored.write(FILE.read_text("utf-8").replace("name='discount_minor'", "name='discounted'"))
        doctored.flush()
        if not abidiff(doctored.name, library).returncode:
            sys.exit("abidiff does not see a doctored baseline")
    print("no difference")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    compare(sys.argv[1])
