#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""The sample ledger has the bytes and the shape that it should have.

sample_ledger.py LEDGER_FOLDER
"""

import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path

BYTES = {  # make_ledger.py on any machine; a change of the ledger changes them on purpose
    "calls.csv": "1102de2f8728485d1695d2f1ac65d05519466a5403126fe88e15a913167ad723",
    "contacts.csv": "80d40fcadf9e94b1105f88c5d9b172362ecdb941272e9f8ba90009883568d55b",
    "customers.csv": "57e3c11e6c46a0edfe57ea0f942dd5567931fbf29c730ed5fd314adce5dbc7b4",
    "kam.csv": "b69a3910c7778c4c8eff21290b8056767a9d8c443124321bdd09b26213a58238",
    "orders.csv": "5c94c4e69a723b74eb467d8867c07c5180431b3060353115e2294e2bc9e5a41c",
    "routes.csv": "d6512d0e427b9c75f6cb9ce89f30a67177af51a012f4fbff7e1bb7cdc0ce0ee1",
}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main():
    folder = Path(sys.argv[1])
    failed = []
    for name, wanted in BYTES.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != wanted:
            failed.append(f"{name}: sha256 {found}")
    customers, orders = rows_of(folder / "customers.csv"), rows_of(folder / "orders.csv")
    revenue = Counter()
    for order in orders:
        revenue[order["customer_id"]] += int(order["net_amount_minor"])
    customers.sort(key=lambda row: -revenue[row["customer_id"]])
    small = customers[len(customers) // 5 :]  # the 80 % with the lowest revenue
    effort = {row["customer_id"]: int(row["calls_12m"]) + int(row["visits_12m"]) for row in customers}
    shares = {
        "revenue": sum(revenue[row["customer_id"]] for row in small) * 100 / sum(revenue.values()),
        "service effort": sum(effort[row["customer_id"]] for row in small) * 100 / sum(effort.values()),
    }
    for (what, share), wanted in zip(shares.items(), (15, 40), strict=True):
        print(f"80 % of the customers have {share:.1f} % of the {what}")
        if abs(share - wanted) > 2:
            failed.append(f"{what}: wanted about {wanted} %")
    sys.exit("\n".join(failed) if failed else 0)


if __name__ == "__main__":
    main()
