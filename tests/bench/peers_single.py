#!/usr/bin/env python3
"""One order a call from Python, eight rules: Kogge beside the zen-engine of GoRules, on one core each.

    peers_single.py             the median of eleven rounds
    peers_single.py once        a few orders: are the answers equal?

Needs the module kogge, numpy and zen-engine 2.1.3. The terms are those of peers_terms.py; for zen-engine they are a decision
table, made from the same list, and two expressions. Action, charged fees and small-order fees must be equal. Times are
processor time."""

import itertools
import json
import sys

import measure

try:
    import kogge
    import zen
    from peers_terms import DECIDED, DIGITAL, NEW_TERMS, PERSONAL, RULES, SMALL, new_orders
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

ORDERS, FEW_ORDERS, ROUNDS = 20_000, 2_000, 11


# ---- orders ----------------------------------------------------------------------------------------------------------


def orders_as_dicts(count):
    """Keywords of kogge.Order, and the tier."""
    orders, customers = new_orders(count)
    tiers = customers["tier"][orders.pop("customer_row")]
    rows = zip(*(array.tolist() for array in orders.values()), strict=True)
    return [dict(zip(orders, row, strict=True)) for row in rows], tiers.tolist()


def context(order, tier):
    """The same as words: what a host passes to an engine of JSON."""
    return {
        "net": order["net_minor"],
        "day": order["priced_at"],
        "channel": kogge.Channel(order["channel"]).name,
        "tier": kogge.Tier(tier).name,
        "waivers": ["VOUCHER"] if order["waivers"] else [],
        "services": order["special_services"],
        "earlier": order["earlier_small_orders"],
    }


# ---- the decision of zen-engine --------------------------------------------------------------------------------------

INPUTS = {"tier": "tier", "channel": "channel", "net": "net", "day": "day", "earlier": "earlier", "waived": "waivers"}
HONOURED = "some($, # in ['FIRST_ORDER', 'VOUCHER'])"


def one_of(names):
    return ", ".join(f"'{name}'" for name in names.split())


def fee_rules():
    """The rules of the fees, the first that holds counts. A waiver is a rule of its own before the one that honours it."""
    small, personal, digital = one_of(SMALL), one_of(PERSONAL), one_of(DIGITAL)
    new, old = f">= {NEW_TERMS}", f"[{RULES[-1]['valid_from_at']}..{NEW_TERMS})"
    first = {"tier": small, "channel": personal, "net": "< 10000", "day": new}
    return [
        first | {"waived": HONOURED, "fee": "0"},
        first | {"fee": "min([1500, 10000 - net + 750])"},
        {"tier": small, "channel": personal, "net": "[10000..20000)", "day": new, "fee": "750"},
        {
            "tier": "'B'",
            "channel": personal,
            "net": "< 15000",
            "day": new,
            "fee": "max([300, min([1000, floor((net * 500 + 5000) / 10000)])])",
        },
        {"channel": digital, "net": "< 2500", "fee": "2500 - net"},
        {"channel": digital, "net": "[2500..5000)", "earlier": ">= 2", "fee": "490"},
        {"channel": personal, "net": "< 10000", "day": old, "fee": "1200"},
        {"fee": "0"},
    ]


def decision_table():
    rules = [
        {"_id": str(number), **{name: rule.get(name, "") for name in (*INPUTS, "fee")}}
        for number, rule in enumerate(fee_rules())
    ]
    return {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": name, "name": name, "field": field} for name, field in INPUTS.items()],
        "outputs": [{"id": "fee", "name": "fee", "field": "fee"}],
        "rules": rules,
    }


def expressions():
    """What the other two rules say, and the most severe action."""
    redirected = f"tier == 'D' and channel in [{one_of(PERSONAL)}] and net < 5000"
    action = f"{redirected} ? 'REDIRECT_SHOP' : ($.charged_minor > 0 ? 'SURCHARGE' : 'ALLOW')"
    values = {"small_order_fees_minor": "fee", "charged_minor": "fee + services * 1250", "action": action}
    return {"expressions": [{"id": name, "key": name, "value": value} for name, value in values.items()]}


def decision():
    contents = {
        "inputNode": {},
        "decisionTableNode": decision_table(),
        "expressionNode": expressions(),
        "outputNode": {},
    }
    nodes = [
        {"id": kind, "name": kind, "type": kind, "position": {"x": 0, "y": 0}, "content": content}
        for kind, content in contents.items()
    ]
    edges = [
        {"id": source + target, "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in itertools.pairwise(contents)
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


# ---- both ------------------------------------------------------------------------------------------------------------


def programs(orders, tiers):
    """What each program does for one order, from what the host has; and its answer as names and numbers."""
    book = kogge.Rulebook(kogge.Policy("NEUTRAL_2026", "EUR"), [kogge.OrderRule(**rule) for rule in RULES])
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"terms": json.loads(decision())}}})
    lone = zen.ZenEngine().create_decision(decision())
    records = [(kogge.Customer(tier=tier), kogge.Order(**order)) for order, tier in zip(orders, tiers, strict=True)]
    dicts = list(zip(orders, tiers, strict=True))
    contexts = [context(*given) for given in dicts]

    def from_records(given):
        result = book.assess(*given, why=None)
        return result.action, result.charged_minor, result.small_order_fees_minor

    def from_keywords(given):
        order, tier = given
        result = book.assess(kogge.Customer(tier=tier), kogge.Order(**order), why=None)
        return result.action, result.charged_minor, result.small_order_fees_minor

    def by_engine(given):
        result = engine.evaluate("terms", given)["result"]
        return tuple(result[name] for name in DECIDED)

    def by_decision(given):
        result = lone.evaluate(given)["result"]
        return tuple(result[name] for name in DECIDED)

    return {
        "Kogge, records built before": (from_records, records),
        "Kogge, records built in the call": (from_keywords, dicts),
        "zen-engine, a decision of its loader, dict built before": (by_engine, contexts),
        "zen-engine, a decision created alone, dict built before": (by_decision, contexts),
    }


def answer(decide, given):
    action, *fees = decide(given)
    return getattr(action, "name", action), *fees


def require_equal(works):
    answers = {name: [answer(decide, given) for given in rows] for name, (decide, rows) in works.items()}
    (first, expected), *others = answers.items()
    for name, found in others:
        for row, pair in enumerate(zip(expected, found, strict=True)):
            if pair[0] != pair[1]:
                sys.exit(f"order {row}: {first} {pair[0]}, {name} {pair[1]}: {works[name][1][row]}")
    kinds = {name: {type(value).__name__ for row in found for value in row[1:]} for name, found in answers.items()}
    for name, found in kinds.items():
        print(f"{name}: amounts are {' and '.join(sorted(found))}")
    print(f"equal action and fees in each of {len(expected)} orders\n")


def all_of(decide, rows):
    for given in rows:
        decide(given)


def main(arguments):
    once = arguments == ["once"]
    works = programs(*orders_as_dicts(FEW_ORDERS if once else ORDERS))
    require_equal(works)
    if once:
        return
    print(measure.machine(), measure.version("zen-engine"), f"load {measure.load()}", sep="; ")
    print(f"{ORDERS} orders, medians of {ROUNDS} rounds\n")
    jobs = {name: lambda work=work: all_of(*work) for name, work in works.items()}
    took = measure.medians(jobs, ROUNDS)
    fastest = took["Kogge, records built before"]
    lines = [
        [name, measure.figure(1e6 * seconds / ORDERS), measure.figure(seconds / fastest)]
        for name, seconds in took.items()
    ]
    print(measure.markdown(["one order from Python", "us a call", "times the first"], lines))


if __name__ == "__main__":
    measure.restart_on_one_core()
    main(sys.argv[1:])
