"""The exact model of contacts: what they may cost, whom to call, how many agents that takes, campaigns, make or buy.

Written from docs/guide/contact.md and section 9 of the specification alone; it knows nothing of the library.
"""

from collections import namedtuple
from fractions import Fraction

import customers
import model
from customers import half_away, read, read_list
from findings import as_ratio, ceiling, reason
from model import BP, DAY_MAX, INT64_MAX, MONEY_MAX, OUTCOME, Refused

PERMISSION = model.named("permission")
TRIGGER = model.named("trigger")
TRIGGER_NAMES = {number: name for name, number in vars(TRIGGER).items()}
FLAG = model.named("flag")
SOURCING = model.named("sourcing")
ALLOW_REUSE = model.code("make_or_buy_flag", "ALLOW_REUSE")
HUNDRED = 100


def floor(exact):
    return exact.numerator // exact.denominator


# ---- one customer ----------------------------------------------------------------------------------------------------

Budget = namedtuple("Budget", "budget left calls visits")


def contact_assess(book, given):
    candidate, triggers = read(given, "contact_candidate"), read_list(given, "triggers", "contact_trigger")
    for number, trigger in enumerate(triggers):
        if trigger.customer != candidate.id:
            raise Refused("INVALID", "contact_trigger.customer", row=number)
    budget = budget_of(book, candidate)
    tests = call_tests(book, candidate, triggers, budget)
    result = {
        "budget_minor": budget.budget,
        "left_minor": budget.left,
        "calls": budget.calls,
        "visits": budget.visits,
    }
    calls = [planned_call(book, candidate, triggers, OUTCOME.MATCHED)] if makes_sense(tests) else []
    return {"result": result, "calls": calls, "reasons": reasons_of_call(book, tests, triggers)}


def budget_of(book, candidate):
    contribution = candidate.contribution_before_contact_minor
    if contribution is None:
        return Budget(None, None, None, None)
    budget = floor(Fraction(max(0, contribution) * book.sales.budget_share_bp, BP))
    policy = book.policy
    return Budget(
        budget,
        max(0, budget - candidate.spent_minor),
        contacts(budget, policy.cost_per_call_minor),
        contacts(budget, policy.cost_per_visit_minor),
    )


def contacts(budget, cost):
    """How many contacts a budget pays; as many as can be said if they cost nothing."""
    return min(DAY_MAX, budget // cost) if cost else DAY_MAX


def expected(trigger):
    return half_away(Fraction(trigger.stake_minor * trigger.probability_bp, BP))


def best(triggers):
    """The largest expected value, ties by code, then by row."""
    return min(triggers, key=lambda trigger: (-expected(trigger), trigger.trigger), default=None)


def call_tests(book, candidate, triggers, budget):
    """The three conditions of a call, each as the arguments of its reason."""
    cost, permission = book.policy.cost_per_call_minor, candidate.call_permission
    if budget.left is None:
        paid = ("BUDGET", None, "contact_candidate.contribution_before_contact_minor", 0, cost)
    else:
        paid = ("BUDGET", budget.left >= cost, "contact_budget.left_minor", budget.left, cost)
    allowed = permission in (PERMISSION.PRESUMED, PERMISSION.EXPLICIT) if permission else None
    worth = expected(best(triggers)) if triggers else 0
    return [
        paid,
        ("PERMISSION", allowed, "contact_candidate.call_permission", permission, 0),
        ("EXPECTED_VALUE", bool(triggers) and worth > cost, "planned_call.expected_minor", worth, cost),
    ]


def makes_sense(tests):
    return all(truth is True for _, truth, *_ in tests)


def planned_call(book, candidate, triggers, outcome):
    trigger = best(triggers)
    return {
        "customer": candidate.id,
        "expected_minor": expected(trigger),
        "surplus_minor": expected(trigger) - book.policy.cost_per_call_minor,
        "trigger": trigger.trigger,
        "outcome": outcome,
    }


def reasons_of_call(book, tests, triggers):
    budget, permission, value = [reason(*test) for test in tests]
    cost = book.policy.cost_per_call_minor
    each = [
        trigger_reason(row.trigger, expected(row) > cost, "planned_call.expected_minor", expected(row), cost)
        for row in triggers
    ]
    return [budget, permission, *each, value]


def trigger_reason(trigger, truth, field, observed, threshold):
    return reason(f"TRIGGER_{TRIGGER_NAMES[trigger]}", truth, field, observed, threshold)


# ---- triggers of a classified customer -------------------------------------------------------------------------------


def contact_triggers(book, given):
    customer = read(given, "customer")
    wanted = [given.get(name, -1) for name in ("overdue_bp", "wallet_gap_bp", "growth_bp")]
    if not all(-1 <= probability <= BP for probability in wanted):
        raise Refused("RANGE")
    kinds = [
        (TRIGGER.OVERDUE, FLAG.CHURN_RISK, "customer.contribution4_minor", customer.contribution4_minor),
        (TRIGGER.WALLET_GAP, FLAG.HIDDEN_CHAMPION, "customer.demand_minor", gap_stake(book, customer)),
        (TRIGGER.GROWTH, FLAG.PROSPECT, "customer.demand_minor", gap_stake(book, customer)),
    ]
    rows, reasons = [], []
    for probability, (trigger, flag, field, stake) in zip(wanted, kinds, strict=True):
        if probability == -1:
            continue
        has_flag = model.in_mask(customer.class_flags, flag)
        reasons.append(derived_reason(trigger, has_flag, field, stake))
        if has_flag and stake is not None and stake > 0:
            row = {"customer": customer.id, "stake_minor": stake, "trigger": trigger, "probability_bp": probability}
            rows.append(row)
    return {"triggers": rows, "reasons": reasons}


def gap_stake(book, customer):
    """What the customer buys elsewhere, times the margin; None if the demand is unknown."""
    if customer.demand_minor is None:
        return None
    gap = max(0, customer.demand_minor - max(0, customer.revenue_12m_minor))
    margin = book.policy.margin_bp if customer.margin_bp is None else customer.margin_bp
    return half_away(Fraction(gap * margin, BP))


def derived_reason(trigger, has_flag, field, stake):
    if not has_flag:
        return trigger_reason(trigger, False, "customer.class_flags", 0, 0)
    if stake is None:
        return trigger_reason(trigger, None, field, 0, 0)
    return trigger_reason(trigger, stake > 0, "contact_trigger.stake_minor", max(0, stake), 0)


def calibrate_trigger(book, given):
    tried, won = given.get("tried", 0), given.get("won", 0)
    if tried < 0 or won < 0:
        raise Refused("RANGE")
    if won > tried:
        raise Refused("INVALID")
    below = tried + book.sales.trigger_a + book.sales.trigger_b
    if below == 0:
        raise Refused("DEGENERATE")
    return {"out": [half_away(Fraction((won + book.sales.trigger_a) * BP, below))]}


# ---- day plan --------------------------------------------------------------------------------------------------------


def day_plan(book, given):
    agents = given.get("agents", 0)
    if not 0 <= agents <= DAY_MAX:
        raise Refused("RANGE")
    candidates = read_list(given, "candidates", "contact_candidate")
    triggers = read_list(given, "triggers", "contact_trigger")
    check_names(candidates, triggers)

    room = agents * book.sales.calls_a_day
    calls = [call for candidate in candidates for call in calls_of(book, candidate, triggers)]
    calls.sort(key=lambda call: (-call["surplus_minor"], call["customer"]))
    for place, call in enumerate(calls):
        call["outcome"] = OUTCOME.MATCHED if place < room else OUTCOME.NOT_MATCHED
    full = reason("DAY_FULL", len(calls) > room, "sales_policy.calls_a_day", len(calls), room)
    return {"calls": calls, "reasons": [full]}


def check_names(candidates, triggers):
    ids = [candidate.id for candidate in candidates]
    repeated = customers.first_repeated(ids)
    if repeated is not None:
        raise Refused("INVALID", row=repeated)
    for number, trigger in enumerate(triggers):
        if trigger.customer not in ids:
            raise Refused("INVALID", "contact_trigger.customer", row=number)


def calls_of(book, candidate, triggers):
    """One call or none."""
    own = [trigger for trigger in triggers if trigger.customer == candidate.id]
    if makes_sense(call_tests(book, candidate, own, budget_of(book, candidate))):
        return [planned_call(book, candidate, own, None)]
    return []


# ---- capacity --------------------------------------------------------------------------------------------------------


def capacity_assess(book, given):
    number = given.get("customers", 0)
    if number < 0:
        raise Refused("RANGE")
    sales = book.sales
    a_year = Fraction(sales.days_a_year * sales.calls_a_day * sales.reach_bp, BP)  # contacts that one agent makes
    needed = Fraction(sales.touches_a_year * (BP - sales.automation_bp), BP)  # contacts that one customer takes
    agents = ceiling(number * needed / a_year)
    if agents > INT64_MAX:
        raise Refused("RANGE")
    return {"result": {"customers": number, "customers_an_agent": floor(a_year / needed), "agents": agents}}


# ---- campaign --------------------------------------------------------------------------------------------------------


def campaign_assess(book, given):
    campaign = read(given, "campaign")
    days = ceiling(Fraction(campaign.addresses * campaign.attempts, book.sales.calls_a_day))
    cost = days * campaign.day_cost_minor
    offers = campaign.addresses * Fraction(campaign.reach_bp, BP) * Fraction(campaign.offer_bp, BP)
    deals = offers * Fraction(campaign.close_bp, BP)
    revenue = deals * campaign.value_minor
    for name, value in (("revenue", half_away(revenue)), ("cost", cost)):
        if value > MONEY_MAX:
            raise Refused("RANGE", f"campaign_result.{name}_minor")
    margin = Fraction(campaign.margin_bp, BP)
    return {
        "result": {
            "revenue_minor": half_away(revenue),
            "cost_minor": cost,
            "deals_hundredths": half_away(deals * HUNDRED),
            "days": days,
            "roi_bp": as_ratio((revenue * margin - cost) * BP / cost) if cost else None,
            "break_even_close_bp": break_even(offers * campaign.value_minor * margin, cost),
        }
    }


def break_even(profit, cost):
    """The smallest closing rate without loss; profit is that of all offers becoming deals."""
    if cost == 0:
        return 0
    return ceiling(cost * BP / Fraction(profit)) if profit >= cost else BP + 1


# ---- make or buy -----------------------------------------------------------------------------------------------------


def make_or_buy_assess(_book, given):
    terms = read(given, "make_or_buy")
    team = terms.team_fixed_minor + terms.team_variable_minor * terms.volume
    outsource = terms.outsource_variable_minor * terms.volume
    for name, value in (("team", team), ("outsource", outsource)):
        if value > MONEY_MAX:
            raise Refused("RANGE", f"make_or_buy_result.{name}_minor")
    saved = terms.outsource_variable_minor - terms.team_variable_minor
    cheaper = SOURCING.NEW_TEAM if team < outsource else SOURCING.OUTSOURCE
    reuse = terms.wanted == SOURCING.REUSE_BACKOFFICE
    allowed = bool(terms.flags & ALLOW_REUSE)
    result = {
        "team_minor": team,
        "outsource_minor": outsource,
        "break_even_volume": terms.team_fixed_minor // saved + 1 if saved > 0 else INT64_MAX,
        "choice": cheaper if terms.wanted == 0 or reuse and not allowed else terms.wanted,
    }
    reasons = []
    if reuse:
        came_out = "APPROVED" if allowed else True
        reasons = [reason("REUSE_BACKOFFICE", came_out, "make_or_buy.wanted", terms.wanted, 0)]
    return {"result": result, "reasons": reasons}


ANSWERS = {
    "contact_assess": contact_assess,
    "contact_triggers": contact_triggers,
    "calibrate_trigger": calibrate_trigger,
    "day_plan": day_plan,
    "capacity_assess": capacity_assess,
    "campaign_assess": campaign_assess,
    "make_or_buy_assess": make_or_buy_assess,
}
CALLS = {}
