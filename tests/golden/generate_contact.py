"""Random cases of contacts, mostly at and one off a limit: budgets, triggers, day plans, agents, campaigns, teams."""

from fractions import Fraction

import contact
import generate
import model
from findings import ceiling
from generate_tier import near, shuffled

CONTACTS = 4000
OTHERS = 3500
BOOKS = 48
MAX, DAY_MAX, BP, T = model.MONEY_MAX, model.DAY_MAX, model.BP, model.INT64_MAX
FLAG, SOURCING = contact.FLAG, contact.SOURCING
PERMISSIONS = [2, 3, 2, 3, 2, 3, 2, 3, 0, 1, 4]

STATUSES = {
    "contact_assess": "OK INVALID RANGE UNSUPPORTED",
    "contact_triggers": "OK RANGE UNSUPPORTED",
    "calibrate_trigger": "OK INVALID RANGE DEGENERATE",
    "day_plan": "OK INVALID RANGE UNSUPPORTED",
    "capacity_assess": "OK RANGE",
    "campaign_assess": "OK RANGE",
    "make_or_buy_assess": "OK RANGE UNSUPPORTED",
}
ALL = "MATCHED NOT_MATCHED UNKNOWN"
EITHER = "MATCHED NOT_MATCHED"
OUTCOMES = {
    "contact_assess": {901: ALL, 902: ALL, 903: EITHER} | dict.fromkeys(range(911, 918), EITHER),
    "contact_triggers": dict.fromkeys([911, 912, 913], ALL),
    "day_plan": {904: EITHER},
    "make_or_buy_assess": {920: "MATCHED APPROVED"},
}


def lines(draw):
    books = {}
    for number in range(1, BOOKS + 1):
        line = draw_book(draw, number)
        books[line["book"]] = model.compile_book(line)
        yield line
    names = sorted(books)
    for number in range(1, CONTACTS + 1):
        name = draw.pick(names)
        yield {"do": "contact_assess", "name": f"c{number:04}", "book": name, "in": draw_contact(draw, books[name])}
    for number in range(1, OTHERS + 1):
        for letter, function, draw_in in WITH_BOOK:
            name = draw.pick(names)
            yield {"do": function, "name": f"{letter}{number:04}", "book": name, "in": draw_in(draw, books[name])}
        yield {"do": "make_or_buy_assess", "name": f"m{number:04}", "in": draw_make_or_buy(draw)}


# ---- books -----------------------------------------------------------------------------------------------------------

SALES = {
    "budget_share_bp": [0, 1, 2000, 2000, 3333, 10_000],
    "calls_a_day": [1, 2, 3, 30, 1000],
    "days_a_year": [1, 7, 220, 366],
    "touches_a_year": [1, 7, 366],
    "reach_bp": [1, 3, 3500, 9999, 10_000],
    "automation_bp": [0, 1, 3000, 9999],
    "trigger_a": [0, 0, 1, 2, DAY_MAX],
    "trigger_b": [0, 0, 1, 9, DAY_MAX],
}
COSTS = {
    "cost_per_call_minor": [0, 1, 1200, 1200, 1500, 100_000, MAX],
    "cost_per_visit_minor": [0, 1, 13_333, 20_000, MAX],
    "margin_bp": [0, 1, 3333, 10_000, -1, -10_000],
}


def draw_book(draw, number):
    policy = {"preset": draw.between(1, 3), "currency": draw.pick(generate.CURRENCIES)}
    sales = {}
    if number > 3:
        policy |= {name: draw.pick(values) for name, values in COSTS.items() if draw.chance(50)}
        sales = {name: draw.pick(values) for name, values in SALES.items() if draw.chance(55)}
    line = {"book": f"c{number:02}", "policy": policy, "order_rules": []}
    return generate.shown_book(line | ({"sales_policy": sales} if sales else {}))


# ---- budget and call -------------------------------------------------------------------------------------------------


def draw_contact(draw, book):
    candidate = draw_candidate(draw, book, draw.pick([0, 7, 1000, 2**64 - 1]))
    number = draw.pick([0, 1, 1, 2, 2, 3, 5])
    triggers = [draw_trigger(draw, book, candidate["id"]) for _ in range(number)]
    given = {}
    if draw.chance(4):
        break_candidate(draw, candidate)
    elif draw.chance(4):
        break_trigger(draw, triggers, candidate["id"])
    if triggers or draw.chance(50):
        given["triggers"] = [generate.shown("contact_trigger", row) for row in triggers]
    return given | {"contact_candidate": generate.shown("contact_candidate", candidate)}


def draw_candidate(draw, book, number):
    """Mostly with just enough budget left for one call, or one unit less."""
    candidate = {"id": number, "call_permission": draw.pick(PERMISSIONS)}
    cost, share = book.policy.cost_per_call_minor, book.sales.budget_share_bp
    spent = draw.pick([0, 0, 0, 1, cost, 100_000, MAX])
    wanted = draw.pick([spent + cost, spent + cost, spent + 3 * cost, draw.pick([0, 1, cost, spent])])
    if draw.chance(90):
        enough = ceiling(Fraction(wanted * BP, share)) if share else 40_000
        others = [0, -1, 40_000, draw.below(10**7), 10**9, MAX, -MAX]
        contribution = draw.pick([enough, enough, draw.pick(others)])
        candidate["contribution_before_contact_minor"] = near(draw, contribution, -MAX, MAX)
    return candidate | {"spent_minor": spent}


def draw_trigger(draw, book, customer):
    """An expected value about the cost of a call, twice that, or anything; few different ones, for there must be ties."""
    probability = draw.pick([BP, BP, 5000, 3333, 1, 0, draw.between(0, BP)])
    cost = book.policy.cost_per_call_minor
    wanted = draw.pick([cost, cost, cost + 1, 2 * cost + 10, 2 * cost + 10, cost + draw.below(9)])
    stake = ceiling(Fraction(wanted * BP, probability)) if probability else MAX
    stake = min(MAX, draw.pick([stake, stake, stake, stake, 0, MAX, draw.below(10**7)]))
    trigger = {"customer": customer, "trigger": draw.between(1, 7), "probability_bp": probability}
    return trigger | {"stake_minor": near(draw, stake, 0, MAX)}


def break_candidate(draw, candidate):
    name, value = draw.pick(
        [
            ("call_permission", 5),
            ("call_permission", -1),
            ("spent_minor", -1),
            ("spent_minor", MAX + 1),
            ("contribution_before_contact_minor", MAX + 1),
            ("contribution_before_contact_minor", -MAX - 1),
        ]
    )
    candidate[name] = value


def break_trigger(draw, triggers, customer):
    """Of somebody else, or with a field that is refused."""
    bad = {"customer": customer, "trigger": 1, "stake_minor": 5, "probability_bp": 5}
    name, value = draw.pick(
        [
            ("customer", 5),
            ("customer", 5),
            ("customer", 2**64 - 2),
            ("stake_minor", -1),
            ("stake_minor", MAX + 1),
            ("trigger", 0),
            ("trigger", 8),
            ("probability_bp", -1),
            ("probability_bp", BP + 1),
        ]
    )
    triggers.insert(draw.below(len(triggers) + 1), bad | {name: value})


# ---- triggers of a classified customer -------------------------------------------------------------------------------


def draw_triggers(draw, book):
    customer = {"id": draw.pick([0, 7, 2**64 - 1])}
    flags = [flag for flag in (FLAG.CHURN_RISK, FLAG.HIDDEN_CHAMPION, FLAG.PROSPECT) if draw.chance(75)]
    others = [FLAG.SMART_ACCOUNT, FLAG.STALE] if draw.chance(30) else []
    customer["class_flags"] = sum(model.bit("flag", flag) for flag in flags + others)
    bought = draw.pick([0, 0, 1, 500_000, -1, -500_000, MAX, -MAX])
    customer["revenue_12m_minor"] = bought
    if draw.chance(85):
        customer["contribution4_minor"] = draw.pick([0, 1, -1, 33_333, MAX, -MAX])
    if draw.chance(85):
        gap = draw.pick([0, 1, 1, 2, 4999, 5000, 10**6, MAX])
        customer["demand_minor"] = near(draw, max(0, bought) + gap, 0, MAX)
    if draw.chance(50):
        customer["margin_bp"] = draw.pick([0, 1, 2500, 4999, 5000, BP, -1, -BP])
    given = {name: draw.pick([0, 1, 1000, BP]) for name in ("overdue_bp", "wallet_gap_bp", "growth_bp")}
    given = {name: -1 if draw.chance(15) else value for name, value in given.items() if draw.chance(90)}
    if draw.chance(4):
        given[draw.pick(["overdue_bp", "wallet_gap_bp", "growth_bp"])] = draw.pick([-2, BP + 1, DAY_MAX])
    elif draw.chance(4):
        name, value = draw.pick([("class_flags", 1 << 20), ("demand_minor", -1), ("margin_bp", BP + 1)])
        customer[name] = value
    return given | {"customer": generate.shown("customer", customer)}


def draw_calibration(draw, book):
    """Numbers about which the rounding turns, and the largest ones."""
    tried = draw.pick([0, 0, 1, 2, 3, draw.below(50), draw.below(10**6), DAY_MAX])
    given = {"tried": tried, "won": draw.pick([0, tried, tried // 2, draw.between(0, tried), draw.between(0, tried)])}
    if draw.chance(4):
        given |= draw.pick([{"won": tried + 1}] if tried < DAY_MAX else [{"tried": 3, "won": 4}])
    elif draw.chance(4):
        given |= draw.pick([{"won": -1}, {"tried": -1, "won": 0}, {"won": -DAY_MAX - 1}])
    return given


# ---- day plan --------------------------------------------------------------------------------------------------------


def draw_plan(draw, book):
    number = draw.pick([0, 1, 2, 3, 4, 6, 9])
    ids = [10 + index for index in range(number)]
    if draw.chance(10):
        ids = [2**64 - 1 - index for index in range(number)]
    shuffled(draw, ids)
    candidates = [draw_candidate(draw, book, each) for each in ids]
    for candidate in candidates:
        if draw.chance(60):  # most of them may be called
            candidate |= {"contribution_before_contact_minor": MAX, "spent_minor": 0, "call_permission": 2}
    count = draw.pick([number, number, 2 * number, 3 * number, 1]) if ids else 0
    triggers = [draw_trigger(draw, book, draw.pick(ids)) for _ in range(count)]
    given = {"agents": draw.pick([0, 1, 1, 1, 2, number // book.sales.calls_a_day, 5, DAY_MAX])}
    if ids and draw.chance(7):
        break_plan(draw, given, candidates, triggers)
    given["candidates"] = [generate.shown("contact_candidate", row) for row in candidates]
    return given | {"triggers": [generate.shown("contact_trigger", row) for row in triggers]}


def break_plan(draw, given, candidates, triggers):
    kind = draw.below(4)
    if kind == 0:
        given["agents"] = draw.pick([-1, DAY_MAX + 1, T, -T - 1])
    elif kind == 1:
        candidates.insert(draw.below(len(candidates) + 1), dict(draw.pick(candidates), spent_minor=1))
    elif kind == 2:
        break_candidate(draw, draw.pick(candidates))
    else:
        break_trigger(draw, triggers, candidates[0]["id"])


# ---- agents, campaign, make or buy -----------------------------------------------------------------------------------


def draw_capacity(draw, book):
    """As many customers as a number of agents can just serve, and one more."""
    an_agent = contact.capacity_assess(book, {"customers": 0})["result"]["customers_an_agent"]
    edges = [an_agent * draw.pick([1, 1, 2, 7, 1000]), draw.below(10**6), 0, T, T // draw.between(1, 10**4)]
    return {"customers": -draw.pick([1, T]) if draw.chance(3) else near(draw, draw.pick(edges), 0, T)}


def draw_campaign(draw, book):
    """Costs about the profit, so that the closing rate that pays lies within reach, or just beyond."""
    rates = [BP, BP, BP, 3500, 3500, 1200, 1200, 3000, 1, draw.below(9), draw.between(1, BP), draw.between(1, BP)]
    campaign = {name: draw.pick(rates) for name in ("reach_bp", "offer_bp", "close_bp")}
    campaign["margin_bp"] = draw.pick([4000, 4000, 4000, BP, BP, 1, 0, -1, -BP, draw.between(-BP, BP)])
    campaign["addresses"] = draw.pick([0, 1, 30, 2000, 2000, 2000, 16_777_215, draw.below(10**5)])
    campaign["attempts"] = draw.pick([0, 1, 3, 3, 3, 1000, draw.between(0, 1000)])
    campaign["value_minor"] = draw.pick([0, 1, 1_500_000, 1_500_000, draw.below(10**7), 10**12, MAX])
    campaign["day_cost_minor"] = draw.pick([0, 1, 60_000, 60_000, draw.below(10**6), MAX])
    if draw.chance(45):
        campaign["day_cost_minor"] = paying_cost(draw, book, campaign)
    if draw.chance(3):
        low, high = ("margin_bp", BP + 1), ("margin_bp", -BP - 1)
        fields = [low, high, ("addresses", 2**24), ("attempts", 1001), ("reach_bp", -1), ("day_cost_minor", MAX + 1)]
        name, value = draw.pick(fields)
        campaign[name] = value
    return {"campaign": generate.shown("campaign", campaign)}


def paying_cost(draw, book, campaign):
    """About the cost of a day with which the campaign, or one in which every offer is a deal, neither wins nor loses;
    or that leads to the largest cost that can be said. No such cost: 1."""
    days = ceiling(Fraction(campaign["addresses"] * campaign["attempts"], book.sales.calls_a_day))
    profit = campaign["addresses"] * campaign["value_minor"]
    for name in ("reach_bp", "offer_bp", "margin_bp"):
        profit = profit * Fraction(campaign[name], BP)
    if draw.chance(50):
        profit = profit * Fraction(campaign["close_bp"], BP)
    if draw.chance(15):
        profit = MAX
    return near(draw, contact.floor(Fraction(max(0, profit)) / max(1, days)), 0, MAX) or 1


def draw_make_or_buy(draw):
    """Volumes about the one from which a team is cheaper, and costs about the largest that can be said."""
    own = draw.pick([0, 1, 300, 300, draw.below(1000), MAX])
    other = max(0, min(MAX, own + draw.pick([0, 1, 3, 200, 200, -1, draw.below(1000)])))
    fixed = draw.pick([0, 1, 600, 10**7, 10**7, draw.below(10**6), MAX])
    turn = fixed // max(1, other - own)
    largest = [MAX // max(1, other), max(0, MAX - fixed) // max(1, own)]
    volume = near(draw, draw.pick([turn, turn, turn + 1, draw.below(10**6), 0, *largest, T]), 0, T)
    terms = {"volume": volume, "team_fixed_minor": fixed, "team_variable_minor": own}
    terms |= {"outsource_variable_minor": other, "wanted": draw.pick([0, 0, 1, 2, 3, 3]), "flags": draw.below(2)}
    if draw.chance(4):
        fields = [("volume", -1), ("team_fixed_minor", MAX + 1), ("outsource_variable_minor", -1), ("wanted", 4)]
        name, value = draw.pick([*fields, ("wanted", -1), ("flags", 2), ("team_variable_minor", -1)])
        terms[name] = value
    return {"make_or_buy": generate.shown("make_or_buy", terms)}


WITH_BOOK = [
    ("t", "contact_triggers", draw_triggers),
    ("p", "calibrate_trigger", draw_calibration),
    ("d", "day_plan", draw_plan),
    ("a", "capacity_assess", draw_capacity),
    ("k", "campaign_assess", draw_campaign),
]
