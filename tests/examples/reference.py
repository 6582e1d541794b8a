#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""The customer report reproduces the reference figures of a ledger, which others computed with pandas.

reference.py CUSTOMER_REPORT LEDGER_FOLDER

The report is given customers.csv alone, with the revenue of the whole period, under cuts of 80 and 95 %; and the orders, too,
if they span one year. The reference ranks customers, so it may split equal revenues; the library never does. Hence the rule:
customers of one revenue have the class of the first of them in the reference. All else is equal to the last digit.
Exit status 77 (meson: skipped) if the ledger is not there.
"""

import csv
import json
import math
import subprocess
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path

POLICY = {
    "kogge": "policy", "version": 1, "preset": "NEUTRAL_2026", "currency": "EUR",
    "policy": {"cut_a_bp": 8000, "cut_b_bp": 9500},
}  # fmt: skip
TIERS = ["", "A", "B", "C"]


def run(report, folder, scratch, *options):
    policy, figures = scratch / "policy.json", scratch / "figures"
    policy.write_text(json.dumps(POLICY), "utf-8")
    command = [report, "--policy", policy, "--figures", figures, *options, folder]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode or done.stderr:
        sys.exit(f"status {done.returncode}\n{done.stderr}")
    pairs = (line.rsplit("\t", 1) for line in figures.read_text("utf-8").splitlines())
    return {key: int(value) for key, value in pairs}


def half_up(value):
    return math.floor(value + Fraction(1, 2))


def expected_classes(rows):
    """By the rule above; and how many customers it moves."""
    first = {}
    for row in sorted(rows, key=lambda row: int(row["rank"])):
        first.setdefault(row["revenue_minor"], row["abc_class"])
    classes = {row["customer_id"]: first[row["revenue_minor"]] for row in rows}
    return classes, [row["customer_id"] for row in rows if classes[row["customer_id"]] != row["abc_class"]]


def expected_figures(reference, rows, classes):
    revenues = sorted((int(row["revenue_minor"]) for row in rows if int(row["revenue_minor"]) > 0), reverse=True)
    total = sum(revenues)
    figures = {
        "customers": reference["customers"]["total"],
        "now.count": reference["customers"]["total"],
        "now.positive": reference["customers"]["positive_revenue"],
        "now.total": reference["revenue"]["positive_total_minor"],
        "now.hhi_ppm": half_up(Fraction(sum(v * v for v in revenues) * 1000000, total * total)),
    }
    for n in (1, 5, 10):
        figures[f"now.top.{n}"] = half_up(Fraction(sum(revenues[:n]) * 10000, total))
    for tier in "ABC":
        own = [int(row["revenue_minor"]) for row in rows if classes[row["customer_id"]] == tier]
        figures[f"now.abc.{tier}.customers"] = len(own)
        figures[f"now.abc.{tier}.minor"] = sum(v for v in own if v > 0)
    return figures


def check_against_json(reference, figures, moved):
    """The figures of reference.json itself, which has shares as decimal fractions."""
    wanted = {f"now.top.{n}": share * 10000 for n, share in reference["concentration"]["top_share"].items()}
    wanted["now.hhi_ppm"] = reference["concentration"]["hhi"] * 1000000
    if not moved:
        for tier, known in reference["abc"].items():
            wanted[f"now.abc.{tier}.customers"] = known["customers"]
            wanted[f"now.abc.{tier}.minor"] = known["positive_revenue_minor"]
            wanted[f"now.abc.{tier}.customers_bp"] = known["customer_share"] * 10000
            wanted[f"now.abc.{tier}.total_bp"] = known["share_of_positive_revenue"] * 10000
    wrong = [f"{key}: {figures[key]}, reference.json {value}" for key, value in wanted.items()
             if figures[key] != math.floor(value + 0.5)]  # fmt: skip
    if wrong:
        sys.exit("\n".join(wrong))
    return len(wanted)


def check_classes(what, classes, rows, figures):
    """Each customer. One who has neither bought nor returned anything has no class here; the cut counts him as C."""
    wrong = [
        row["customer_id"]
        for row in rows
        if TIERS[figures[f"customer.{row['customer_id']}.abc"]] != classes[row["customer_id"]]
        and not (row["revenue_minor"] == "0" and figures[f"customer.{row['customer_id']}.abc"] == 0)
    ]
    if wrong:
        sys.exit(f"{what}: other classes: {wrong[:20]}")


def main():
    report, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if not (folder / "reference.json").exists():
        print(f"{folder} is not there: skipped")
        sys.exit(77)
    reference = json.loads((folder / "reference.json").read_text("utf-8"))
    with (folder / "reference_customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    classes, moved = expected_classes(rows)
    expected = expected_figures(reference, rows, classes)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        alone = scratch / "ledger"
        alone.mkdir()
        (alone / "customers.csv").write_bytes((folder / "customers.csv").read_bytes())
        found = {"customers.csv": run(report, alone, scratch, "--today", reference["period"]["end"])}
        start, end = (date.fromisoformat(reference["period"][key]) for key in ("start", "end"))
        if (folder / "orders.csv").exists() and (end - start).days == 364:
            found["orders.csv"] = run(report, folder, scratch)
    for what, figures in found.items():
        wrong = [
            f"{key}: {figures.get(key)}, wanted {value}" for key, value in expected.items() if figures.get(key) != value
        ]
        if wrong:
            sys.exit(f"{what}:\n" + "\n".join(wrong))
        count = check_against_json(reference, figures, moved)
        check_classes(what, classes, rows, figures)
        print(f"{what}: {len(rows)} classes and {len(expected) + count} figures are those of the reference, "
              f"{len(moved)} customers stand on the other side of a cut through equal revenues")  # fmt: skip


if __name__ == "__main__":
    main()
