#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Makes a small ledger of an invented electrical wholesaler: orders.csv and customers.csv, the same bytes everywhere.

make_ledger.py FOLDER

Integers only, and a generator of its own (splitmix64): neither the version of Python nor the machine matters.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

CUSTOMERS = 300
ORDERS = 2000
FIRST_DAY = date(2025, 1, 1)
FAMILIES = ["Ahrens", "Böhm", "Claasen", "Dierks", "Eggers", "Fröhlich", "Grote", "Hinrichs", "Jansen", "Köhler",
            "Lüders", "Meinert", "Nissen", "Petersen", "Röder", "Sievers", "Thode", "Voß", "Wulff", "Zielke"]  # fmt: skip
TRADES = ["Elektro", "Elektrotechnik", "Gebäudetechnik", "Hausmeisterservice", "Lichtplanung", "Schaltanlagen"]
FORMS = ["GmbH", "e. K.", "& Söhne, Inh. {}", "GmbH & Co. KG", "OHG"]

# Weights of what may be drawn.
TIERS = {"A": 6, "B": 10, "C": 62, "D": 10, "": 12}
SERVICE_STATES = {"": 290, "EFFORT_FEE": 7, "STOPPED": 3}
CHANNELS = {"PHONE": 26, "FAX": 4, "EMAIL": 27, "FIELD": 8, "SHOP": 22, "PORTAL": 5, "EDI": 3, "PICKUP": 2, "": 3}
PAYMENTS = {"INVOICE": 80, "CARD": 8, "PREPAID": 6, "DIRECT_DEBIT": 5, "": 1}
VALUE_CHANNELS = {"SHOP": 17, "PHONE": 2, "": 1}
VALUE_PAYMENTS = {"CARD": 11, "PREPAID": 6, "INVOICE": 3}
NETS = {
    (450, 2500): 7,
    (2500, 5000): 10,
    (5000, 10000): 15,
    (10000, 25000): 27,
    (25000, 50000): 21,
    (50000, 100000): 12,
    (100000, 400000): 8,
}


class Dice:
    """splitmix64."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return z ^ (z >> 31)

    def between(self, low, high):
        """low..high, both included."""
        return low + self.next() % (high - low + 1)

    def chance(self, percent):
        return self.between(1, 100) <= percent

    def pick(self, weights):
        at = self.between(1, sum(weights.values()))
        for value, weight in weights.items():
            at -= weight
            if at <= 0:
                return value
        raise AssertionError


def make_customers(dice):
    for number in range(1, CUSTOMERS + 1):
        family = FAMILIES[dice.between(0, len(FAMILIES) - 1)]
        form = FORMS[dice.between(0, len(FORMS) - 1)].format(family)
        yield {
            "customer_id": f"K{number:04}",
            "name": f"{family} {TRADES[dice.between(0, len(TRADES) - 1)]} {form}",
            "country": "Germany",
            "tier": dice.pick(TIERS),
            "service_state": dice.pick(SERVICE_STATES),
            "margin_bp": dice.between(12, 38) * 100 if dice.chance(60) else "",
        }


def make_order(dice, day, customers, seen):
    """One order; few customers order often, as everywhere."""
    customer = customers[min(dice.between(0, CUSTOMERS - 1), dice.between(0, CUSTOMERS - 1))]
    identity = "" if dice.chance(1) else customer["customer_id"]
    net = dice.between(*dice.pick(NETS))
    lines = dice.between(1, 3 + net // 15000)
    is_return = dice.chance(5)
    value_brand = dice.chance(4)
    waivers = ["FIRST_ORDER"] if identity and identity not in seen and not is_return else []
    waivers += ["SUPPLIER_CAUSED"] if dice.chance(2) else []
    freight = 0 if net >= 50000 else dice.between(490, 1290)
    if not is_return:
        seen.add(identity)
    return {
        "customer_id": identity,
        "order_date": day.isoformat(),
        "currency": "EUR",
        "net_amount_minor": -net if is_return else net,
        "line_count": lines if dice.chance(98) else "",
        "quantity": (-1 if is_return else 1) * lines * dice.between(1, 40),
        "is_return": int(is_return),
        "channel": dice.pick(VALUE_CHANNELS if value_brand else CHANNELS),
        "brand": "VALUE" if value_brand else "MAIN",
        "payment": dice.pick(VALUE_PAYMENTS if value_brand else PAYMENTS),
        "lead_time_days": dice.between(1, 12) if dice.chance(70) else "",
        "freight_minor": 0 if is_return else freight,
        "discount_minor": net * dice.between(1, 25) // 100 if dice.chance(6) and not is_return else 0,
        "tax_minor": 0 if is_return else ((net + freight) * 19 + 50) // 100,
        "special_services": dice.between(1, 2) if dice.chance(5) else 0,
        "waivers": " ".join(waivers),
    }


def make_orders(dice, customers):
    days = sorted(dice.between(0, 364) for _ in range(ORDERS))
    seen = set()
    for number, day in enumerate(days, 1):
        yield {"order_id": f"A{number:05}"} | make_order(dice, FIRST_DAY + timedelta(day), customers, seen)


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    dice = Dice(2026)
    customers = list(make_customers(dice))
    write(folder / "customers.csv", customers)
    write(folder / "orders.csv", list(make_orders(dice, customers)))


if __name__ == "__main__":
    main()
