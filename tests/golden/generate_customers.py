"""Writes the random cases of a family with what its exact model answers: generate_customers.py FAMILY FILE.

The seed is fixed and only randrange is drawn from, so the file is the same byte for byte everywhere. It fails if the
cases do not show every reason with every outcome, and every status, that the family's generator promises.
"""

import importlib
import json
import sys
from collections import defaultdict
from pathlib import Path

import customers
import generate
import model

SEED = 20_261_122


def answered(family):
    """All lines of a family, each with its answer; two of three answers are shortened, to keep the file small."""
    books = {}
    draw = generate.Draw(SEED + customers.FAMILIES.index(family))
    for number, line in enumerate(importlib.import_module(f"generate_{family}").lines(draw)):
        expect = customers.answer(line, books)
        yield line | {"expect": shortened(expect) if number % 3 else expect}


def shortened(expect):
    """Without what is unknown; of a row without customers nothing else is listed."""
    if isinstance(expect, list):
        return [shortened(value) for value in expect]
    if not isinstance(expect, dict):
        return expect
    if expect.get("customers") == 0:
        return {key: expect[key] for key in ("customers", "tier", "period") if key in expect}
    return {key: shortened(value) for key, value in expect.items() if value is not None}


class Coverage:
    """Which reasons, outcomes and statuses the answers show."""

    def __init__(self):
        self.outcomes, self.statuses, self.counts = defaultdict(set), defaultdict(set), defaultdict(int)

    def look(self, line):
        function = line.get("do") or line.get("call")
        if not function:
            return
        self.counts[function] += 1
        self.statuses[function].add(line["expect"]["status"])
        for reason in reasons_in(line["expect"]):
            self.outcomes[function].add((reason[0], reason[1]))

    def check(self, module):
        for function, wanted in module.STATUSES.items():
            assert self.statuses[function] == set(wanted.split()), (function, self.statuses[function])
        for function, wanted in module.OUTCOMES.items():
            pairs = {(number, outcome) for number, names in wanted.items() for outcome in outcomes(names)}
            assert self.outcomes[function] == pairs, (function, self.outcomes[function] ^ pairs)


def outcomes(names):
    return [model.code("outcome", name) for name in names.split()]


def reasons_in(expect):
    """Those of the call, and those of the questions to a portfolio."""
    found = list(expect.get("reasons", []))
    for part in expect.values():
        found += part.get("reasons", []) if isinstance(part, dict) else []
    return found


def main():
    family, target = sys.argv[1], Path(sys.argv[2])
    coverage = Coverage()
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for line in answered(family):
            coverage.look(line)
            file.write(json.dumps(generate.portable(line), ensure_ascii=False, separators=(",", ":")) + "\n")
    coverage.check(importlib.import_module(f"generate_{family}"))
    for function, count in coverage.counts.items():
        print(f"{count:7}  {function} {' '.join(sorted(coverage.statuses[function]))}", file=sys.stderr)


if __name__ == "__main__":
    main()
