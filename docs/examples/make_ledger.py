#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Makes the ledger of an invented technical wholesaler over two years: orders.csv and customers.csv, and beside them what
sales knows: kam.csv, contacts.csv, calls.csv, routes.csv.

make_ledger.py FOLDER

Many small customers, few large ones: about 80 % of the customers, 15 % of the revenue, 40 % of the service effort. Who
is small, who grows, who is about to leave and who announces more than he orders stands in no column: a report has to
find it. Integers only, and a generator of its own (splitmix64): the same bytes on every machine, with every Python.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

SMALL, LARGE = 2880, 720
FIRST_DAY, DAYS = date(2024, 1, 1), 731
FAMILIES = ["Ahrens", "Behnke", "Böhm", "Claasen", "Dierks", "Eggers", "Fröhlich", "Grote", "Hinrichs", "Jansen",
            "Köhler", "Lüders", "Meinert", "Nissen", "Ott", "Petersen", "Röder", "Sievers", "Thode", "Ulrich", "Voß",
            "Wulff", "Zielke"]  # fmt: skip
TRADES = ["Elektro", "Elektrotechnik", "Gebäudetechnik", "Hausmeisterservice", "Kältetechnik", "Lichtplanung",
          "Maschinenbau", "Metallbau", "Sanitär", "Schaltanlagen", "Werkzeugbau"]  # fmt: skip
FORMS = ["GmbH", "e. K.", "& Söhne, Inh. {}", "GmbH & Co. KG", "OHG"]

# Weights of what may be drawn.
SERVICE_STATES = {"": 290, "EFFORT_FEE": 7, "STOPPED": 1}
SMALL_CHANNELS = {"PHONE": 30, "FAX": 4, "EMAIL": 26, "FIELD": 4, "SHOP": 30, "PICKUP": 4, "": 2}
LARGE_CHANNELS = {"PHONE": 16, "FAX": 2, "EMAIL": 28, "FIELD": 12, "SHOP": 14, "PORTAL": 12, "EDI": 15, "": 1}
PAYMENTS = {"INVOICE": 80, "CARD": 8, "PREPAID": 6, "DIRECT_DEBIT": 5, "": 1}
VALUE_CHANNELS = {"SHOP": 17, "PHONE": 2, "": 1}
VALUE_PAYMENTS = {"CARD": 11, "PREPAID": 6, "INVOICE": 3}
SEASON = [60, 70, 95, 100, 100, 90, 70, 65, 100, 100, 85, 45]  # percent of a day's orders, by month
WEEKDAYS = [100, 95, 95, 95, 80, 4, 1]
PERMISSIONS = {"PRESUMED": 55, "EXPLICIT": 25, "NONE": 5, "OBJECTED": 5, "": 10}
IN_RETURN = ["PLANT_ACCESS", "CONTACT_ACCESS", "JOINT_MARKETING", "DEVELOPMENT_PARTNERSHIP"]
TRENDS = {"STEADY": 62, "GROWS": 12, "SHRINKS": 10, "LEAVES": 9, "NEW": 7}


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


class Customer:
    """What is behind a customer; row is what the ledger says."""

    def __init__(self, dice, number, large):
        self.large = large
        self.trend = dice.pick(TRENDS)
        self.first = dice.between(60, 640) if self.trend == "NEW" else 0
        self.last = dice.between(120, 600) if self.trend == "LEAVES" else DAYS - 1
        self.orders = dice.between(8, 40) if large else dice.between(2, 13)  # in two years
        self.typical = dice.between(30000, 90000) if large else dice.between(4500, 26000)
        while large and self.typical < 1500000 and dice.chance(33):
            self.typical *= 2
        self.channels = LARGE_CHANNELS if large else SMALL_CHANNELS
        self.channel = dice.pick(self.channels)
        self.row = self.make_row(dice, number)

    def yearly(self):
        return self.orders * self.typical // 2

    def tier(self, dice):
        """As a person once set it: mostly right, sometimes old, sometimes not at all."""
        if dice.chance(9):
            return ""
        if dice.chance(6):
            return dice.pick({"A": 1, "B": 2, "C": 5, "D": 2})
        if self.large:
            return "A" if self.yearly() > 2000000 else "B"
        return "D" if self.yearly() < 20000 else "C"

    def make_row(self, dice, number):
        family = FAMILIES[dice.between(0, len(FAMILIES) - 1)]
        form = FORMS[dice.between(0, len(FORMS) - 1)].format(family)
        yearly = self.yearly()
        demand = yearly * dice.between(105, 700 if self.trend == "GROWS" else 260) // 100 if dice.chance(35) else ""
        announced = yearly * dice.between(50, 400) // 100 if dice.chance(6) else ""
        kept = dice.between(0, 25) if dice.chance(60) else dice.between(60, 115)  # percent; many never order
        effort = 6 if self.large else 1
        return {
            "customer_id": f"K{number:05}",
            "name": f"{family} {TRADES[dice.between(0, len(TRADES) - 1)]} {form}",
            "country": "Germany",
            "tier": self.tier(dice),
            "service_state": dice.pick(SERVICE_STATES),
            "margin_bp": dice.between(12, 30 if self.large else 40) * 100 if dice.chance(60) else "",
            "employees": dice.between(1, 400 if self.large else 40) if dice.chance(50) else "",
            "demand_minor": demand,
            "demand_confidence_bp": dice.between(3, 10) * 1000 if demand != "" else "",
            "announced_minor": announced,
            "realised_minor": announced * kept // 100 if announced != "" else "",
            "calls_12m": effort * dice.between(0, 8),
            "visits_12m": dice.between(1, 8) if self.large else int(dice.chance(29)),
        }

    def days(self, dice):
        """The days of the orders: by season and weekday, more or fewer over time."""
        for _ in range(self.orders):
            while True:
                day = dice.between(0, DAYS - 1)
                when = FIRST_DAY + timedelta(day)
                weight = SEASON[when.month - 1] * WEEKDAYS[when.weekday()]
                weight = weight * {"GROWS": 25 + 75 * day // DAYS, "SHRINKS": 100 - 75 * day // DAYS}.get(
                    self.trend, 100
                )
                if dice.between(1, 1000000) <= weight:
                    break
            if self.first <= day <= self.last:
                yield day
                if dice.chance(4):  # forgotten something
                    yield day


def make_customers(dice):
    """Large ones stand anywhere among the small ones."""
    left = {True: LARGE, False: SMALL}
    for number in range(1, SMALL + LARGE + 1):
        large = dice.pick(left)
        left[large] -= 1
        yield Customer(dice, number, large)


def make_order(dice, day, customer, is_first):
    net = customer.typical * dice.between(25, 175) // 100
    lines = dice.between(1, 3 + min(net // 15000, 40))
    is_return = dice.chance(4)
    value_brand = dice.chance(3)
    waivers = ["FIRST_ORDER"] if is_first and customer.trend == "NEW" and not is_return else []
    waivers += ["SUPPLIER_CAUSED"] if dice.chance(2) else []
    freight = 0 if net >= 50000 else dice.between(490, 1290)
    channel = customer.channel if dice.chance(75) else dice.pick(customer.channels)
    return {
        "customer_id": "" if dice.chance(1) else customer.row["customer_id"],
        "order_date": (FIRST_DAY + timedelta(day)).isoformat(),
        "currency": "EUR",
        "net_amount_minor": -net * dice.between(10, 100) // 100 if is_return else net,
        "line_count": lines if dice.chance(98) else "",
        "quantity": (-1 if is_return else 1) * lines * dice.between(1, 40),
        "is_return": int(is_return),
        "channel": dice.pick(VALUE_CHANNELS) if value_brand else channel,
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
    """By day, and on a day by customer."""
    calls = sorted((day, number) for number, customer in enumerate(customers) for day in customer.days(dice))
    seen = set()
    for at, (day, number) in enumerate(calls, 1):
        yield {"order_id": f"A{at:06}"} | make_order(dice, day, customers[number], number not in seen)
        seen.add(number)


# ---- what sales knows, from dice of its own ------------------------------------------------------------------------------


def make_interview(dice, customer):
    """What a key-account manager has found out so far about a large customer."""
    known = {name: dice.chance(80) for name in ("lighthouse", "complexity", "countries", "sites")}
    lighthouse, complexity = int(dice.chance(4)), dice.between(1, 9) * 1000
    countries, sites = dice.between(1, 5), dice.between(1, 9)
    asked = [name for name in IN_RETURN if dice.chance(50)] if dice.chance(60) else []
    accepted = [name for name in asked if dice.chance(40)]
    answered = FIRST_DAY + timedelta(dice.between(400, DAYS - 1))
    return {
        "customer_id": customer.row["customer_id"],
        "criterion_1": lighthouse if known["lighthouse"] else "",
        "criterion_2": complexity if known["complexity"] else "",
        "criterion_3": countries if known["countries"] else "",
        "criterion_4": sites if known["sites"] else "",
        "asked": " ".join(asked),
        "accepted": " ".join(accepted),
        "answered_date": answered.isoformat() if asked else "",
    }


def make_interviews(dice, customers):
    return [make_interview(dice, customer) for customer in customers if customer.large and customer.yearly() >= 1500000]


def make_permissions(dice, customers):
    return [
        {"customer_id": customer.row["customer_id"], "call_permission": dice.pick(PERMISSIONS)}
        for customer in customers
    ]


def make_calls(dice):
    """How often a call for a reason was tried, and brought what it was made for."""
    rates = {"OVERDUE": 24, "WALLET_GAP": 11, "GROWTH": 17}  # percent
    for trigger, rate in rates.items():
        tried = dice.between(150, 400)
        yield {"trigger": trigger, "tried": tried, "won": sum(dice.chance(rate) for _ in range(tried))}


ROUTE_TERMS = {  # what the wholesaler assumes of other ways to serve a customer; of part-products he knows nothing
    "value_margin_bp": 1800, "value_order_cost_minor": 900, "resale_margin_bp": 1200, "resale_order_cost_minor": 500,
    "commission_bp": 500, "close_bp": 6000, "forward_cost_minor": 400, "migrate_bp": 3000, "effort_fee_minor": 2000,
    "accept_bp": 4000,
}  # fmt: skip


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
    write(folder / "customers.csv", [customer.row for customer in customers])
    write(folder / "orders.csv", list(make_orders(dice, customers)))
    dice = Dice(2027)
    write(folder / "kam.csv", make_interviews(dice, customers))
    write(folder / "contacts.csv", make_permissions(dice, customers))
    write(folder / "calls.csv", list(make_calls(dice)))
    write(folder / "routes.csv", [ROUTE_TERMS])


if __name__ == "__main__":
    main()
