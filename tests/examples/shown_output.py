#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Every line of the examples' output that the README shows is what they say of the sample ledger.

shown_output.py ORDER_DESK CUSTOMER_REPORT ACCOUNT_REVIEW LEDGER_FOLDER POLICY_FILE PAGE...
"""

import re
import subprocess
import sys
from pathlib import Path


def lines_of(*command):
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.splitlines())


def main():
    desk, report, review, ledger, policy, *pages = sys.argv[1:]
    company = ["--market-growth", "1", "--ambition", "60", "--free-capacity", "20", "--automation", "1"]
    blocks = [
        block
        for page in pages
        for block in re.findall(r"^```text\n(.*?)^```", Path(page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    ]
    programs = {  # by a heading that only this program prints
        "ORDERS AND VALUE": lines_of(desk, "--no-speed", ledger),
        "WHO IS WHO": lines_of(report, ledger),
        "RETREAT FROM SMALL": lines_of(review, "--policy", policy, *company, ledger),
    }
    for heading, said in programs.items():
        shown = [line for block in blocks if heading in block for line in block.splitlines()]
        wrong = [line for line in shown if line and line not in said]
        if wrong or not shown:
            sys.exit(f"{heading}: the program does not say:\n" + "\n".join(wrong))
        print(f"{heading}: {len(shown)} lines are as shown")


if __name__ == "__main__":
    main()
