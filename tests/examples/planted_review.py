#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""The account review finds in the sample ledger what was put into it and stands in no column.

planted_review.py ACCOUNT_REVIEW LEDGER_FOLDER MAKE_LEDGER GUIDE_PAGE

Hidden champions and hope accounts: recall (of what was put in, how much is found) and precision (of what is found, how
much was put in). The imbalance: that of the customers who were made as small ones, by what they were made to buy and by
the number of visits and calls that they were given. The table of the guide has the same numbers.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from planted import made_customers

HIDDEN, HOPE = 1 << 0, 1 << 4


def figures_of(review, ledger):
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "figures"
        subprocess.run([review, "--figures", path, ledger], check=True, stdout=subprocess.DEVNULL)
        pairs = (line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines())
        return {key: int(value) for key, value in pairs}


def flagged(figures, bit):
    return {
        key.split(".")[1]
        for key, value in figures.items()
        if key.startswith("customer.") and key.endswith(".flags") and value & bit
    }


def is_hidden(customer):
    """Made as a small one, with a demand of which at least half is bought elsewhere: large enough, and known well enough."""
    demand, sure = customer.row["demand_minor"], customer.row["demand_confidence_bp"]
    return not customer.large and demand != "" and demand >= 400000 and demand >= 2 * customer.yearly() and sure >= 5000


def is_hope(customer):
    announced, realised = customer.row["announced_minor"], customer.row["realised_minor"]
    return announced != "" and realised * 4 <= announced


def shares_put_in(customers):
    """Of those made as small ones: of what all were made to buy, and of the visits and calls of all."""

    def share(value):
        small = sum(value(customer) for customer in customers if not customer.large)
        return small * 10000 // sum(value(customer) for customer in customers)

    return share(lambda c: c.yearly()), share(lambda c: c.row["visits_12m"] + c.row["calls_12m"])


def main():
    review, ledger, maker, page = sys.argv[1:]
    guide = Path(page).read_text("utf-8")
    customers, _ = made_customers(maker)
    figures = figures_of(review, ledger)
    failed = []
    lists = {  # least recall and precision in percent
        "hidden champions": (is_hidden, HIDDEN, 40, 40),
        "hope accounts": (is_hope, HOPE, 50, 95),
    }
    for what, (condition, bit, recall, precision) in lists.items():
        put_in = {customer.row["customer_id"] for customer in customers if condition(customer)}
        found = flagged(figures, bit)
        both = len(put_in & found)
        print(f"{what}: {len(put_in)} put in, {len(found)} found, {both} of them rightly: "
              f"recall {both / len(put_in):.0%}, precision {both / len(found):.0%}")  # fmt: skip
        if both * 100 < recall * len(put_in) or both * 100 < precision * len(found):
            failed.append(f"{what}: too little is found")
        if f"| {what} | {len(put_in)} | {len(found)} | {both} |" not in guide:
            failed.append(f"{what}: the guide has other numbers")
    revenue, effort = shares_put_in(customers)
    seen = [figures[f"company.{name}_share_bp"] for name in ("revenue", "resource")]
    print(f"imbalance: put in {effort / revenue:.2f} = {effort} / {revenue} bp, "
          f"found {seen[1] / seen[0]:.2f} = {seen[1]} / {seen[0]} bp")  # fmt: skip
    if abs(effort / revenue - seen[1] / seen[0]) > 0.5:
        failed.append("imbalance: far from what was put in")
    if f"{effort / revenue:.2f} was put in" not in guide or f"{seen[1] / seen[0]:.2f} is found" not in guide:
        failed.append("imbalance: the guide has other numbers")
    sys.exit("\n".join(failed) if failed else 0)


if __name__ == "__main__":
    main()
