#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Small ledgers for the customer report, with figures that can be worked out by hand; and damaged ones.

small_ledgers.py CUSTOMER_REPORT
"""

import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

ORDERS = "order_id,customer_id,order_date,currency,net_amount_minor,line_count,is_return\n"
# 50, 20, 20 and 10: before the second 20 stand 50 of 100, below 80 %; before the 10 stand 90, not below 85 %: A A A C.
FOUR = [("A1", "50"), ("A2", "20"), ("A3", "20"), ("A4", "10")]


class Report:
    def __init__(self, program, folder):
        self.program, self.folder, self.failed = program, Path(folder), 0

    def write(self, name, **files):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for file, content in files.items():
            (folder / f"{file}.csv").write_text(content, "utf-8")
        return folder

    def run(self, *arguments):
        path = self.folder / "figures"
        path.unlink(missing_ok=True)
        command = [self.program, "--figures", path, *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
        figures = {}
        if path.exists():
            figures = dict(line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines())
        return done, {key: int(value) for key, value in figures.items()}

    def expect(self, what, done, figures, status=0, messages="", **wanted):
        wanted = {key.replace("__", "."): value for key, value in wanted.items()}
        wrong = {key: figures.get(key) for key, value in wanted.items() if figures.get(key) != value}
        found = done.stderr.replace(f"{self.folder}/", "")
        if (done.returncode, found) == (status, messages) and not wrong:
            return
        self.failed += 1
        print(f"{what}: status {done.returncode}, wanted {status}; {wrong}, wanted {wanted}\n{found}")


def order(number, customer, day, amount, is_return=0):
    return f"{number},{customer},{day.isoformat()},EUR,{amount},1,{is_return}\n"


def check_cuts(report):
    customers = "customer_id,revenue_minor\n" + "".join(f"{name},{value}\n" for name, value in FOUR)
    folder = report.write("four", customers=customers)
    done, figures = report.run("--today", "2026-03-31", folder)
    report.expect(
        "four customers", done, figures, now__cut_a=20, now__cut_b=20, class__A__customers=3, class__B__customers=0,
        class__C__customers=1, now__largest=50, now__remaining=50, now__hhi_ppm=340000, now__effective_hundredths=294,
        two_periods=0,
    )  # fmt: skip
    done, figures = report.run(folder)
    report.expect(
        "no orders, no day", done, figures, 2,
        "the ledger has no orders, so give --today YYYY-MM-DD\n",
    )  # fmt: skip


def two_years():
    """X orders every 30 days and stops 125 days before the last day; Y comes in the second year."""
    last = date(2025, 12, 31)
    this, before = [], []
    for back in range(125, 730, 30):
        (this if back < 365 else before).append(order(f"x{back}", "X", last - timedelta(back), 1000))
    for back in range(0, 240, 30):
        this.append(order(f"y{back}", "Y", last - timedelta(back), 5000))
    return ORDERS + "".join(this), ORDERS + "".join(before)


def check_two_folders(report):
    this, before = two_years()
    folders = report.write("this", orders=this), report.write("before", orders=before)
    done, figures = report.run(*folders)
    # X: 8 orders this year (125 .. 335 days ago), 13 the year before (365 .. 725). Silent for 125 days, gaps of 30: above 3
    # medians and 45 days. Y has 40 000 of 48 000, so before X stand 83 %: not A, but B.
    wanted = {
        "two_periods": 1, "customer.X.orders": 8, "customer.X.before_minor": 13000, "customer.X.overdue": 4,
        "customer.Y.minor": 40000, "migration.NEW.A": 1, "migration.A.B": 1, "calibration.ON_TIME.ordered": 1,
    }  # fmt: skip
    report.expect("two folders", done, figures, **wanted)
    both = report.write("both", orders=this + before.removeprefix(ORDERS))
    again, same = report.run(both)
    if {k: v for k, v in same.items() if k.startswith("customer.")} != {
        k: v for k, v in figures.items() if k.startswith("customer.")
    }:
        report.expect("two folders and one ledger of two years differ", again, same, status=-1)


def check_damaged(report):
    day = date(2025, 5, 5)
    orders = ORDERS + order(1, "A", day, 1000) + order(2, "A", day, "x") + order(3, "", day, 700)
    customers = "customer_id,name,complaint_orders\nA,Alpha,\nB,Beta,5\n"
    folder = report.write("damaged", orders=orders, customers=customers)
    messages = 'damaged/orders.csv:3: column net_amount_minor: "x" is no whole number of minor units\n'
    done, figures = report.run(folder)
    found = done.stderr.replace(f"{report.folder}/", "").splitlines()
    done.stderr = found[0] + "\n" if found else ""
    # More orders with complaints than orders: the library refuses customer B, and the message names its line.
    if len(found) != 2 or not found[1].startswith("damaged/customers.csv:3: column complaint_orders: "):
        report.failed += 1
        print("damaged:", found)
    report.expect(
        "damaged", done, figures, messages=messages, customers=1, ledger__orders__refused=1, guests__orders=1,
        ledger__customers__refused=1, guests__minor=700,
    )  # fmt: skip
    report.expect("strict", report.run("--strict", folder)[0], {}, 1, "\n".join(found) + "\n")
    empty = report.write("empty", orders=ORDERS, customers="customer_id\nA\n")
    done, figures = report.run("--today", "2026-01-01", empty)
    report.expect("nobody has bought", done, figures, customers=1, now__total=0)
    missing = report.run("--explain", "nobody", folder)[0]
    report.expect(
        "explained", missing, {}, 2,
        "\n".join([*found, "customer_report: --explain nobody: there is no such customer"]) + "\n",
    )  # fmt: skip


def main():
    with tempfile.TemporaryDirectory() as folder:
        report = Report(sys.argv[1], folder)
        check_cuts(report)
        check_two_folders(report)
        check_damaged(report)
        sys.exit(report.failed and f"{report.failed} failed" or 0)


if __name__ == "__main__":
    main()
