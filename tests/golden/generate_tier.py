"""Random cases of classification, demand and selection, mostly at and one off a limit."""

from fractions import Fraction

import findings
import generate
import model
import tier

CASES = 6000
TABLES = 5000
BOOKS = 48
MAX, NEVER, DAY_MAX, BP = model.MONEY_MAX, model.NEVER, model.DAY_MAX, model.BP
TODAY = generate.TODAY
TIER, FLAG = model.TIER, tier.FLAG

STATUSES = {
    "classify": "OK INVALID RANGE UNSUPPORTED",
    "demand_estimate": "OK SOME_ROWS RANGE",
    "select": "OK INVALID RANGE UNSUPPORTED",
}
ALL = "MATCHED NOT_MATCHED UNKNOWN"
OUTCOMES = {
    "classify": {
        601: ALL,
        602: ALL,
        603: "MATCHED NOT_MATCHED",
        604: "MATCHED NOT_MATCHED",
        605: "MATCHED UNKNOWN",
        606: ALL,
        607: ALL,
        608: ALL,
        609: "MATCHED",
        610: "HELD NOT_MATCHED",
        611: "HELD NOT_MATCHED UNKNOWN",
        612: "MATCHED NOT_MATCHED",
        613: "MATCHED",
        614: ALL,
        615: "MATCHED NOT_MATCHED",
        616: "MATCHED UNKNOWN",
    }
    | dict.fromkeys(range(630, 643), ALL),
    "select": {650: "MATCHED NOT_MATCHED"},
}


def lines(draw):
    books = {}
    for number in range(1, BOOKS + 1):
        line = draw_book(draw, number)
        books[line["book"]] = model.compile_book(line).policy
        yield line
    names = sorted(books)
    for number in range(1, CASES + 1):
        name = draw.pick(names)
        given = draw_subject(draw, books[name])
        if draw.chance(4):
            break_subject(draw, given)
        given = {record: generate.shown(record, fields) for record, fields in given.items()}
        yield {"do": "classify", "name": f"k{number:04}", "book": name, "in": given}
    for number in range(1, TABLES + 1):
        yield {"do": "demand_estimate", "name": f"d{number:04}", "in": draw_demand(draw)}
        name = draw.pick(names)
        given = draw_selection(draw, books[name])
        yield {"do": "select", "name": f"l{number:04}", "book": name, "in": given}


# ---- books -----------------------------------------------------------------------------------------------------------

LIMITS = {
    "gap_cut_minor": [1, 1000, 10**9, MAX],
    "small_revenue_minor": [0, 1, 150_000, MAX],
    "small_order_minor": [0, 5000, MAX],
    "small_quantity": [0, 1, MAX],
    "small_employees": [0, 1, 250, DAY_MAX],
    "development_cost_minor": [1, 7, 15_000, MAX],
    "margin_bp": [0, 1, 3333, 10_000, 10_000, -10_000],
    "hysteresis_up_bp": [0, 1, 500, 3333, 10_000],
    "hysteresis_down_bp": [0, 1, 500, 3333, 10_000],
    "dwell_days": [0, 1, 30, 365, DAY_MAX],
    "tenure_days": [0, 1, 90, DAY_MAX],
    "stale_days": [0, 30, DAY_MAX],
    "sow_max_bp": [0, 1, 3333, 10_000],
    "confidence_min_bp": [0, 1, 10_000],
    "evidence_min": [1, 2, 4],
    "realisation_a_bp": [0, 1, 10_000, DAY_MAX],
    "realisation_b_bp": [0, 7, 10_000, DAY_MAX],
    "smart_growth_bp": [0, 1, 2000, DAY_MAX],
    "large_firm_employees": [0, 1, 1000],
    "hope_realisation_bp": [0, 1, 5000, 10_000],
    "hope_cost_bp": [0, 1, 3333, DAY_MAX],
    "key_discount_bp": [0, 1, 10_000],
    "overserved_bp": [0, 1, 10_000, DAY_MAX],
    "large_share_bp": [0, 1, 10_000],
    "costly_complaints": [1, 2, 5],
    "costly_rate_bp": [0, 974, 1077, 3424, 10_000],
    "costly_effort_bp": [0, 1, 3333, DAY_MAX],
    "growth_chance_0_bp": [0, 1, 10_000],
    "growth_chance_1_bp": [0, 700, 10_000],
    "growth_chance_2_bp": [0, 800],
    "growth_chance_3_bp": [0, 3333],
    "growth_chance_4_bp": [0, 10_000],
}


def draw_book(draw, number):
    """A preset with other limits; every scheme, every criterion of small customers, currencies of 0 to 3 digits."""
    policy = {"preset": draw.between(1, 3), "currency": draw.pick(generate.CURRENCIES)}
    policy["scheme"] = draw.pick([tier.SCHEME.ABCD, tier.SCHEME.ABCD, 1 + number % 4])
    changed = 0 if number <= 4 else draw.pick([10, 25, 40])
    policy |= {name: draw.pick(values) for name, values in LIMITS.items() if draw.chance(changed)}
    if draw.chance(40):
        policy |= draw_policy_cuts(draw)
    if draw.chance(30):
        criteria = draw.some([1, 2, 3, 4], 4)
        policy |= {"small_by": sum(1 << code for code in criteria), "small_k": draw.between(1, len(criteria))}
    if draw.chance(30):
        policy["default_tier"] = draw.below(5)
    return generate.shown_book({"book": f"t{number:02}", "policy": policy, "order_rules": []})


def draw_policy_cuts(draw):
    cut_a = draw.pick([10, 10_000, 1_000_000, 999_999, 10**9, MAX])
    return {"cut_a_minor": cut_a, "cut_b_minor": draw.pick([cut_a, max(1, cut_a // 5), 1])}


# ---- one customer ----------------------------------------------------------------------------------------------------


def draw_subject(draw, policy):
    """A customer and what his classification needs, built around the limits that hold for him."""
    basis = draw_basis(draw, policy)
    today = basis["today_at"]
    cut_a, cut_b = basis.get("cut_a_minor") or policy.cut_a_minor, basis.get("cut_b_minor") or policy.cut_b_minor
    customer = {"id": draw.below(1000), "flags": draw.pick([0, 0, 0, 1, 2, 4, 6, 8])}
    customer["tier"] = draw.pick([0, 1, 2, 3, 4])
    customer["revenue_12m_minor"] = draw_revenue(draw, policy, cut_a, cut_b)
    draw_dates(draw, policy, customer, today)
    draw_override(draw, customer, today)
    draw_potential(draw, policy, customer, cut_a)
    draw_results(draw, customer)
    draw_small(draw, policy, customer)
    draw_hope(draw, policy, customer)
    draw_costs(draw, policy, customer, basis)
    draw_others(draw, policy, customer)
    draw_share(draw, policy, customer, basis)
    if draw.chance(5):
        forget(draw, customer)
    return {"customer": customer, "classification_basis": basis}


def draw_basis(draw, policy):
    basis = {"today_at": draw.pick([TODAY, TODAY, TODAY, draw.between(1, 40_000), -1, 1, DAY_MAX, -DAY_MAX])}
    if policy.cut_a_minor == 0 or draw.chance(40):
        cut_a = draw.pick([1_000_000, 1_000_000, 999_999, 1_000_001, 3, 1, 10**12, MAX, NEVER])
        basis["cut_a_minor"] = cut_a
        basis["cut_b_minor"] = draw.pick([cut_a, min(200_000, cut_a), min(199_999, cut_a), max(1, cut_a // 7), 1])
    if draw.chance(50):
        basis["small_contribution1_bp"] = draw.pick([2500, 0, -100, 10_000, draw.between(-(10**9), 10**9)])
    return basis


def near(draw, value, low, high):
    """The value or one beside it, within limits."""
    return max(low, min(high, value + draw.pick([-1, 0, 0, 1])))


def draw_revenue(draw, policy, cut_a, cut_b):
    """At a cut, plain or moved by hysteresis, at another limit, or anything."""
    up, down = BP + policy.hysteresis_up_bp, BP - policy.hysteresis_down_bp
    cut = draw.pick([cut_a, cut_b])
    limits = [cut, -(-cut * up // BP), -(-cut * down // BP), -(-cut * down // BP), cut * 2, cut // 2, cut_b // 3, 0]
    limits += [cut_b - 1, cut_b // 2]
    others = [policy.small_revenue_minor, draw.below(10**7), -draw.below(10**5), MAX, -MAX, 100_000]
    return near(draw, draw.pick(limits if draw.chance(75) else others), -MAX, MAX)


def draw_dates(draw, policy, customer, today):
    offsets = {
        "first_order_at": (25, [policy.tenure_days, policy.tenure_days, 2000, 2000, 2000, 2000, 2000]),
        "last_order_at": (40, [tier.YEAR, tier.YEAR, 30, 30, 0, -3]),
        "tier_since_at": (20, [policy.dwell_days, policy.dwell_days, policy.dwell_days, 2000, 1]),
        "classified_at": (20, [policy.stale_days, policy.stale_days, 30, 400]),
    }
    for name, (unknown, days) in offsets.items():
        if not draw.chance(unknown):
            customer[name] = near(draw, today - draw.pick(days), -DAY_MAX, DAY_MAX)


def draw_override(draw, customer, today):
    if draw.chance(20):
        customer["tier_override"] = draw.between(1, 4)
        customer["override_until_at"] = draw.pick(
            [0, 0, near(draw, today, -DAY_MAX, DAY_MAX), min(DAY_MAX, today + 90)]
        )
        customer["override_reason"] = draw.pick([0, 0, 7, DAY_MAX])
    elif draw.chance(5):
        customer["override_until_at"] = near(draw, today, -DAY_MAX, DAY_MAX)


def draw_potential(draw, policy, customer, cut_a):
    bought = max(0, customer["revenue_12m_minor"])
    if draw.chance(70):
        limits = [cut_a, cut_a, bought + policy.gap_cut_minor, bought, 0, 2 * bought, draw.below(10**8), MAX]
        if policy.sow_max_bp:
            limits += [bought * BP // policy.sow_max_bp] * 3
        customer["demand_minor"] = near(draw, draw.pick(limits), 0, MAX)
        customer["demand_source"] = draw.below(4)
    if draw.chance(75):
        customer["demand_confidence_bp"] = near(draw, draw.pick([policy.confidence_min_bp, 9000]), 0, BP)


def draw_results(draw, customer):
    if draw.chance(70):
        customer["contribution4_minor"] = draw.pick([-1, 0, 1, -1, draw.between(-(10**6), 10**6), MAX, -MAX])
    customer["negative_streak"] = draw.pick([0, 0, 1, 1, 2, 1000])
    if draw.chance(75):
        customer["evidence"] = draw.pick([-4, -3, 0, 0, 1, 1, 2, 3, 4])
    customer["overdue"] = draw.below(5)


def draw_small(draw, policy, customer):
    limits = {
        "employees": [policy.small_employees, policy.large_firm_employees],
        "quantity_12m": [policy.small_quantity],
        "typical_order_minor": [policy.small_order_minor],
    }
    for name, values in limits.items():
        if draw.chance(65):
            customer[name] = near(draw, draw.pick(values), 0, DAY_MAX if name == "employees" else MAX)
    if draw.chance(60):
        customer["market_growth_bp"] = near(draw, draw.pick([policy.smart_growth_bp, 0, -10_000]), -10_000, DAY_MAX)


def draw_hope(draw, policy, customer):
    """Announcements whose realisation lies at the limit, or next to it."""
    bought = max(0, customer["revenue_12m_minor"])
    if draw.chance(75):
        announced = draw.pick([0, 1, 500_000, 495_000, draw.below(10**8), MAX])
        customer["announced_minor"] = announced
        a = Fraction(policy.realisation_a_bp * bought, 4 * BP)
        b = Fraction(policy.realisation_b_bp * bought, 4 * BP)
        edge = findings.ceiling(Fraction(policy.hope_realisation_bp, BP) * (announced + a + b) - a)
        if draw.chance(85):
            customer["realised_minor"] = near(draw, draw.pick([edge, edge, 0, announced]), 0, MAX)
    elif draw.chance(30):
        customer["realised_minor"] = draw.below(10**6)


def draw_costs(draw, policy, customer, basis):
    """Cost to serve at one of the three limits that look at it; the figures of all customers beside it."""
    bought = max(0, customer["revenue_12m_minor"])
    if draw.chance(70):
        basis["all_net_minor"] = draw.pick([0, 1, 10**8, draw.below(10**12), 2**63 - 1])
    if draw.chance(75):
        basis["all_cost_to_serve_minor"] = draw.pick([0, 1, 10**7, draw.below(10**11), 2**63 - 1])
    if draw.chance(70):
        share = draw.pick([2500, 2500, 0, -500, 12_000])
        profit = near(draw, customer["revenue_12m_minor"] * share // BP, -MAX, MAX)
        customer["contribution1_minor"] = draw.pick([profit, profit, 0, 1, -MAX, MAX])
    net, all_cost = basis.get("all_net_minor"), basis.get("all_cost_to_serve_minor")
    limits = [policy.hope_cost_bp * bought // BP, 0, 1, draw.below(10**6)]
    limits += [policy.costly_effort_bp * max(1, customer.get("contribution1_minor", 1)) // BP] * 2
    if net and all_cost:
        limits += [policy.overserved_bp * bought * all_cost // (net * BP)] * 2
    if draw.chance(80):
        customer["cost_to_serve_minor"] = near(draw, draw.pick(limits), 0, MAX)


def draw_others(draw, policy, customer):
    if draw.chance(70):
        customer["discount_bp"] = near(draw, policy.key_discount_bp, 0, BP)
    orders = draw.pick([0, 1, 2, 4, 10, 11, 16, 17, draw.between(1, 300), draw.between(3, DAY_MAX)])
    if draw.chance(70):
        customer["orders_12m"] = orders
    if draw.chance(75):
        most = orders if "orders_12m" in customer else DAY_MAX
        wanted = draw.pick([0, 2, 3, 3, 4, policy.costly_complaints, policy.costly_complaints - 1, orders])
        customer["complaint_orders"] = max(0, min(most, wanted))
    if draw.chance(8):
        customer["kam_outcome"] = draw.between(0, 8)


def draw_share(draw, policy, customer, basis):
    """The portfolio of which the customer has the share of the limit, or nearly so."""
    if draw.chance(75):
        total = draw.pick([0, 10**8, 2**63 - 1, draw.below(10**15)])
        if policy.large_share_bp and draw.chance(70):
            total = max(0, customer["revenue_12m_minor"]) * BP // policy.large_share_bp
        basis["total_minor"] = near(draw, total, 0, 2**63 - 1)


def forget(draw, customer):
    """Hardly anything is known."""
    for name in list(customer):
        if name not in ("tier", "revenue_12m_minor", "tier_since_at", "negative_streak") and draw.chance(80):
            customer.pop(name)
    customer.pop("override_reason", None)


def break_subject(draw, given):
    customer, basis = given["customer"], given["classification_basis"]
    kind = draw.below(8)
    if kind == 0:
        customer |= {"orders_12m": 4, "complaint_orders": 5}
    elif kind == 1:
        customer |= {"tier_override": 0, "override_reason": draw.pick([1, DAY_MAX])}
    elif kind == 2:
        basis |= draw.pick([{"cut_a_minor": 5, "cut_b_minor": 6}, {"cut_a_minor": 5, "cut_b_minor": 0}])
    elif kind == 3:
        basis |= {"cut_a_minor": 0, "cut_b_minor": 5}
    elif kind == 4:
        basis["today_at"] = 0
    elif kind == 5:
        customer[draw.pick(["evidence", "overdue", "kam_outcome", "tier", "demand_source"])] = draw.pick([-1, 99])
    elif kind == 6:
        name = draw.pick(["revenue_12m_minor", "demand_minor", "contribution1_minor", "cost_to_serve_minor"])
        customer[name] = MAX + 1
    else:
        name = draw.pick(["cut_a_minor", "cut_b_minor", "total_minor", "all_net_minor", "all_cost_to_serve_minor"])
        basis[name] = -1


# ---- demand ----------------------------------------------------------------------------------------------------------


def draw_demand(draw):
    """Rows of one or two keys and categories, so that the number of peers is about the least."""
    count = draw.pick([0, 1, 2, 5, 10, 11, 11, 11, 12, 12, 13, 21])
    keys = draw.pick([[5], [5], [5], [5, 6], [5, 5, 5, 0], [2**64 - 1]])
    categories = draw.pick([[0], [0], [3], [0, 1]])
    size = draw.pick([1, 10, 100, 10**6])
    rows = [draw_buyer(draw, keys, categories, size) for _ in range(count)]
    if rows and draw.chance(2):
        name, value = draw.pick([("size", 0), ("size", MAX + 1), ("stated_minor", -1), ("category", -1)])
        rows[draw.below(len(rows))][name] = value
    given = {"rows": [generate.shown("demand_input", row) for row in rows]}
    if draw.chance(6):
        given["memory"] = 0
    return given


def draw_buyer(draw, keys, categories, size):
    row = {"peer_key": draw.pick(keys), "category": draw.pick(categories)}
    row["revenue_12m_minor"] = draw.pick([draw.below(1000) * size, draw.below(1000) * size, 0, -draw.below(500), 700])
    if draw.chance(95):
        row["size"] = draw.pick([1, draw.between(1, 3), draw.between(1, 50) * size])
    if draw.chance(15):
        row |= {"stated_minor": draw.pick([0, draw.below(10**8), MAX]), "stated_confidence_bp": draw.below(BP + 1)}
    if draw.chance(15):
        row |= {"consumption_minor": draw.below(10**6), "consumption_confidence_bp": draw.below(BP + 1)}
    if draw.chance(2):
        row |= {"revenue_12m_minor": draw.pick([MAX, -MAX, MAX - 1])}
    if draw.chance(2):
        row |= {"size": draw.pick([MAX, 30_000_000, 30_000_001]), "consumption_minor": 30_000_000}
    if draw.chance(2):
        row["size"] = draw.pick([MAX, 2, 3])
    return row


# ---- selection -------------------------------------------------------------------------------------------------------


def draw_selection(draw, policy):
    rows = [draw_candidate(draw, number) for number in range(draw.pick([0, 1, 2, 4, 6, 9, 12]))]
    shuffled(draw, rows)
    if len(rows) > 1 and draw.chance(3):
        rows[0]["id"] = rows[-1]["id"]
    given = {}
    if draw.chance(60):
        given["most"] = draw.pick([0, 1, 1, 2, 2, 3, 4, len(rows), 2**62])
    if draw.chance(60):
        paid = draw.below(len(rows) // 2 + 2) * policy.development_cost_minor
        given["budget_minor"] = draw.pick([near(draw, paid, 0, 2**63 - 1), paid, 0])
    if not given and draw.chance(80):
        given["most"] = 3
    if rows and draw.chance(3):
        name, value = draw.pick([("evidence", -1), ("demand_minor", MAX + 1), ("margin_bp", 10_001)])
        draw.pick(rows)[name] = value
    return given | {"rows": [generate.shown("customer", row) for row in rows]}


def draw_candidate(draw, number):
    """Customers of few different values, so that ids must break ties."""
    flags = [FLAG.HIDDEN_CHAMPION, FLAG.PROSPECT, FLAG.SMART_ACCOUNT, FLAG.DEVELOPABLE, FLAG.SELECTED, FLAG.STALE]
    row = {"id": draw.pick([number + 1, 100 - number, 2**64 - 1 - number]) if draw.chance(5) else 10 + number}
    row["class_flags"] = sum(model.bit("flag", flag) for flag in draw.some(flags, 3)) if draw.chance(92) else 0
    row["flags"] = draw.pick([0, 0, 1, 2])
    row["revenue_12m_minor"] = draw.pick([0, 0, 100_000, -500, draw.below(10**6), draw.pick([MAX, -MAX, 1])])
    gap = draw.pick([0, 7, 20, 80] + [1_000_000] * 5 + [7_500_000, draw.below(10**7), MAX])
    if draw.chance(90):
        row["demand_minor"] = max(0, min(MAX, max(0, row["revenue_12m_minor"]) + gap - draw.pick([0, 0, 0, 0, 5000])))
    if draw.chance(85):
        row["evidence"] = draw.pick([-4, -3, 0, 0, 1, 2, 3, 3, 3, 4, 4])
    if draw.chance(60):
        row["margin_bp"] = draw.pick([2500, 2500, 2500, 10_000, 10_000, 3333, 1, draw.pick([0, -1, -10_000])])
    return row


def shuffled(draw, rows):
    for last in range(len(rows) - 1, 0, -1):
        other = draw.below(last + 1)
        rows[last], rows[other] = rows[other], rows[last]
