#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Every line of the desk's output that the README shows is what the desk says of the sample ledger.

shown_output.py ORDER_DESK LEDGER_FOLDER README
"""

import re
import subprocess
import sys
from pathlib import Path


def main():
    desk, ledger, readme = sys.argv[1:]
    done = subprocess.run([desk, "--no-speed", ledger], capture_output=True, encoding="utf-8", check=True)
    said = set(done.stdout.splitlines())
    blocks = re.findall(r"^```text\n(.*?)^```", Path(readme).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    shown = [line for block in blocks if "ORDERS AND VALUE" in block for line in block.splitlines()]
    wrong = [line for line in shown if line and line not in said]
    if wrong or not shown:
        sys.exit("the desk does not say:\n" + "\n".join(wrong))
    print(f"{len(shown)} lines are as shown")


if __name__ == "__main__":
    main()
