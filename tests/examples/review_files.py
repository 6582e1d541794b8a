#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Small ledgers for the account review: figures worked out by hand, files that are missing, and damaged ones.

review_files.py ACCOUNT_REVIEW
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ORDERS = "order_id,customer_id,order_date,currency,net_amount_minor,line_count,channel\n"
# A buys for 200 000.00 and needs 600 000.00; the calls to A are not known, so what is left is not known either.
TWO = {
    "orders": ORDERS + "1,A,2025-03-03,EUR,20000000,1,EDI\n2,B,2025-12-31,EUR,10000,1,EDI\n",
    "customers": "customer_id,demand_minor,demand_confidence_bp,calls_12m\nA,60000000,9000,\nB,,,2\n",
}
UNDECIDED, ASK_PENDING, MAJOR_CUSTOMER, KEY_ACCOUNT = 4, 5, 6, 7


class Review:
    def __init__(self, program, folder):
        self.program, self.folder, self.failed = program, Path(folder), 0

    def run(self, *options, **files):
        """Its status, what it says, messages and figures. The folder is called x."""
        folder = self.folder / "x"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, content in (TWO | files).items():
            (folder / f"{name}.csv").write_text(content, "utf-8")
        path = self.folder / "figures"
        path.unlink(missing_ok=True)
        command = [self.program, "--figures", path, *options, "x"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, cwd=self.folder)
        figures = {}
        if path.exists():
            figures = dict(line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines())
        return done, {key: int(value) for key, value in figures.items()}

    def expect(self, what, found, status=0, messages=(), says="", **wanted):
        done, figures = found
        wanted = {key.replace("__", "."): value for key, value in wanted.items()}
        wrong = {key: figures.get(key) for key, value in wanted.items() if figures.get(key) != value}
        said = " ".join(done.stdout.split())
        if (done.returncode, done.stderr.splitlines()) == (status, list(messages)) and says in said and not wrong:
            return
        self.failed += 1
        print(f"{what}: status {done.returncode}, wanted {status}; {wrong}, wanted {wanted}; {says!r}\n{done.stderr}")


def check_key_accounts(review):
    """The worked numbers of the page Key accounts, with the criteria of the presets."""
    kam = "customer_id,criterion_1,criterion_7,asked,accepted,answered_date\n"
    for what, row, wanted in (
        ("contribution missing", "A,1,,,,", {"outcome": UNDECIDED, "score_low": 4500, "score_high": 7000}),
        ("60 000.00", "A,1,6000000,,,", {"outcome": 3, "score_low": 6000, "score_high": 6000}),
        ("60 100.00", "A,1,6010000,,,", {"outcome": ASK_PENDING, "score_low": 6003, "score_high": 6003}),
        ("refused", "A,1,6010000,PLANT_ACCESS,,2025-06-01", {"outcome": MAJOR_CUSTOMER, "gate": 3}),
        ("accepted", "A,1,6010000,PLANT_ACCESS JOINT_STRATEGY,JOINT_STRATEGY,2025-06-01",
         {"outcome": KEY_ACCOUNT, "rank": 1, "column": 1}),
    ):  # fmt: skip
        figures = {f"customer__A__{key}": value for key, value in wanted.items()}
        review.expect(what, review.run(kam=kam + row + "\n"), kam__rows=1, column__A__customers=1, **figures)
    review.expect("nothing is known", review.run(), customer__A__outcome=UNDECIDED, customer__A__gate=1)
    # One row more in return, but of something that nobody has asked for.
    row = "A,1,6010000,PLANT_ACCESS,JOINT_STRATEGY,2025-06-01\n"
    review.expect("not asked for", review.run(kam=kam + row), customer__A__outcome=MAJOR_CUSTOMER)
    review.expect("ask again", review.run("--lang", "de", kam=kam + row), says="erneut fragen: 01.06.2026")


def check_missing(review):
    for language, words in (("en", "No list can be made"), ("de", "Eine Liste ist nicht möglich")):
        review.expect("no calls.csv", review.run("--lang", language), says=words)
    review.expect("no calls.csv, but a chance", review.run("--chance", "12.5"), probability__GROWTH=1250)
    review.expect("no routes.csv", review.run(), says="Only own service and exit are compared.")
    review.expect("no kam.csv", review.run(), says="strategic criteria and counter-performances are unknown")
    # The cost of A is not known, and A has nearly all the revenue: there is no resource share.
    found = review.run("--market-growth", "5", "--ambition", "90")
    review.expect("no advice", found, advice=5, advice__growing=2, company__left_out=0, says="The advice: undecided.")
    review.expect("no advice", found, company__revenue_share_bp=5)


def check_calls(review):
    """(30 + 1) / (90 + 1 + 9) = 31 %."""
    calls = "trigger,tried,won\nOVERDUE,90,30\n"
    review.expect("calibrated", review.run(calls=calls), probability__OVERDUE=3100)
    done, figures = review.run(calls=calls)
    if "probability.GROWTH" in figures:
        review.failed += 1
        print("a probability that nothing says")
    contacts = "customer_id,call_permission\nA,OBJECTED\nB,EXPLICIT\n"
    review.expect("permissions", review.run(contacts=contacts), permission__allowed=1, permission__unknown=0)
    customers = (
        TWO["customers"].replace("calls_12m\n", "calls_12m,call_permission\n").replace("9000,\n", "9000,,PRESUMED\n")
    )
    customers = customers.replace("B,,,2\n", "B,,,2,PRESUMED\n")
    review.expect("of the ledger", review.run(customers=customers), permission__allowed=2)
    review.expect("of both", review.run(customers=customers, contacts=contacts), permission__allowed=1)


def check_damaged(review):
    known = "customer_id, asked, accepted, answered_date, criterion_1, criterion_2, criterion_3, criterion_4, criterion_5, criterion_6, criterion_7"  # noqa: E501
    for name, content, message in (
        ("kam", "customer_id,criterion_9\nA,1\n", f"1: column criterion_9: is not known; there are {known}"),
        ("kam", "criterion_1\n1\n", "1: column customer_id: is missing"),
        ("kam", "customer_id,asked,asked\nA,,\n", "1: column asked: is there twice"),
        ("calls", "trigger,tried\nOVERDUE,1\n", "1: column won: is missing"),
        ("contacts", "", "1: the file is empty, not even a header"),
    ):
        review.expect(name, review.run(**{name: content}), 2, [f"x/{name}.csv:{message}"])
    for name, content, message in (
        ("kam", "customer_id,criterion_1\nX,1\n", '2: column customer_id: "X" is no customer of the ledger'),
        ("kam", "customer_id,criterion_1\nA,1\nA,0\n", '3: column customer_id: "A" stands in line 2 already'),
        ("kam", "customer_id,criterion_1\nA,1\n\nB\n", "4: 1 cells, the header has 2"),
        ("kam", "customer_id,criterion_1\n,1\n", '2: column customer_id: "" is empty'),
        ("kam", "customer_id,asked\nA,MONEY\n", '2: column asked: "MONEY" has a part that is no name of counter_performance'),
        ("contacts", "customer_id,call_permission\nA,PERHAPS\n", '2: column call_permission: "PERHAPS" is no name of permission'),
        ("calls", "trigger,tried,won\nQUOTE_OPEN,2,1\n",
         '2: column trigger: "QUOTE_OPEN" is no trigger that figures of a customer can show'),
        ("calls", "trigger,tried,won\nGROWTH,2,3\n", '2: column won: "3" is more than was tried'),
        ("routes", "value_margin_bp,value_order_cost_minor\n1800,\n",
         '2: column value_order_cost_minor: "" is not known, but other terms of this route are'),
    ):  # fmt: skip
        found = review.run("--strict", **{name: content})
        review.expect(name, found, 1, [f"x/{name}.csv:{message}"])
    review.expect("one row is good", review.run(kam="customer_id,criterion_1\nX,1\nA,1\n"), 0,
                  ['x/kam.csv:2: column customer_id: "X" is no customer of the ledger'], kam__rows=2, kam__refused=1)  # fmt: skip


def check_options(review):
    for option, text, message in (
        ("--ambition", "101", "a number from 0 to 100 is wanted, with at most 2 decimals"),
        ("--market-growth", "4.555", "a number from -100 to 10000 is wanted, with at most 2 decimals"),
        ("--automation", "5", "a number from 0 to 4 is wanted, with at most 0 decimals"),
        ("--strategy", "attack", "there are retreat, forward, mixed and hold"),
        ("--chance", "", "a number from 0 to 100 is wanted, with at most 2 decimals"),
    ):
        review.expect(option, review.run(option, text), 2, [f"account_review: {option} {text}: {message}"])
    missing = review.run("--explain", "nobody")
    review.expect("explained", missing, 2, ["account_review: --explain nobody: there is no such customer"])
    for language, words in (("en", "KEY ACCOUNT"), ("de", "SCHLÜSSELKUNDE")):
        review.expect("explained", review.run("--lang", language, "--explain", "A"), says=words)


def main():
    with tempfile.TemporaryDirectory() as folder:
        review = Review(Path(sys.argv[1]).resolve(), folder)
        check_key_accounts(review)
        check_missing(review)
        check_calls(review)
        check_damaged(review)
        check_options(review)
        sys.exit(review.failed and f"{review.failed} failed" or 0)


if __name__ == "__main__":
    main()
