"""Writes generated.jsonl: random books, orders, reassessments and plain calls with what model.py answers.

The seed is fixed and only randrange is drawn from, so the file is the same byte for byte everywhere.
`generate.py --check` writes nothing and fails if the file differs. Coverage goes to standard error.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path

import model

SEED = 20_260_302
TARGET = Path(__file__).with_name("generated.jsonl")
BOOKS, CASES_A_BOOK, REASSESSMENTS_A_BOOK, BAD_BOOKS, CALLS = 262, 21, 2, 186, 72

TODAY = model.day(2026, 3, 2)
MAX = model.MONEY_MAX
EFFECT, TIER, TREATMENT = model.EFFECT, model.TIER, model.TREATMENT
COUNTRIES = [276, 756, 40]
GROUPS = [11, 12]
ORGS = [1, 2]
AGREEMENTS = [7001, 7002, 2**63 + 5]
CURRENCIES = [978, 978, 978, 756, 840, 392, 414]


class Draw:
    """Random choices, all made from randrange."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def below(self, n):
        return self.random.randrange(n)

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, values):
        return values[self.below(len(values))]

    def some(self, values, most):
        """Between 1 and `most` different values, in the order given."""
        left = list(values)
        chosen = {left.pop(self.below(len(left))) for _ in range(self.between(1, min(most, len(left))))}
        return [value for value in values if value in chosen]

    def mask(self, set_name, most=3):
        codes = sorted(model.known_codes(set_name) - {0})
        return sum(model.bit(set_name, value) for value in self.some(codes, most))


# ---- books -----------------------------------------------------------------------------------------------------------


def edges(draw, unit, count):
    """Rising band edges, mostly round."""
    chosen = draw.some([10, 15, 25, 49, 50, 80, 100, 150, 250, 500, 1000], count)
    while len(chosen) < count:
        chosen.append(chosen[-1] * 2)
    odd = draw.pick([0, 0, 0, 1, -1, 37])
    return [max(2, edge * unit + odd) for edge in chosen]


def fee_of_any_kind(draw, unit):
    """Effect and numbers of a fee, without its band."""
    kind = draw.pick([EFFECT.FLAT] * 5 + [EFFECT.PERCENT] * 3 + [EFFECT.PER_SERVICE, EFFECT.EFFORT])
    if kind == EFFECT.PERCENT:
        return percent(draw, unit)
    return {"effect": kind, "amount_minor": small_amount(draw, unit)}


def small_amount(draw, unit):
    return draw.pick([draw.between(1, 30) * unit, draw.between(1, 30) * unit, draw.between(0, 20 * unit), 990])


def percent(draw, unit):
    rule = {"effect": EFFECT.PERCENT, "rate_bp": draw.pick([50, 250, 333, 500, 1000, 1999, 3000])}
    if draw.chance(40):
        rule["min_minor"] = draw.between(1, 8) * unit
    if draw.chance(40):
        rule["max_minor"] = rule.get("min_minor", 0) + draw.between(1, 12) * unit
    return rule


def adjoining_bands(draw, unit):
    """Bands that adjoin, the fee mostly falling from one to the next."""
    limits = edges(draw, unit, draw.pick([1, 2, 2, 3, 3, 4]))
    below = 0 if draw.chance(75) else max(1, limits[0] // 3)
    rules = []
    for limit in limits:
        rule = fee_of_any_kind(draw, unit)
        rules.append(rule | {"from_minor": below, "below_minor": limit})
        below = limit
    flats = sorted((rule["amount_minor"] for rule in rules if rule["effect"] == EFFECT.FLAT), reverse=draw.chance(85))
    for rule in rules:
        if rule["effect"] == EFFECT.FLAT:
            rule["amount_minor"] = flats.pop(0)
    return rules


def cliff_chain(draw, unit):
    base = draw.pick([0, 0, 1, 2, 3])
    rules = adjoining_bands(draw, unit)
    shared = scope(draw, 12)
    for rule in rules:
        rule |= shared | {"base": base}
        if draw.chance(90):
            rule["cap"] = model.CLIFF
    if draw.chance(35):
        above = {"from_minor": rules[-1]["below_minor"], "base": base} | shared
        rules.append(above | {"effect": EFFECT.FLAT, "amount_minor": draw.between(1, 3) * unit})
    if draw.chance(12):
        hole = draw.pick(rules)
        kept = {name: value for name, value in hole.items() if name in ("from_minor", "below_minor")}
        hole.clear()
        hole |= kept | shared | {"base": base, "effect": draw.pick([EFFECT.ALLOW, EFFECT.WARN])}
    return rules


def free_chain(draw, unit):
    """Cliff rules of group 0: bands that never overlap, so that one of them applies at most."""
    rules = cliff_chain(draw, unit)
    for rule in rules:
        rule["group"] = 0
    return rules


def scoped_cliffs(draw, unit):
    """Two groups of cliff rules that no order meets at once, because their countries differ."""
    rules = []
    for country in COUNTRIES[:2]:
        chain = cliff_chain(draw, unit)
        for rule in chain:
            rule["country"] = country
        rules += [rule | {"own_group": country} for rule in chain]
    return rules


def bands(draw, unit):
    base = draw.below(5)
    rules = adjoining_bands(draw, unit)
    for rule in rules:
        rule |= scope(draw, 25) | {"base": base, "priority": draw.between(-2, 2)}
        if draw.chance(65):
            rule["below_minor"] += draw.between(0, 400) * unit
    if draw.chance(40):
        rules.append({"effect": EFFECT.ALLOW, "base": base} | exception(draw))
    if draw.chance(60):
        rules.append(fee_of_any_kind(draw, unit) | {"base": base, "priority": 3})
    return rules


def exception(draw):
    """The scope of a rule that stands before the others of its group."""
    return draw.pick(
        [
            {"agreement": draw.pick(AGREEMENTS)},
            {"customer_group": draw.pick(GROUPS)},
            {"country": draw.pick(COUNTRIES)},
            {"sales_org": draw.pick(ORGS)},
            {"priority": -9, "channels": draw.mask("channel", 2)},
            {"priority": -9, "order_types": draw.mask("order_type", 3)},
        ]
    )


def top_up(draw, unit):
    rule = {"effect": EFFECT.TOP_UP, "below_minor": edges(draw, unit, 1)[0], "base": draw.below(4)}
    if draw.chance(30):
        rule["from_minor"] = rule["below_minor"] // draw.between(2, 5)
    if draw.chance(30):
        rule["cap"] = model.CLIFF
    return [rule | scope(draw, 15)]


def slices(draw, unit):
    limits = edges(draw, unit, draw.between(2, 4))
    base, shared = draw.below(5), scope(draw, 10)
    rules = []
    for lower, upper in zip([0] + limits, limits + [0]):
        rule = {"effect": EFFECT.SLICE, "rate_bp": draw.between(10, 900), "base": base, "group": 0} | shared
        rules.append(rule | {"from_minor": lower, "below_minor": upper})
    return rules[: draw.between(1, 3)]


def cost_cover(draw, unit):
    rules = []
    for _ in range(draw.between(1, 2)):
        rule = {"effect": EFFECT.COST_COVER} | scope(draw, 25)
        if draw.chance(50):
            rule["below_minor"] = edges(draw, unit, 1)[0]
            if draw.chance(50):
                rule["cap"] = model.CLIFF
        rules.append(rule)
    return rules


def services(draw, unit):
    kinds = draw.some([EFFECT.PER_SERVICE, EFFECT.EFFORT, EFFECT.LINE_SHORTFALL, EFFECT.BROKEN_PACK], 4)
    rules = []
    for kind in kinds:
        rule = {"effect": kind, "amount_minor": draw.between(1, 900), "own_group": kind} | scope(draw, 10)
        if kind == EFFECT.LINE_SHORTFALL:
            rule["amount_per"] = draw.pick([0, 1, 3, 7, 100])
        if draw.chance(20):
            rule["below_minor"] = edges(draw, unit, 1)[0]
        rules.append(rule)
    return rules


def actions(draw, unit):
    limits = edges(draw, unit, draw.between(1, 3))
    base, lower, rules = draw.below(5), 0, []
    for limit in limits:
        effect = draw.pick([EFFECT.BLOCK, EFFECT.BLOCK, EFFECT.REVIEW, EFFECT.REDIRECT_SHOP, EFFECT.WARN, EFFECT.ALLOW])
        rules.append({"effect": effect, "from_minor": lower, "below_minor": limit, "base": base} | scope(draw, 30))
        lower = limit if draw.chance(70) else 0
    if draw.chance(30):
        rules[-1] |= {"from_minor": lower or limits[0], "below_minor": 0}
    if draw.chance(35):
        effect = draw.pick(sorted(model.ACTIONS))
        rules.append({"effect": effect, "own_group": 1} | scope(draw, 60))
    return rules


def scope(draw, percent):
    """Masks, keys and dates, each with this chance."""
    found = {}
    if draw.chance(percent):
        found["tiers"] = draw.mask("tier") | draw.pick([0, 0, 1])
    for name, set_name in (("treatments", "treatment"), ("channels", "channel"), ("brands", "brand")):
        if draw.chance(percent * 2 // 3):
            found[name] = draw.mask(set_name, 4)
    for name, set_name in (("order_types", "order_type"), ("delivery_modes", "delivery_mode")):
        if draw.chance(percent // 3):
            found[name] = draw.mask(set_name, 8) | draw.pick([0, 0, 1])
    for name, values in (("customer_group", GROUPS), ("country", COUNTRIES), ("sales_org", ORGS)):
        if draw.chance(percent // 3):
            found[name] = draw.pick(values)
    if draw.chance(percent // 3):
        found["agreement"] = draw.pick(AGREEMENTS)
    if draw.chance(percent // 2):
        found["valid_from_at"] = TODAY - draw.pick([400, 30, 1, 0, -1])
    if draw.chance(percent // 2):
        found["valid_until_at"] = TODAY + draw.pick([2, 30, 365])
    return found


def with_waivers(draw, rule):
    if rule["effect"] not in model.ACTIONS:
        if draw.chance(45):
            rule["waivers"] = draw.mask("waiver", 3)
        if draw.chance(20):
            rule["free_per_period"] = draw.between(1, 4)
    return rule


MOTIFS = [cliff_chain] * 5 + [free_chain, scoped_cliffs] * 2 + [bands] * 4 + [actions, actions, cost_cover, services]
MOTIFS += [top_up, slices]


def rule_table(draw, unit, motifs):
    """Rules of some motifs, each motif in a group of its own unless it says otherwise; ids in no order."""
    free_groups = draw.some(list(range(1, 48)), 47) + list(range(1, 48))
    free_groups = [group for index, group in enumerate(free_groups) if group not in free_groups[:index]]
    rules = []
    for motif in motifs:
        groups = {}
        for row in motif(draw, unit):
            own = row.pop("own_group", None)
            if own not in groups:
                groups[own] = 0 if draw.chance(12) and motif not in (cliff_chain, top_up) else free_groups.pop()
            rules.append({"group": groups[own]} | with_waivers(draw, row))
    ids = [number * 3 + draw.below(3) + 1 for number in range(len(rules))]
    for rule in rules:
        rule["id"] = ids.pop(draw.below(len(ids)))
    return rules


def policy_overrides(draw):
    policy = {"preset": draw.between(1, 3), "currency": draw.pick(CURRENCIES)}
    maybe = {
        "strategy": draw.pick([1, 2, 3, 4, 4, 4]),
        "rounding": draw.between(1, 4),
        "on_change": draw.between(1, 3),
        "default_tier": draw.below(5),
        "flags": draw.below(4),
        "max_fee_bp": draw.pick([1, 100, 500, 1000, 2500]),
        "margin_bp": draw.pick([-10000, -500, 0, 1, 333, 1000, 3000, 10000]),
        "cost_per_line_minor": draw.pick([0, 0, 1, 250]),
        "max_discount_bp": draw.pick([0, 300, 1000]),
        "value_excluded_tiers": draw.mask("tier", 4),
        "value_channels": draw.mask("channel", 4),
        "value_payments": draw.mask("payment", 4),
        "value_services": draw.mask("service", 6),
        "value_lead_time_days": draw.pick([1, 3, 10]),
    }
    return policy | {name: value for name, value in maybe.items() if draw.chance(35)}


def treatment_table(draw):
    rows = []
    for strategy in (model.STRATEGY.RETREAT, model.STRATEGY.FORWARD):
        for treatment in draw.some([1, 2, 3, 4, 5], 5):
            row = {"strategy": strategy, "treatment": treatment, "price_model": draw.below(4)}
            row |= {"discount_mode": draw.below(3), "max_discount_bp": draw.pick([0, 300, 1000, 2500])}
            row |= {
                "small_order_fees": draw.pick([0, 1, 2, 2, 2, 2]),
                "care": draw.pick([0, 20, 60]),
                "visits": draw.below(4),
            }
            rows.append(row)
    return rows


def cost_table(draw, unit):
    channels = draw.some(list(range(1, 9)), 6)
    return [{"channel": channel, "cost_per_order_minor": draw.between(0, 40) * unit} for channel in channels]


def criteria_table(draw, unit):
    """KAM criteria of every kind, the host's too, some of which count less the larger they are."""
    rows = []
    for number in draw.some(list(range(1, 30)), 9):
        kind = draw.pick([1, 2, 3, 4, 5, 6, 7, 100, 2**31 - 1])
        row = {"id": number, "kind": kind, "stage": draw.between(1, 2), "weight": draw.between(1, 60)}
        row |= {"low": draw.between(-9, 9) * unit, "high": draw.between(10, 99) * unit}
        row |= {"at_least": draw.between(-2, 9), "knock_out": draw.between(-1, 1) * unit}
        if draw.chance(30):
            row |= {"low": row["high"], "high": row["low"]}
        if draw.chance(30):
            row["criterion_flags"] = draw.pick([2, 4, 6])
        rows.insert(draw.below(len(rows) + 1), row)
    return rows


def weights_table(draw):
    """Strategy weights: some pairs of score and factor, some of which count less the larger they are."""
    pairs = [(score, factor) for score in (1, 2) for factor in sorted(model.known_codes("factor"))]
    rows = []
    for score, factor in draw.some(pairs, 12):
        low, high = draw.pick([(0, 10_000), (-500, 0), (10_000, 30_000), (-MAX, MAX), (0, draw.between(1, 9))])
        row = {"low": low, "high": high} if draw.chance(60) else {"low": high, "high": low}
        rows.insert(draw.below(len(rows) + 1), row | {"score": score, "factor": factor, "weight": draw.between(0, 99)})
    return rows


def sales_overrides(draw):
    """Some numbers of the sales policy: the ends of their ranges and what lies between."""
    values = {}
    for spec in model.field_table("sales_policy"):
        if not draw.chance(35):
            continue
        if spec["unit"].startswith("code"):
            values[spec["name"]] = draw.pick(sorted(model.known_codes(spec["unit"].split()[1])))
        else:
            low, high = model.limits(spec)
            values[spec["name"]] = draw.pick([low, high, draw.between(low, high)])
    return values


def draw_book(draw, number):
    policy = policy_overrides(draw)
    unit = 10 ** model.currency_digits(policy["currency"])
    line = {"policy": policy}
    if not draw.chance(12):
        chosen = [draw.pick(MOTIFS) for _ in range(draw.pick([1, 2, 2, 3, 3, 4]))]
        chosen = [motif for index, motif in enumerate(chosen) if motif not in chosen[:index]]
        line["order_rules"] = rule_table(draw, unit, chosen)
    if draw.chance(50):
        line["channel_costs"] = [] if draw.chance(25) else cost_table(draw, unit)
    if draw.chance(45):
        line["treatment_rows"] = [] if draw.chance(20) else treatment_table(draw)
    own = Draw(SEED + number)  # so that the other draws stay what they were before there were criteria
    if own.chance(40):
        line["kam_criteria"] = [] if own.chance(20) else criteria_table(own, unit)
    if own.chance(30):
        line["strategy_weights"] = [] if own.chance(20) else weights_table(own)
    if own.chance(30):
        line["sales_policy"] = sales_overrides(own)
    return {"book": f"b{number:03}"} | line


def good_book(draw, number):
    """Books that do not compile, e.g. because cliff rules of two groups meet, are drawn again."""
    while True:
        line = draw_book(draw, number)
        try:
            return line, model.compile_book(line)
        except model.Refused:
            continue


def books_at_the_limits():
    """Amounts near KOGGE_MONEY_MAX, where stated results are refused and intermediates are not."""
    flat = {"effect": EFFECT.FLAT, "amount_minor": MAX}
    return [
        [flat | {"id": 1, "group": 1}],
        [flat | {"id": 1, "group": 1, "waivers": 2}, flat | {"id": 2, "group": 2, "waivers": 2}],
        [{"id": 1, "group": 1, "effect": EFFECT.PER_SERVICE, "amount_minor": 1_000_000, "waivers": 2}],
        [{"id": 1, "group": 1, "effect": EFFECT.LINE_SHORTFALL, "amount_minor": MAX, "amount_per": MAX}],
        [{"id": 1, "group": 1, "effect": EFFECT.PERCENT, "rate_bp": 1_000_000, "below_minor": MAX, "cap": model.CLIFF}],
        [{"id": 1, "group": 1, "effect": EFFECT.TOP_UP, "below_minor": MAX}],
    ]


# ---- orders ----------------------------------------------------------------------------------------------------------


def draw_case(draw, book):
    """Customer, order and lines, mostly made for one rule of the book and near an edge of its band."""
    cliffs = [rule for rule in book.rules if rule.cap == model.CLIFF]
    favourites = cliffs if cliffs and draw.chance(50) else book.rules
    rule = draw.pick(favourites) if favourites and draw.chance(92) else None
    customer, order = draw_customer(draw), draw_scope(draw, book)
    if rule:
        meet(draw, rule, customer, order)
    order |= draw_values(draw, book, rule)
    lines = draw_lines(draw) if draw.chance(45) else None
    if draw.chance(55):
        order["line_count"] = draw.below(6) if lines is None else len(lines)
    return {"customer": None if draw.chance(6) else customer, "order": order, "lines": lines}


def draw_customer(draw):
    customer = {"tier": draw.pick([0, 1, 2, 3, 3, 3, 4, 4])}
    maybe = [
        (15, "agreement", draw.pick(AGREEMENTS)),
        (35, "class_flags", 1 << draw.pick([0, 1, 2, 3, 11, 12])),
        (15, "best_tier_24m", draw.between(1, 4)),
        (20, "parent_tier", draw.between(1, 4)),
        (10, "parent_best_tier_24m", draw.between(1, 4)),
        (30, "treatment", draw.between(1, 5)),
        (45, "service_state", draw.pick([1, 1, 2, 2, 2, 3])),
        (35, "customer_group", draw.pick(GROUPS + [13])),
        (4, "kam_outcome", 7),
        (40, "margin_bp", draw.pick([-10000, -250, 0, 1, 800, 2500, 3333, 10000])),
        (30, "flags", draw.pick([1, 1, 2, 3, 15])),
    ]
    customer |= {name: value for percent, name, value in maybe if draw.chance(percent)}
    if draw.chance(14):
        customer |= {"tier_override": draw.between(1, 4), "override_reason": draw.below(3)}
        customer["override_until_at"] = draw.pick([0, TODAY - 1, TODAY, TODAY + 1])
    return customer


def draw_scope(draw, book):
    """What a rule can ask for, mostly where some rule does; payment and the like mostly with the value brand."""
    order = {"priced_at": TODAY + draw.pick([0, 0, 0, -1, 1, -40, 400])}
    if draw.chance(75):
        order["brand"] = draw.pick([1, 1, 2])
    value = 4 if order.get("brand", 0) != 1 else 1

    def likely(name, percent):
        return percent if any(getattr(rule, name) for rule in book.rules) else percent // 8

    maybe = [
        (80, "channel", draw.between(1, 8)),
        (likely("order_types", 70), "order_type", draw.pick([1, 2, 3, 5, 16, 31])),
        (likely("delivery_modes", 70), "delivery_mode", draw.pick([1, 2, 3, 4, 5, 16])),
        (18 * value, "payment", draw.between(1, 6)),
        (likely("country", 70), "country", draw.pick(COUNTRIES + [442])),
        (likely("sales_org", 70), "sales_org", draw.pick(ORGS + [3])),
        (16 * value, "lead_time_days", draw.pick([0, 1, 3, 4, 5, 6, 10])),
        (40, "special_services", draw.between(1, 4)),
        (8 * value, "services", draw.mask("service", 3)),
        (25, "waivers", draw.mask("waiver", 3)),
        (45, "earlier_small_orders", draw.below(5)),
        (10, "flags", draw.pick([4, 4, 4, 4, 1, 2, 5])),
        (20, "id", draw.between(1, 10**6)),
    ]
    order |= {name: value for percent, name, value in maybe if draw.chance(percent)}
    if draw.chance(30):
        order["approved"] = sum(1 << group for group in draw.some(list(range(48, 58)), 6))
    return order


def meet(draw, rule, customer, order):
    """Makes most of a rule's scope hold, sometimes its waiver and its approval."""
    for name, field in (("channels", "channel"), ("brands", "brand"), ("order_types", "order_type")):
        meet_mask(draw, getattr(rule, name), order, field)
    meet_mask(draw, rule.delivery_modes, order, "delivery_mode")
    if rule.tiers and draw.chance(85):
        meet_mask(draw, rule.tiers, customer, "tier")
    if rule.treatments and draw.chance(85):
        meet_mask(draw, rule.treatments, customer, "treatment")
        customer["tier"] = customer["tier"] or TIER.C
    for name, record in (
        ("agreement", customer),
        ("customer_group", customer),
        ("country", order),
        ("sales_org", order),
    ):
        if getattr(rule, name) and draw.chance(85):
            record[name] = getattr(rule, name)
    edge = draw.pick([rule.valid_from_at, rule.valid_until_at])
    if edge and draw.chance(50):
        order["priced_at"] = edge + draw.pick([-1, 0, 1])
    if rule.effect == EFFECT.EFFORT and draw.chance(80):
        customer["service_state"] = model.EFFORT_FEE
    if rule.effect == EFFECT.PER_SERVICE and draw.chance(80):
        order["special_services"] = draw.between(1, 3)
    if rule.waivers and draw.chance(22):
        order["waivers"] = rule.waivers
    if rule.free_per_period and draw.chance(70):
        order["earlier_small_orders"] = max(0, rule.free_per_period + draw.pick([-1, 0, 1]))
    if rule.group and draw.chance(15):
        order["approved"] = order.get("approved", 0) | 1 << rule.group


def meet_mask(draw, bits, record, field):
    wanted = [value for value in range(1, 32) if model.in_mask(bits, value)]
    if wanted and draw.chance(85):
        record[field] = draw.pick(wanted)


def draw_values(draw, book, rule):
    """Net and its companions, such that the rule's band value lies on an edge or next to it."""
    unit = 10**book.policy.currency_digits
    places = [place for place in (rule.from_minor, rule.below_minor) if place] if rule else []
    value = draw.pick([draw.between(1, 60 * unit), draw.between(1, 1200 * unit), 10 * unit])
    if places and draw.chance(88):
        steps = [-1, 0, 1, -1, -draw.between(1, 2 * unit), -draw.between(1, 5 * unit), -draw.between(1, 15 * unit)]
        steps.append(draw.between(1, 12 * unit))
        value = max(1, draw.pick(places) + draw.pick(steps))
    if draw.chance(3):
        return {
            "net_minor": -draw.below(200 * unit),
            "freight_minor": draw.between(-9, 9),
            "tax_minor": -draw.below(99),
        }
    if draw.chance(3):
        return {"net_minor": value, "excluded_minor": value, "freight_minor": draw.below(9 * unit)}
    parts = {
        "discount_minor": draw.between(1, 20 * unit) if draw.chance(25) else 0,
        "freight_minor": draw.between(1, 15 * unit) if draw.chance(25) else 0,
        "tax_minor": draw.between(1, 60 * unit) if draw.chance(25) else 0,
        "also_counts_minor": draw.between(1, 40 * unit) if draw.chance(15) else 0,
    }
    excluded = draw.between(1, 50 * unit) if draw.chance(20) else 0
    counting = value - beyond_net(rule, parts)
    if counting < 1:
        parts, counting = {}, value
    net = counting + excluded
    if draw.chance(8):  # a discount at the limit of the treatment table
        limit = draw.pick([300, 1000, 1500, 2500])
        parts["discount_minor"] = net * limit // (model.BP - limit) + draw.pick([-1, 0, 1]) * draw.chance(60)
        parts["discount_minor"] = max(0, parts["discount_minor"])
    return {"net_minor": net, "excluded_minor": excluded} | parts


def beyond_net(rule, parts):
    """What the band value of a rule has beside NET."""
    names = {0: [], 1: [], 2: ["discount_minor"], 3: ["freight_minor"], 4: ["freight_minor", "tax_minor"]}
    return sum(parts[name] for name in names[rule.base if rule else 0]) + parts["also_counts_minor"]


def draw_lines(draw):
    lines = []
    for _ in range(draw.pick([0, 1, 1, 2, 3, 4])):
        minimum, pack = draw.pick([0, 0, 10, 100, 101]), draw.pick([0, 1, 6, 12, 100])
        quantity = draw.pick(
            [minimum, minimum - 1, minimum - 7, minimum + 3, pack * 2, pack + 1, draw.between(-5, 200)]
        )
        lines.append({"quantity": quantity, "minimum_quantity": minimum, "pack_size": pack})
    return lines


def break_case(draw, case):
    """One thing that an assessment must refuse."""
    order, customer = case["order"], dict(case["customer"] or {})
    case["customer"] = customer
    order["net_minor"] = abs(order["net_minor"]) + 1
    order["flags"], order["excluded_minor"] = 0, 0
    for name in ("discount_minor", "freight_minor", "tax_minor", "also_counts_minor"):
        order[name] = 0
    record, name, value = draw.pick(
        [
            (order, "priced_at", draw.pick([0, -1])),
            (order, "currency", 826),
            (order, draw.pick(["discount_minor", "freight_minor", "tax_minor", "also_counts_minor"]), -1),
            (order, "excluded_minor", draw.pick([-1, order["net_minor"] + 1])),
            (order, draw.pick(["net_minor", "tax_minor", "also_counts_minor"]), draw.pick([-1, 1]) * (MAX + 1)),
            (order, draw.pick(["channel", "brand", "payment"]), 12),
            (order, draw.pick(["order_type", "delivery_mode"]), draw.pick([15, 32])),
            (order, "country", 1000),
            (order, draw.pick(["special_services", "lead_time_days", "line_count", "earlier_small_orders"]), -1),
            (order, "waivers", 1 << 7),
            (order, "services", 1 << 11),
            (order, "flags", 8),
            (customer, "override_reason", 5),
            (customer, draw.pick(["tier", "best_tier_24m", "parent_tier", "tier_override"]), 5),
            (customer, "treatment", 6),
            (customer, "service_state", 4),
            (customer, "margin_bp", draw.pick([-10001, 10001])),
            (customer, "class_flags", 1 << 14),
            (customer, "flags", 16),
            (case, "lines", [{"quantity": 1, "minimum_quantity": -1}]),
        ]
    )
    record[name] = value
    if name == "override_reason":
        customer["tier_override"] = 0
    if name == "lines":
        order["line_count"] = None
    if draw.chance(15) and name == "currency":
        order["currency"] = 0
        case["lines"], order["line_count"] = [{"quantity": 1}], 2
    return case


def stretch_case(draw, case):
    """Values near KOGGE_MONEY_MAX: stated results beyond it are refused by their names."""
    order = case["order"]
    for name in ("discount_minor", "freight_minor", "tax_minor", "also_counts_minor", "excluded_minor"):
        order[name] = 0
    order["flags"] = order.get("flags", 0) & 4
    order["net_minor"] = MAX - draw.pick([0, 1, 5, 10**6])
    name = draw.pick(["discount_minor", "freight_minor", "tax_minor", "also_counts_minor", "line_count", "net_minor"])
    if name == "line_count":
        order["line_count"], case["lines"] = 2**31 - 1, None
    else:
        order[name] = draw.pick([0, 1, 2, 5, 6, MAX]) if name != "net_minor" else draw.pick([1, MAX // 2, MAX])
    if draw.chance(30):
        order["special_services"] = draw.pick([1, 2**31 - 1])
    if draw.chance(40):
        order["waivers"] = 2
    return case


# ---- books that must not compile -------------------------------------------------------------------------------------

BAD_RULES = [  # what is wrong with a rule, and the field that the error names
    ({"effect": "FLAT", "id": 0}, "id"),
    ({"effect": "FLAT", "id": -1}, "id"),
    ({"effect": 0}, "effect"),
    ({"effect": "PERCENT", "rate_bp": 100, "amount_minor": 5}, "amount_minor"),
    ({"effect": "SLICE", "rate_bp": 100, "amount_minor": 5}, "amount_minor"),
    ({"effect": "TOP_UP", "below_minor": 900, "amount_minor": 5}, "amount_minor"),
    ({"effect": "COST_COVER", "amount_minor": 5}, "amount_minor"),
    ({"effect": "WARN", "below_minor": 900, "amount_minor": 5}, "amount_minor"),
    ({"effect": "FLAT", "amount_minor": 5, "rate_bp": 1}, "rate_bp"),
    ({"effect": "BLOCK", "below_minor": 900, "rate_bp": 1}, "rate_bp"),
    ({"effect": "TOP_UP", "below_minor": 900, "rate_bp": 1}, "rate_bp"),
    ({"effect": "FLAT", "amount_minor": 5, "amount_per": 2}, "amount_per"),
    ({"effect": "BROKEN_PACK", "amount_minor": 5, "amount_per": 100}, "amount_per"),
    ({"effect": "FLAT", "amount_minor": 5, "min_minor": 1}, "min_minor"),
    ({"effect": "SLICE", "rate_bp": 100, "max_minor": 1}, "max_minor"),
    ({"effect": "REVIEW", "below_minor": 900, "max_minor": 1}, "max_minor"),
    ({"effect": "PERCENT", "rate_bp": 100, "min_minor": 11, "max_minor": 10}, None),
    ({"effect": "FLAT", "amount_minor": 5, "from_minor": 900, "below_minor": 900}, "below_minor"),
    ({"effect": "SLICE", "rate_bp": 100, "from_minor": 901, "below_minor": 900}, "below_minor"),
    ({"effect": "TOP_UP"}, "below_minor"),
    ({"effect": "TOP_UP", "from_minor": 5}, "below_minor"),
    ({"effect": "FLAT", "amount_minor": 5, "cap": "CLIFF"}, "below_minor"),
    ({"effect": "PERCENT", "rate_bp": 100, "from_minor": 100, "cap": "CLIFF"}, "below_minor"),
    ({"effect": "SLICE", "rate_bp": 100, "below_minor": 900, "cap": "CLIFF"}, "cap"),
    ({"effect": "REVIEW", "below_minor": 900, "cap": "CLIFF"}, "cap"),
    ({"effect": "FLAT", "amount_minor": 5, "below_minor": 900, "cap": "CLIFF", "base": "GROSS"}, "base"),
    ({"effect": "TOP_UP", "below_minor": 900, "base": "GROSS"}, "base"),
    ({"effect": "WARN", "valid_from_at": 100, "valid_until_at": 100}, "valid_until_at"),
    ({"effect": "WARN", "valid_from_at": 100, "valid_until_at": 99}, "valid_until_at"),
    ({"effect": "FLAT", "amount_minor": 5, "valid_from_at": 20_000, "valid_until_at": -5}, "valid_until_at"),
    ({"effect": "WARN", "waivers": "VOUCHER"}, "waivers"),
    ({"effect": "ALLOW", "free_per_period": 1}, "free_per_period"),
    ({"effect": "WARN", "channels": 1}, "channels"),
    ({"effect": "WARN", "brands": 1}, "brands"),
    ({"effect": "WARN", "order_types": 1}, "order_types"),
    ({"effect": "WARN", "delivery_modes": 1}, "delivery_modes"),
    ({"effect": "WARN", "treatments": 1}, "treatments"),
    ({"effect": 30}, "effect"),
    ({"effect": 110}, "effect"),
    ({"effect": "FLAT", "amount_minor": -1}, "amount_minor"),
    ({"effect": "FLAT", "amount_minor": MAX + 1}, "amount_minor"),
    ({"effect": "FLAT", "from_minor": -1}, "from_minor"),
    ({"effect": "FLAT", "below_minor": MAX + 1}, "below_minor"),
    ({"effect": "LINE_SHORTFALL", "amount_minor": 5, "amount_per": -1}, "amount_per"),
    ({"effect": "PERCENT", "rate_bp": -1}, "rate_bp"),
    ({"effect": "PERCENT", "rate_bp": 1_000_001}, "rate_bp"),
    ({"effect": "PERCENT", "rate_bp": 100, "min_minor": -1}, "min_minor"),
    ({"effect": "FLAT", "group": 48}, "group"),
    ({"effect": "FLAT", "group": -1}, "group"),
    ({"effect": "FLAT", "base": 5}, "base"),
    ({"effect": "FLAT", "cap": 2, "below_minor": 900}, "cap"),
    ({"effect": "FLAT", "country": 1000}, "country"),
    ({"effect": "FLAT", "sales_org": -1}, "sales_org"),
    ({"effect": "FLAT", "customer_group": -1}, "customer_group"),
    ({"effect": "FLAT", "free_per_period": -1}, "free_per_period"),
    ({"effect": "FLAT", "tiers": 32}, "tiers"),
    ({"effect": "FLAT", "channels": 512}, "channels"),
    ({"effect": "FLAT", "brands": 8}, "brands"),
    ({"effect": "FLAT", "order_types": 1 << 15}, "order_types"),
    ({"effect": "FLAT", "delivery_modes": 1 << 6}, "delivery_modes"),
    ({"effect": "FLAT", "treatments": 64}, "treatments"),
    ({"effect": "FLAT", "waivers": 128}, "waivers"),
]


def bad_rule_books(draw):
    for rule, field in BAD_RULES:
        rules = [{"id": 12, "effect": "WARN", "below_minor": draw.between(1, 9999)}]
        rules.insert(draw.below(2), {"id": draw.between(20, 99), "group": draw.below(48)} | rule)
        yield {"order_rules": rules}, field and f"order_rule.{field}"


def cliff(**more):
    return {"effect": "FLAT", "amount_minor": 500, "below_minor": 5000, "cap": "CLIFF"} | more


def pair(one, other):
    return [{"id": 4} | one, {"id": 2} | other]


def bad_rule_tables(draw):
    """Contradictions between rules."""
    fee = {"effect": "FLAT", "amount_minor": 100}
    cover = {"effect": "COST_COVER"}
    tables = [
        (pair(fee | {"id": 2}, fee), "id"),
        (pair(fee | {"group": 5, "base": "NET"}, fee | {"group": 5, "base": "GROSS"}), "base"),
        (pair(fee | {"group": 5}, {"effect": "WARN", "group": 5, "base": "WITH_FREIGHT"}), "base"),
        (pair(cover | {"group": 1}, cover | {"group": 2}), "group"),
        (pair(cover, cover | {"group": 2}), "group"),
        (pair(cover, cover | {"country": 276}), "group"),
        (pair(cliff(group=1), cliff(group=2)), "cap"),
        (pair(cliff(), cliff(from_minor=4999, below_minor=9000)), "cap"),
        (pair(cliff(group=1), cliff(from_minor=4999, below_minor=9000)), "cap"),
        (pair(cliff(group=1, country=276), cliff(group=2)), "cap"),
        (pair(cliff(group=1, agreement=5), cliff(group=2)), "cap"),
        (pair(cliff(group=1, tiers="A B"), cliff(group=2, tiers="B C")), "cap"),
        (pair(cliff(group=1, channels="SHOP"), cliff(group=2, brands="VALUE")), "cap"),
        (pair(cliff(group=1, valid_until_at=20_001), cliff(group=2, valid_from_at=20_000)), "cap"),
        (pair(cliff(group=1, base="WITH_FREIGHT"), cliff(group=2, from_minor=5000, below_minor=9000)), "cap"),
        (pair(cliff(base="BEFORE_DISCOUNT"), cliff(from_minor=5000, below_minor=9000)), "cap"),
    ]
    for rules, field in tables:
        if draw.chance(50):
            rules.reverse()
        yield {"order_rules": rules}, f"order_rule.{field}"
    yield {"order_rules": [fee | {"id": number} for number in range(1, 18)]}, "order_rule.group"
    yield {"order_rules": [fee | {"id": number, "group": number} for number in range(1, 18)]}, "order_rule.group"
    mixed = [fee | {"id": number, "group": number if number < 9 else 0} for number in range(1, 18)]
    yield {"order_rules": mixed}, "order_rule.group"
    one_agreement = [fee | {"id": number, "agreement": 77 if number > 14 else 0} for number in range(1, 18)]
    yield {"order_rules": one_agreement}, "order_rule.group"


def bad_other_tables(draw):
    row = {"strategy": "RETREAT", "treatment": "SMALL"}
    for rows, field in [
        ([{"channel": 0}], "channel"),
        ([{"channel": "SHOP"}, {"channel": "EDI"}, {"channel": "SHOP", "cost_per_order_minor": 5}], "channel"),
        ([{"channel": 9}], "channel"),
        ([{"channel": "FAX", "cost_per_order_minor": -1}], "cost_per_order_minor"),
        ([{"channel": "FAX", "cost_per_order_minor": MAX + 1}], "cost_per_order_minor"),
    ]:
        yield {"channel_costs": rows}, f"channel_cost.{field}"
    for rows, field in [
        ([row | {"strategy": 0}], "strategy"),
        ([row | {"strategy": "HOLD"}], "strategy"),
        ([row | {"strategy": "MIXED"}], "strategy"),
        ([row | {"strategy": 6}], "strategy"),
        ([row | {"treatment": 0}], "treatment"),
        ([row, row | {"strategy": "FORWARD"}, row], "treatment"),
        ([row | {"care": "KAM"}], "care"),
        ([row | {"care": 15}], "care"),
        ([row | {"price_model": 4}], "price_model"),
        ([row | {"discount_mode": 3}], "discount_mode"),
        ([row | {"max_discount_bp": 10_001}], "max_discount_bp"),
        ([row | {"small_order_fees": 3}], "small_order_fees"),
        ([row | {"contacts_a_year": 367}], "contacts_a_year"),
        ([row | {"range": 16}], "range"),
        ([row | {"services": 1 << 12}], "services"),
    ]:
        yield {"treatment_rows": rows}, f"treatment_row.{field}"


def bad_criteria():
    """The error of a single row names the row's id, that of all weights the smallest one."""
    hard = {"id": 3, "kind": "OPPORTUNITY", "stage": "HARD", "high": 900, "weight": 1}
    for rows, field in [
        ([hard | {"id": 0}], "id"),
        ([hard | {"id": -1}], "id"),
        ([hard, hard | {"id": 4}, hard], "id"),
        ([hard | {"kind": 0}], "kind"),
        ([hard | {"kind": 8}], "kind"),
        ([hard | {"kind": 99}], "kind"),
        ([hard | {"stage": 0}], "stage"),
        ([hard | {"stage": 3}], "stage"),
        ([hard | {"high": 0}], "high"),
        ([hard | {"low": 900}], "high"),
        ([hard | {"low": -MAX - 1}], "low"),
        ([hard | {"at_least": MAX + 1}], "at_least"),
        ([hard | {"knock_out": MAX + 1}], "knock_out"),
        ([hard | {"weight": 0}, hard | {"id": 2, "weight": 0}], "weight"),
        ([hard | {"weight": 10_001}], "weight"),
        ([hard | {"weight": -1}], "weight"),
        ([hard | {"criterion_flags": 8}], "criterion_flags"),
        ([hard | {"id": number} for number in range(1, 18)], "stage"),
        ([hard | {"id": number, "stage": "STRATEGIC"} for number in range(1, 18)], "stage"),
    ]:
        yield {"kam_criteria": rows}, f"kam_criterion.{field}"


def bad_weights():
    row = {"score": "FORWARD", "factor": "AMBITION", "high": 10_000, "weight": 5}
    for rows, field in [
        ([row, row | {"score": "RETREAT"}, row | {"factor": "AUTOMATION"}, row | {"low": 1}], "factor"),
        ([row | {"high": 0}], "high"),
        ([row | {"low": 10_000}], "high"),
        ([row | {"low": -MAX - 1}], "low"),
        ([row | {"high": MAX + 1}], "high"),
        ([row | {"score": 0}], "score"),
        ([row | {"score": "MIXED"}], "score"),
        ([row | {"score": 6}], "score"),
        ([row | {"factor": 0}], "factor"),
        ([row | {"factor": 7}], "factor"),
        ([row | {"weight": -1}], "weight"),
        ([row | {"weight": 10_001}], "weight"),
    ]:
        yield {"strategy_weights": rows}, f"strategy_weight.{field}"


def bad_sales_policies(draw):
    for spec in model.field_table("sales_policy"):
        yield {"sales_policy": {spec["name"]: beyond(draw, spec)}}, f"sales_policy.{spec['name']}"
    for spec in model.field_table("sales_policy"):
        if spec.get("required"):
            yield {"sales_policy": {spec["name"]: 0}}, f"sales_policy.{spec['name']}"


def bad_policies(draw):
    chosen = [
        ({"strategy": 0}, "strategy"),
        ({"strategy": "UNDECIDED"}, "strategy"),
        ({"rounding": 0}, "rounding"),
        ({"scheme": 0}, "scheme"),
        ({"on_change": 0}, "on_change"),
        ({"cut_rule": 0}, "cut_rule"),
        ({"cut_b_bp": 7999}, "cut_b_bp"),
        ({"cut_a_bp": 9000}, "cut_b_bp"),
        ({"cut_a_minor": 100}, "cut_b_minor"),
        ({"cut_b_minor": 100}, "cut_b_minor"),
        ({"cut_a_minor": 100, "cut_b_minor": 101}, "cut_b_minor"),
        ({"small_by": "REVENUE QUANTITY"}, "small_k"),
        ({"small_by": "REVENUE QUANTITY", "small_k": 3}, "small_k"),
        ({"flags": 4}, "flags"),
    ]
    for policy, field in chosen:
        yield {"policy": policy}, f"policy.{field}"
    apart = {
        "currency",
        "currency_digits",
        "preset",
        "evidence_min",
        "cut_a_minor",
        "cut_b_minor",
        "cut_a_bp",
        "small_k",
    }
    for spec in model.field_table("policy"):
        if spec["name"] not in apart:
            yield {"policy": {spec["name"]: beyond(draw, spec)}}, f"policy.{spec['name']}"


def beyond(draw, spec):
    """A value just outside of a field's range or set, inside its type."""
    kind, _, set_name = spec["unit"].partition(" ")
    if kind == "code":
        return max(model.known_codes(set_name)) + draw.between(1, 60)
    if kind == "mask":
        allowed = sum(model.bit(set_name, value) for value in model.known_codes(set_name))
        return next(1 << number for number in range(1, 32) if not model.in_mask(allowed, number))
    low, high = model.limits(spec)
    return low - 1 if high == model.DAY_MAX or draw.chance(40) else high + 1


def bad_books(draw):
    """At least BAD_BOOKS books; the field that must be named is checked against the model."""
    number = 0
    while number < BAD_BOOKS:
        for maker in (bad_rule_books, bad_rule_tables, bad_other_tables, bad_policies):
            for tables, field in maker(draw):
                number += 1
                yield bad_book(draw, number, tables, field)
    own = Draw(SEED)  # as in draw_book
    for tables, field in [*bad_criteria(), *bad_weights(), *bad_sales_policies(own)]:
        number += 1
        yield bad_book(own, number, tables, field)


def bad_book(draw, number, tables, field):
    policy = {"preset": draw.between(1, 3), "currency": draw.pick(CURRENCIES)} | tables.pop("policy", {})
    line = {"book": f"bad{number:03} {field or 'no field'}", "policy": policy} | tables
    expect = model.answer(line, {})
    assert expect["status"] != "OK" and (field is None or expect["field"] == field), (line, expect)
    return line | {"expect": expect}


# ---- plain calls -----------------------------------------------------------------------------------------------------


def draw_calls(draw):
    for _ in range(CALLS):
        for name, arguments in (
            ("mul_div", draw_mul_div(draw)),
            ("allocate", draw_allocate(draw)),
            ("cash_round", [draw_amount(draw), draw.pick([5, 5, 10, 50, 100, 1, 7, 0, -5])]),
            ("settle", draw_settle(draw)),
            (
                "day",
                [draw.pick([1600, 1900, 1970, 2000, 2024, 2026, 2100, 9999]), draw.between(0, 13), draw.between(0, 32)],
            ),
            ("wilson", draw_share(draw)),
            ("newcombe", draw_share(draw)[:2] + draw_share(draw)[:2]),
            ("isqrt", [str(draw_isqrt(draw))]),
            ("median2", [[draw_amount(draw) for _ in range(draw.between(1, 9))]]),
        ):
            yield {"call": name, "in": arguments}


def draw_amount(draw):
    size = draw.pick([10, 1000, 10**6, 10**12, MAX])
    return draw.between(-size, size)


def draw_mul_div(draw):
    """Products of every size, ties included; quotients stay inside int64 or are refused."""
    mode = draw.between(1, 4)
    if draw.chance(30):
        d = draw.pick([2, 4, 10, 10_000, 2 * 10**9])
        return [draw.between(-50, 50) * (d // 2), 1, draw.pick([d, -d]), mode]
    if draw.chance(6):
        return [draw_amount(draw), draw_amount(draw), 0, mode]
    if draw.chance(6):
        return [model.INT64_MAX, draw.pick([model.INT64_MAX, -model.INT64_MAX, 2]), draw.pick([1, 3, -1]), mode]
    if draw.chance(20):
        return [model.INT64_MAX - draw.below(9), draw_amount(draw), model.INT64_MAX - draw.below(9), mode]
    while True:
        x, n, d = draw_amount(draw), draw_amount(draw), draw_amount(draw) or 1
        if abs(x * n) <= abs(d) * MAX:
            return [x, n, d, mode]


def draw_allocate(draw):
    kind = draw.below(10)
    if kind == 0:
        return [draw_amount(draw), []]
    if kind == 1:
        return [draw_amount(draw), [3, -1, 2]]
    if kind == 2:
        return [draw_amount(draw), [0] * draw.between(1, 7)]
    size = draw.pick([3, 100, 10**6, MAX])
    return [draw_amount(draw), [draw.pick([0, draw.below(size), size]) for _ in range(draw.between(1, 9))]]


def draw_settle(draw):
    ordered = draw.pick([4000, 1, 3, 997, 10**6, 10**6, MAX, 0 if draw.chance(50) else 10])
    before = draw.pick([0, 0, ordered // 3, ordered // 2, ordered, ordered + 5, -1 if draw.chance(30) else 0])
    now = draw.pick([0, 1, ordered // 3, ordered - before, ordered, -(before // 2), -before, -before - draw.below(2)])
    return [draw.pick([990, 1, 0, 1700, MAX]), ordered, before, now, draw.below(3), draw.between(1, 3)]


def draw_share(draw):
    if draw.chance(6):
        return [0, 0]
    if draw.chance(4):
        return [4, 3]
    n = draw.between(1, draw.pick([5, 30, 1000, 10**6, 2**31 - 1, 2**62, model.INT64_MAX]))
    return [draw.pick([0, n, n // 2, draw.below(n + 1), draw.below(n + 1)]), n]


def draw_isqrt(draw):
    root = draw.between(0, 2 ** draw.pick([4, 16, 32, 53, 64]) - 1)
    return max(0, draw.pick([root * root, root * root - 1, root * root + 2 * root, 2**128 - 1, root]))


# ---- output ----------------------------------------------------------------------------------------------------------


def shown(record, values):
    """A record as it stands in the file: defaults left out, codes and masks by their names."""
    result = {}
    for spec in model.field_table(record):
        value = values.get(spec["name"])
        if value is None or (value == 0 and "known" not in spec and record not in ("policy", "sales_policy")):
            continue
        result[spec["name"]] = by_name(spec, value)
    return result


def by_name(spec, value):
    kind, _, set_name = spec["unit"].partition(" ")
    if isinstance(value, str) or kind not in ("code", "mask") or set_name in ("", "currency"):
        return value
    if kind == "mask" and value == 0:
        return 0
    names = {entry["code"]: entry["name"] for entry in model.CODES[set_name]["codes"] if "name" in entry}
    if kind == "code":
        return names.get(value, value)
    bits = {model.bit(set_name, number): name for number, name in names.items()}
    if value & ~sum(bits):
        return value
    return " ".join(name for number, name in sorted(bits.items()) if value & number)


TABLES = {
    "order_rules": "order_rule",
    "channel_costs": "channel_cost",
    "treatment_rows": "treatment_row",
    "kam_criteria": "kam_criterion",
    "strategy_weights": "strategy_weight",
}


def shown_book(line):
    result = dict(line)
    policy = dict(line["policy"])
    head = {"preset": policy.pop("preset"), "currency": policy.pop("currency")}
    result["policy"] = head | shown("policy", policy)
    if "sales_policy" in line:
        result["sales_policy"] = shown("sales_policy", line["sales_policy"])
    for table, record in TABLES.items():
        if table in line:
            result[table] = [shown(record, row) for row in line[table]]
    return result


def shown_case(case):
    result = {"customer": case["customer"] and shown("customer", case["customer"])}
    result["order"] = shown("order", case["order"])
    if case["lines"] is not None:
        result["lines"] = [shown("order_line", line) for line in case["lines"]]
    return result


def draw_charged(draw, book, case):
    """Fees charged earlier: mostly those of a similar order, sometimes a rule that is gone."""
    earlier = json.loads(json.dumps(case))
    earlier["order"]["net_minor"] += draw.pick([0, 0, -1, 1, 500, -500, 5000])
    earlier["order"]["waivers"] = 0
    earlier["order"]["approved"] = 0
    found = []
    try:
        fees = model.assess(book, earlier["customer"], earlier["order"], earlier["lines"])["fees"]
        found = [[fee[0], max(0, fee[3] + draw.pick([0, 0, 0, -1, 1, 300]))] for fee in fees if draw.chance(85)]
    except model.Refused:
        pass
    if draw.chance(25):
        found.insert(0, [900 + draw.below(5), draw.between(0, 2000)])
    if found and draw.chance(4):
        found.append(found[0])
    return found


def generate():
    """All lines of the file."""
    draw = Draw(SEED)
    books, number = {}, 0
    for index in range(1, BOOKS + 1):
        line, book = good_book(draw, index)
        line = shown_book(line)
        yield line | {"expect": model.answer(line, books)}
        for _ in range(CASES_A_BOOK):
            number += 1
            case = draw_case(draw, book)
            if draw.chance(4):
                case = break_case(draw, case)
            elif draw.chance(2):
                case = stretch_case(draw, case)
            result = answered({"case": f"c{number:04}", "book": line["book"]} | shown_case(case), books)
            yield shortened(result) if number % 3 else result
        for repeat in range(1, REASSESSMENTS_A_BOOK + 1):
            case = draw_case(draw, book)
            head = {"reassess": f"r{index:03}.{repeat}", "book": line["book"]} | shown_case(case)
            yield answered(head | {"charged": draw_charged(draw, book, case)}, books)
    for index, rules in enumerate(books_at_the_limits(), 1):
        policy = {"preset": 1, "currency": 978, "cost_per_line_minor": 10**6}
        line = shown_book({"book": f"limits{index}", "policy": policy, "order_rules": rules})
        yield line | {"expect": model.answer(line, books)}
        for _ in range(12):
            number += 1
            case = stretch_case(draw, draw_case(draw, books[line["book"]]))
            if draw.chance(60):
                case["lines"] = [{"quantity": 1, "minimum_quantity": draw.pick([2, 3, MAX])} for _ in range(2)]
                case["order"]["line_count"] = None
            yield answered({"case": f"c{number:04}", "book": line["book"]} | shown_case(case), books)
    yield from bad_books(draw)
    for line in draw_calls(draw):
        yield answered(line, books)


def answered(line, books):
    return line | {"expect": model.answer(line, books)}


MAIN_FIELDS = [
    "action",
    "charged_minor",
    "small_order_fees_minor",
    "waived_minor",
    "next_step_missing_minor",
    "next_step_fees_minor",
    "missing_to_free_minor",
    "missing_to_allow_minor",
    "contribution_minor",
    "break_even_with_fees_minor",
]


def shortened(line):
    """Two of three cases do without the reasons and the fields that follow from the input, to keep the file small."""
    expect = dict(line["expect"])
    expect.pop("reasons", None)
    if "assessment" in expect:
        expect["assessment"] = {name: expect["assessment"][name] for name in MAIN_FIELDS}
    return line | {"expect": expect}


def coverage(lines):
    """Counts of what occurs, one a row, to standard error."""
    counts = Counter()
    for line in lines:
        kind = next(name for name in ("case", "reassess", "call", "book") if name in line)
        expect = line["expect"]
        counts[kind, expect["status"]] += 1
        if "call" in line:
            counts["call", line["call"], expect["status"]] += 1
        if expect["status"] != "OK":
            counts["refused", kind, expect["status"], expect.get("field", "-")] += kind != "book"
        for name, value in expect.get("assessment", {}).items():
            if value is None:
                counts["unknown", name] += 1
            if name in ("action", "tier", "tier_source", "treatment"):
                counts[name, value] += 1
            if value == model.NEVER:
                counts["never", name] += 1
        for fee in expect.get("fees", []):
            counts["fee", effect_name(fee[1]), outcome_name(fee[7])] += 1
            counts["stated base", fee[10]] += 1
        for reason in expect.get("reasons", []):
            counts["reason", reason[0], outcome_name(reason[1])] += 1
        for change in expect.get("changes", []):
            counts["change", outcome_name(change[3])] += 1
    for key, count in sorted(counts.items(), key=lambda item: [str(part) for part in item[0]]):
        if count:
            print(f"{count:7}  {' '.join(str(part) for part in key)}", file=sys.stderr)


def effect_name(value):
    return next(entry["name"] for entry in model.CODES["effect"]["codes"] if entry["code"] == value)


def outcome_name(value):
    return next(entry["name"] for entry in model.CODES["outcome"]["codes"] if entry["code"] == value)


def portable(value):
    """JSON readers in C and Lua hold no more than int64_t: larger integers are written as strings."""
    if isinstance(value, dict):
        return {key: portable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [portable(item) for item in value]
    return str(value) if type(value) is int and value >= 2**63 else value


def main():
    lines = [portable(line) for line in generate()]
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit(f"{TARGET.name} is not what generate.py writes")
        return
    coverage(lines)
    TARGET.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
