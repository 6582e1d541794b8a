#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""The customer report finds in the sample ledger what was put into it and stands in no column.

planted.py CUSTOMER_REPORT LEDGER_FOLDER MAKE_LEDGER GUIDE_PAGE

Recall: of what was put in, how much is found. Precision: of what is found, how much was put in. What two years of orders
can show is limited: a customer with three orders has no trend, so little of the growth is found. But each list has to be
much better than a draw, and of trends no more may be found wrongly than the report says chance alone would give. The
table of the guide has the same numbers.
"""

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

GROWING, FALLING, HOPE, CHURN = 3, -3, 1 << 4, 1 << 8
INACTIVE = 602


def figures_of(report, ledger):
    """By customer the last part of each key and its value; and how many trends chance alone would give."""
    found, by_chance = {}, 0
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "figures"
        subprocess.run([report, "--figures", path, ledger], check=True, stdout=subprocess.DEVNULL)
        for line in path.read_text("utf-8").splitlines():
            key, value = line.rsplit("\t", 1)
            if key.startswith("customer."):
                _, name, what = key.split(".")
                found.setdefault(name, {})[what] = int(value)
            if key == "evidence.expected_hundredths":
                by_chance = int(value) // 100
    return found, by_chance


def made_customers(path):
    spec = importlib.util.spec_from_file_location("make_ledger", path)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    return list(maker.make_customers(maker.Dice(2026))), maker.DAYS


def main():
    report, ledger, maker, page = sys.argv[1:]
    guide = Path(page).read_text("utf-8")
    customers, days = made_customers(maker)
    figures, by_chance = figures_of(report, ledger)

    def named(condition):
        return {customer.row["customer_id"] for customer in customers if condition(customer)}

    def found(condition):
        return {name for name, values in figures.items() if condition(values)}

    def hopes(customer):
        announced, realised = customer.row["announced_minor"], customer.row["realised_minor"]
        return announced != "" and realised * 4 <= announced

    def had_left(customer):
        """Long enough ago to be missed: a quarter of a year."""
        return customer.trend == "LEAVES" and customer.last < days - 91

    lists = {  # what was put in, what is found, least recall and precision in percent, least lift over a draw
        "growing": (named(lambda c: c.trend == "GROWS"), found(lambda f: f["evidence"] >= GROWING), 5, 30, 3),
        "growing, large": (
            named(lambda c: c.trend == "GROWS" and c.large),
            found(lambda f: f["evidence"] >= GROWING and f["tier"] == 1),
            20, 50, 10,
        ),
        "falling or gone": (
            named(lambda c: c.trend in ("SHRINKS", "LEAVES")), found(lambda f: f["evidence"] <= FALLING), 5, 30, 2,
        ),
        "gone": (named(had_left), found(lambda f: f["flags"] & CHURN or f["tier_reason"] == INACTIVE), 90, 25, 3),
        "more announced than ordered": (named(hopes), found(lambda f: f["flags"] & HOPE), 50, 95, 10),
    }  # fmt: skip
    failed = []
    for what, (put_in, shown, recall, precision, lift) in lists.items():
        both = len(put_in & shown)
        draw = len(put_in) / len(customers)
        print(
            f"{what}: {len(put_in)} put in, {len(shown)} found, {both} of them rightly: recall {both / len(put_in):.0%}, "
            f"precision {both / len(shown):.0%}, a draw would have {draw:.0%}"
        )
        if both * 100 < recall * len(put_in) or both * 100 < precision * len(shown) or both < lift * draw * len(shown):
            failed.append(what)
        if f"| {what} | {len(put_in)} | {len(shown)} | {both} |" not in guide:
            failed.append(f"{what}: the guide has other numbers")
        if what in ("growing", "falling or gone") and len(shown) - both > by_chance:
            failed.append(f"{what}: more found wrongly than chance would")
    sys.exit("too little is found: " + ", ".join(failed) if failed else 0)


if __name__ == "__main__":
    main()
