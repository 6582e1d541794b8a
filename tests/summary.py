#!/usr/bin/env python3
"""Sums what meson's test runs say: summary.py [--failed N] LOG.json...

Prints the tests that failed, then "N passed, N failed, N skipped"; exits with 1 if one failed or none passed. --failed
counts stages that did not come as far as their tests.
"""

import json
import sys
from collections import Counter
from pathlib import Path

PASSED = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP", "IGNORED"}


def results(path):
    """(name, result) of every test in a log, which has one object a line."""
    for line in path.read_text("utf-8").splitlines():
        test = json.loads(line)
        yield test["name"], test["result"]


def main(arguments):
    counts = Counter()
    if arguments[:1] == ["--failed"]:
        counts["failed"] = int(arguments[1])
        arguments = arguments[2:]
    for path in map(Path, arguments):
        for name, result in results(path):
            kind = "passed" if result in PASSED else "skipped" if result in SKIPPED else "failed"
            counts[kind] += 1
            if kind != "passed":
                print(f"{kind}: {name} ({path.parent.parent.name}/{path.stem}, {result})")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
