#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Counts a ledger's orders independently and compares every figure of the order desk with the count.

count_orders.py ORDER_DESK LEDGER_FOLDER TERMS...

TERMS is a name that order_desk knows; "+cliff" after it caps every surcharge. Nothing of the library is used here: the
terms stand below as their sellers published them (peers.md 1.4), the presets as fields.md lists them, and what an order
costs follows semantics.md 2 in integers. Exit status 77 (meson: skipped) if the ledger is not there.
"""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

MAIN, VALUE = "MAIN", "VALUE"
SEVERITY = ["ALLOW", "WARN", "SURCHARGE", "REDIRECT_SHOP", "REDIRECT_MAIN_BRAND", "REVIEW", "BLOCK"]
LANGUAGES = {
    "en": {
        "actions": (
            "ORDERS AND VALUE BY ACTION",
            dict(
                zip(
                    SEVERITY,
                    [
                        "allow",
                        "warn",
                        "surcharge",
                        "redirect to the shop",
                        "redirect to the main brand",
                        "review",
                        "block",
                    ],
                    strict=True,
                )
            ),
        ),
        "fees": "FEES BY RULE",
        "break_even": "ORDERS BELOW THEIR BREAK-EVEN VALUE",
        "same_day": "ORDERS OF ONE CUSTOMER AND DAY THAT WOULD REACH THE MINIMUM TOGETHER",
        "read": "WHAT WAS READ",
        "guests": "Orders of unknown customers, assessed as guests: ",
        "without_tier": "Customers without a tier in the ledger: ",
        "rule": "Rule",
        "all": "all",
        "group": ",",
        "decimal": ".",
    },
    "de": {
        "actions": (
            "AUFTRÄGE UND WERT NACH MASSNAHME",
            dict(
                zip(
                    SEVERITY,
                    [
                        "zulassen",
                        "warnen",
                        "Zuschlag",
                        "Verweis auf den Webshop",
                        "Verweis auf die Hauptmarke",
                        "prüfen",
                        "sperren",
                    ],
                    strict=True,
                )
            ),
        ),
        "fees": "GEBÜHREN NACH REGEL",
        "break_even": "AUFTRÄGE UNTER IHREM DECKUNGSWERT",
        "same_day": "AUFTRÄGE EINES KUNDEN UND TAGES, DIE ZUSAMMEN DEN MINDESTWERT ERREICHEN",
        "read": "GELESEN",
        "guests": "Aufträge unbekannter Kunden, beurteilt wie von Gästen: ",
        "without_tier": "Kunden ohne Einstufung im Ledger: ",
        "rule": "Regel",
        "all": "alle",
        "group": ".",
        "decimal": ",",
    },
}

# ---- terms -----------------------------------------------------------------------------------------------------------


def flat(number, amount, below, start=0, **more):
    """A surcharge in cents, for order values from start to below."""
    return {"id": number, "group": 1, "effect": "FLAT", "amount": amount, "from": start, "below": below} | more


def action(number, effect, below=0, **more):
    return {"id": number, "group": 1, "effect": effect, "from": 0, "below": below} | more


OFFICE = {"PHONE", "FAX", "EMAIL"}
SMALL_ORDER_WAIVERS = {"FRAMEWORK_CONTRACT", "SUPPLIER_CAUSED", "REPLACEMENT", "CONSOLIDATED"}
SERVICE_WAIVERS = {"SUPPLIER_CAUSED", "REPLACEMENT"}
SMALL = {"treatments": {"SMALL", "D"}}
CD = {"tiers": {"C", "D"}}
BREAK_EVEN = [  # of an order with one line: (cost of the channel + 1) / 25 %
    ({"PHONE"}, 10400), ({"FAX"}, 9200), ({"EMAIL"}, 7600), ({"FIELD"}, 14400), ({"SHOP", "PORTAL"}, 2800),
    ({"EDI"}, 1600), ({"PICKUP"}, 5200),
]  # fmt: skip
CHANNEL_COSTS = {  # fields.md, in cents; and 1.00 a line
    "PHONE": 2500, "FAX": 2200, "EMAIL": 1800, "FIELD": 3500, "SHOP": 600, "PORTAL": 600, "EDI": 300, "PICKUP": 1200,
}  # fmt: skip
TERMS = {
    "eaton": [flat(1, 1700, 25000), flat(2, 900, 50000, 25000)],
    "kontorplus": [flat(1, 1000, 2500)],
    "eimerundbecherprofi": [flat(1, 990, 4900)],
    "mindermengenzuschlag": [flat(1, 1500, 5000)],
    "proselect-schrauben": [
        flat(1, 500, 1001, base="GROSS"),
        flat(2, 250, 2001, 1001, base="GROSS", customer_group=1),
        action(3, "BLOCK", 5000, group=2, base="GROSS", channels=OFFICE),
    ],
    "us-invoiced-at-50": [action(1, "TOP_UP", 5000)],
    "us-minimum-billing-35": [action(1, "TOP_UP", 3500, base="WITH_FREIGHT")],
    "preset-neutral-2026": [
        action(number, "WARN", below, channels=channels, **CD) for number, (channels, below) in enumerate(BREAK_EVEN, 1)
    ],
    "preset-retreat-2026": [
        action(1, "REDIRECT_SHOP", 50000, channels=OFFICE | {"FIELD"}, **SMALL),
        flat(2, 1500, 10000, group=2, cliff=True, waivers=SMALL_ORDER_WAIVERS, **SMALL),
        action(3, "PER_SERVICE", group=3, amount=1000, waivers=SERVICE_WAIVERS, **SMALL),
        action(4, "EFFORT", group=4, amount=2000, waivers=SERVICE_WAIVERS, **SMALL),
    ],
    "preset-forward-2026": [
        flat(1, 500, 5000, cliff=True, waivers=SMALL_ORDER_WAIVERS | {"FIRST_ORDER"}, **CD),
        action(2, "PER_SERVICE", group=2, amount=500, waivers=SERVICE_WAIVERS, **CD),
        action(3, "EFFORT", group=3, amount=2000, tiers={"B", "C", "D"}, waivers=SERVICE_WAIVERS),
    ],
}
# What the strategy of a preset says of a treatment: the highest discount in bp, and whether small orders cost a fee.
TREATMENTS = {"A": (1500, False), "B": (1500, False), "SMALL": (0, True), "D": (0, True)}
STRATEGIES = {"preset-retreat-2026": TREATMENTS, "preset-forward-2026": TREATMENTS}  # all others hold: nothing changes
STOPPED = {"REDIRECT_SHOP", "REDIRECT_MAIN_BRAND", "BLOCK"}
FEES = {"FLAT", "TOP_UP", "PER_SERVICE", "EFFORT"}


def terms_of(name):
    name, _, cap = name.partition("+")
    rules = [dict(rule) for rule in TERMS[name]]
    for rule in rules:
        if cap == "cliff" and rule["effect"] == "FLAT":
            rule["cliff"] = True
    return rules, STRATEGIES.get(name)


# ---- three-valued logic ------------------------------------------------------------------------------------------------


def both(*conditions):
    """False wins over unknown (None)."""
    return False if False in conditions else None if None in conditions else True


def is_in(value, wanted):
    """Empty: not known."""
    return None if not value else value in wanted


# ---- one order ---------------------------------------------------------------------------------------------------------


class Order:
    def __init__(self, row, customer):
        def number(column):
            return int(row.get(column) or 0)

        self.row = row
        self.net = number("net_amount_minor")
        self.discount = number("discount_minor")
        self.services = number("special_services")
        self.is_return = row.get("is_return") == "1"
        with_freight = self.net + number("freight_minor")
        self.bases = {"NET": self.net, "WITH_FREIGHT": with_freight, "GROSS": with_freight + number("tax_minor")}
        self.channel, self.brand, self.payment = (row.get(name, "") for name in ("channel", "brand", "payment"))
        self.lead_time = row.get("lead_time_days", "")
        self.waivers = set(row.get("waivers", "").split())
        self.own_tier = customer.get("tier", "")
        self.tier = self.own_tier or "C"
        self.treatment = {"C": "SMALL"}.get(self.tier, self.tier)
        self.service_state = customer.get("service_state", "")
        self.margin = int(customer.get("margin_bp") or 2500)
        self.group = int(customer.get("customer_group") or 0)


def guards(order, strategy):
    """Name, action, whether it holds, and the unknown field."""
    value = is_in(order.brand, {VALUE})
    late = None if order.lead_time == "" else int(order.lead_time) < 5
    limit = strategy[order.treatment][0] if strategy else None
    too_much = limit is not None and order.discount * 10000 > limit * (order.net + order.discount)
    shop = is_in(order.channel, {"SHOP"})
    paid = is_in(order.payment, {"CARD", "PREPAID"})
    yield "STOPPED", "BLOCK", order.service_state == "STOPPED", None
    for name, result, other, field in (
        ("MAIN_BRAND", "REDIRECT_MAIN_BRAND", is_in(order.own_tier, {"A", "B"}), "best_tier_24m"),
        ("VALUE_CHANNEL", "REDIRECT_SHOP", None if shop is None else not shop, "channel"),
        ("VALUE_PAYMENT", "BLOCK", None if paid is None else not paid, "payment"),
        ("VALUE_LEAD_TIME", "WARN", late, "lead_time_days"),
    ):
        yield name, result, both(value, other), "brand" if value is None else field
    yield "DISCOUNT_ABOVE_TREATMENT", "REVIEW", too_much, None


def applies(rule, order, strategy, grown=0):
    """Does the rule hold for the order, grown by so much? And the unknown field, if that is not known."""
    banded = bool(rule["from"] or rule["below"])
    value = order.bases[rule.get("base", "NET")] + grown
    channel = is_in(order.channel, rule["channels"]) if "channels" in rule else True
    conditions = [
        rule.get("customer_group", order.group) == order.group,
        "tiers" not in rule or order.tier in rule["tiers"],
        "treatments" not in rule or order.treatment in rule["treatments"],
        channel,
        not (strategy and banded and rule["effect"] in FEES and not strategy[order.treatment][1]),
        value >= rule["from"] and (not rule["below"] or value < rule["below"]),
        {"PER_SERVICE": order.services > 0, "EFFORT": order.service_state == "EFFORT_FEE"}.get(rule["effect"], True),
    ]
    return both(*conditions), "channel"


def band_fees(order, rules, strategy, grown):
    """What the rules with a band charge the order grown by so much."""
    taken, total = set(), 0
    for rule in rules:
        if rule["group"] in taken or not applies(rule, order, strategy, grown)[0]:
            continue
        taken.add(rule["group"])
        banded = rule["from"] or rule["below"]
        if banded and rule["effect"] in FEES and not order.waivers & rule.get("waivers", set()):
            total += amount(rule, order, rules, strategy, grown)
    return total


def missing_to_free(order, rules, strategy):
    """What the order lacks to the first limit at which it is charged no band fee; None: there is none."""
    limits = {
        limit - order.bases[rule.get("base", "NET")]
        for rule in rules
        for limit in (rule["from"], rule["below"])
        if applies(rule | {"from": 0, "below": 0}, order, None)[0] and limit
    }
    return next((m for m in sorted(limits) if m > 0 and not band_fees(order, rules, strategy, m)), None)


def break_even(order, fees):
    """The net value from which the contribution covers the handling cost, less the fees; None: not known."""
    if not order.row.get("line_count") or order.is_return or order.net <= 0:
        return None
    cost = CHANNEL_COSTS.get(order.channel, max(CHANNEL_COSTS.values())) + 100 * int(order.row["line_count"])
    covered = max(0, cost - fees) * 10000
    return -(-covered // order.margin) if order.margin > 0 else sys.maxsize


def amount(rule, order, rules, strategy, grown=0):
    value = order.bases[rule.get("base", "NET")] + grown
    if rule["effect"] == "TOP_UP":
        return rule["below"] - value
    fee = rule["amount"] * (order.services if rule["effect"] == "PER_SERVICE" else 1)
    if rule.get("cliff"):
        missing = rule["below"] - value
        fee = min(fee, missing + group_fee(rule["group"], order, rules, strategy, grown + missing))
    return fee


def group_fee(group, order, rules, strategy, grown):
    """What the first rule of a group that holds charges."""
    for rule in rules:
        if rule["group"] == group and applies(rule, order, strategy, grown)[0]:
            return amount(rule, order, rules, strategy, grown) if rule["effect"] in FEES else 0
    return 0


def assess(order, rules, strategy):
    """The action, the fees as (rule, charged, waived), the decisive reasons, and the unknown fields."""
    if order.is_return or order.net <= 0:
        return "ALLOW", [], ["NOT_A_SALE.MATCHED.0"], set()
    actions, fees, reasons = ["ALLOW"], [], []
    unknown = set() if order.row.get("line_count") else {"line_count"}  # of the handling cost
    for name, result, holds, field in guards(order, strategy):
        if holds:
            actions.append(result)
            reasons.append(f"{name}.MATCHED.0")
        elif holds is None:
            unknown.add(field)
    taken = set()
    for rule in rules:
        holds, field = applies(rule, order, strategy)
        if holds is None:
            unknown.add(field)
        if not holds or rule["group"] in taken:
            continue
        taken.add(rule["group"])
        waived = bool(order.waivers & rule.get("waivers", set()))
        capped = False
        if rule["effect"] in FEES:
            fee = amount(rule, order, rules, strategy)
            capped = fee < amount(rule | {"cliff": False}, order, rules, strategy)
            fees.append((rule["id"], 0 if waived else fee, fee if waived else 0))
        else:
            actions.append(rule["effect"])
        reasons.append(f"RULE.{'WAIVED' if waived else 'CAPPED' if capped else 'MATCHED'}.{rule['id']}")
    if sum(charged for _, charged, _ in fees):
        actions.append("SURCHARGE")
    if not order.own_tier:
        reasons.append("TIER_SOURCE.MATCHED.0")
    return max(actions, key=SEVERITY.index), fees, reasons, unknown


# ---- a ledger ------------------------------------------------------------------------------------------------------------


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def add(figures, key, minor):
    figures[f"{key}.orders"] += 1
    figures[f"{key}.minor"] += minor


def count_group(figures, group):
    """Orders of one customer and day, each with band fees: would they be free together?"""
    net = sum(order[0] for order in group)
    if len(group) < 2 or any(missing is None or net - own < missing for own, _, missing in group):
        return
    figures["same_day.groups"] += 1
    figures["same_day.orders"] += len(group)
    figures["same_day.net.minor"] += net
    figures["same_day.fees.minor"] += sum(fees for _, fees, _ in group)


def count(folder, name):
    """Every figure of the desk, by its key."""
    rules, strategy = terms_of(name)
    customers = {row["customer_id"]: row for row in rows_of(folder / "customers.csv")}
    orders = rows_of(folder / "orders.csv")
    figures = Counter({"orders.rows": len(orders), "customers.rows": len(customers)})
    figures["customers.without_tier"] = sum(not row.get("tier") for row in customers.values())
    same_day = {}
    for row in orders:
        customer = customers.get(row["customer_id"])
        order = Order(row, customer or {})
        result, fees, reasons, unknown = assess(order, rules, strategy)
        add(figures, "all", order.net)
        add(figures, f"action.{result}", order.net)
        if customer is None:
            add(figures, "guests", order.net)
        if reasons[:1] == ["NOT_A_SALE.MATCHED.0"]:
            add(figures, "not_sales", order.net)
        for key in [f"reason.{reason}" for reason in reasons] + [f"unknown.{field}" for field in unknown]:
            figures[key] += 1
        for kind, at in (("charged", 1), ("waived", 2)):
            if sum(fee[at] for fee in fees):
                add(figures, kind, sum(fee[at] for fee in fees))
            for fee in fees:
                if fee[at]:
                    add(figures, f"rule.{fee[0]}.{kind}", fee[at])
        charged = sum(charged for _, charged, _ in fees)
        limit = break_even(order, 0)
        for key, holds in (
            ("break_even_known", limit is not None),
            ("below_break_even", limit is not None and order.net < limit),
            ("below_with_fees", limit is not None and order.net < break_even(order, charged)),
        ):
            if holds:
                add(figures, key, order.net)
        small = band_fees(order, rules, strategy, 0) if reasons[:1] != ["NOT_A_SALE.MATCHED.0"] else 0
        if customer is not None and small:
            key = row["customer_id"], row["order_date"]
            same_day.setdefault(key, []).append((order.net, small, missing_to_free(order, rules, strategy)))
        if charged and result in STOPPED:
            add(figures, "not_through", charged)
    for group in same_day.values():
        count_group(figures, group)
    return {key: value for key, value in figures.items() if value}, orders[0]["currency"]


# ---- the desk ------------------------------------------------------------------------------------------------------------


def run(desk, folder, name, *options):
    terms, _, cap = name.partition("+")
    command = [desk, "--terms", terms, *([f"--{cap}"] if cap else []), *options, folder]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    if done.stderr:
        sys.exit(f"{name}: order_desk complains:\n{done.stderr}")
    return done.stdout


def compare(what, expected, found):
    wrong = [
        f"{key}: the desk has {found.get(key, 0)}, the count {expected.get(key, 0)}"
        for key in sorted(expected.keys() | found.keys())
        if expected.get(key, 0) != found.get(key, 0)
    ]
    if wrong:
        sys.exit(f"{what}: different figures\n" + "\n".join(wrong))


def figures_of(text):
    """The figures that are numbers, without zeros."""
    pairs = (line.split("\t") for line in text.splitlines())
    return {key: int(value) for key, value in pairs if key not in ("terms", "currency", "fingerprint") and value != "0"}


def section(text, heading):
    """The lines below a heading, up to the next blank one."""
    lines = iter(text.splitlines())
    for line in lines:
        if line == heading:
            break
    found = []
    for line in lines:
        if not line:
            break
        found.append(line)
    return found


def numbers(text, words):
    """The numbers of a line: whole ones, and amounts with two decimals as minor units."""
    shape = rf"-?\d[\d{re.escape(words['group'])}]*(?:{re.escape(words['decimal'])}\d+)?(?! %)(?![\d{re.escape(words['decimal'])}])"
    return [int(re.sub(r"[.,]", "", found)) for found in re.findall(shape, text)]


BREAK_EVEN_LINES = ["break_even_known", "below_break_even", "below_with_fees"]
SAME_DAY_NUMBERS = ["same_day.groups", "same_day.orders", "same_day.net.minor", "same_day.fees.minor"]
# What the report for people has of all figures; reasons stand in it as sentences, and of guests there is no value.
SHOWN = (
    r"(action|all|not_sales|not_through|charged|waived|rule|break_even_known|below_break_even|below_with_fees|same_day)\b"
    r"|(orders|customers)\.rows$|guests\.orders$|customers\.without_tier$"
)


def report_figures(text, words):
    """The tables of the report for people, as figures."""
    figures = {}
    heading, labels = words["actions"]
    for line in section(text, heading)[1:]:
        label = re.split(r" {2,}", line.strip())[0]
        keys = [key for key, action_label in labels.items() if action_label == label]
        key = f"action.{keys[0]}" if keys else "all" if label == words["all"] else "not_sales"
        found = numbers(line.strip()[len(label) :], words)
        figures[f"{key}.orders"], figures[f"{key}.minor"] = found[0], found[-1]
    for line in section(text, words["fees"])[1:]:
        label = re.split(r" {2,}", line.strip())[0]
        rule = re.match(rf"{words['rule']} (\d+):", label)
        found = numbers(line.strip()[len(label) :], words)
        before = f"rule.{rule[1]}." if rule else ""
        keys = [f"{before}charged.orders", f"{before}charged.minor", f"{before}waived.orders", f"{before}waived.minor"]
        if len(found) == 2:
            keys = ["not_through.orders", "not_through.minor"]
        figures |= zip(keys, found, strict=True)
    for key, line in zip(BREAK_EVEN_LINES, section(text, words["break_even"]), strict=True):
        label = re.split(r" {2,}", line.strip())[0]
        figures[f"{key}.orders"], figures[f"{key}.minor"] = numbers(line.strip()[len(label) :], words)
    same_day = "\n".join(section(text, words["same_day"]))
    figures |= zip(SAME_DAY_NUMBERS, numbers(same_day, words), strict=bool(same_day))
    for line in section(text, words["read"]):
        for name in ("orders", "customers"):
            if line.startswith(f"  {name}.csv"):
                figures[f"{name}.rows"] = numbers(line.partition(".csv")[2], words)[0]
        for key, label in (("guests.orders", words["guests"]), ("customers.without_tier", words["without_tier"])):
            if line.strip().startswith(label):
                figures[key] = numbers(line.partition(label)[2], words)[0]
    return {key: value for key, value in figures.items() if value}


def check(desk, folder, name):
    expected, currency = count(folder, name)
    text = run(desk, folder, name, "--figures")
    if f"currency\t{currency}\n" not in text:
        sys.exit(f"{name}: another currency than {currency}")
    compare(f"{name}, figures", expected, figures_of(text))
    shown = {key: value for key, value in expected.items() if re.match(SHOWN, key)}
    for language, words in LANGUAGES.items():
        report = run(desk, folder, name, "--no-speed", "--lang", language)
        compare(f"{name}, report in {language}", shown, report_figures(report, words))
    print(f"{name}: {len(expected)} figures, {len(shown)} of them in both reports")
    return expected


def check_reference(folder, figures):
    """The figures that the ledger's own reference has, computed by others with pandas."""
    path = folder / "reference.json"
    if not path.exists():
        return
    known = json.loads(path.read_text("utf-8"))["orders"]
    expected = {"orders": known["total"], "net": known["non_return_revenue_minor"] + known["returns_revenue_minor"]}
    compare("reference.json", expected, {"orders": figures["all.orders"], "net": figures["all.minor"]})
    print(f"reference.json: {known['total']} orders and their net value are the same")


def main():
    desk, folder, *names = sys.argv[1:]
    folder = Path(folder)
    if not (folder / "orders.csv").exists():
        print(f"{folder} is not there: skipped")
        sys.exit(77)
    for name in names:
        figures = check(desk, folder, name)
    check_reference(folder, figures)


if __name__ == "__main__":
    main()
