"""The exact model of strategy: figures of a company, advice, plan, visits, routes and order rhythm.

Written from docs/guide/strategy.md and section 7 of the specification alone; it knows nothing of the library.
"""

from collections import namedtuple
from fractions import Fraction
from types import SimpleNamespace

import model
from customers import half_away, has_column, read, read_rows
from findings import ceiling, outcome, reason
from model import BP, CUSTOMER_FLAG, DAY_MAX, MONEY_MAX, STRATEGY, TIER, TOGGLE, TREATMENT, Refused

TRI = model.named("tri")
FACTOR = model.named("factor")
ROUTE = model.named("route")
VISITS = model.named("visits")
VERDICT = model.named("visit_verdict")
COSTLY = model.mask("flag", "COSTLY")
HIDDEN_CHAMPION = model.mask("flag", "HIDDEN_CHAMPION")
KEY_ACCOUNT = model.code("kam_outcome", "KEY_ACCOUNT")
USAGE_INSIGHT = model.code("justification", "USAGE_INSIGHT")
ON_TIME = model.code("overdue", "ON_TIME")
SEMANTICS = 1
YEAR = 365


def check_argument(value, low, high):
    """A plain number; the error names no field."""
    if not low <= value <= high:
        raise Refused("RANGE")


# ---- figures of the company ------------------------------------------------------------------------------------------

NOTHING_KNOWN = {spec["name"]: None for spec in model.field_table("company") if "known" in spec}


def company_measure(_, given):
    rows = read_customers(given)
    figures = {
        "revenue_share_bp": revenue_share(rows),
        "resource_share_bp": resource_share(rows),
        "hidden_share_bp": hidden_share(rows),
    }
    known = {name: share for name, (share, _) in figures.items()}
    return {"result": NOTHING_KNOWN | known, "reasons": [why for _, why in figures.values() if why]}


def read_customers(given):
    """Customer and classification of each row; of the classification two columns are needed, and no other is read."""
    needed = ["classification.is_small", "classification.class_flags"]
    for column in needed:
        if given["rows"] and not has_column(given, column):
            raise Refused("INVALID", column)
    everything = ["known"] + [spec["name"] for spec in model.field_table("customer")]
    columns = [name for name in given.get("columns", everything) if "." not in name] + needed
    rows = [{name: value for name, value in row.items() if name in columns} for row in given["rows"]]
    read = read_rows(given | {"rows": rows, "columns": columns}, "customer", "classification")
    return [records for _, *records in read]


def share_or_no_data(part, whole, field):
    """A share in bp without a reason; of nothing: no share, and reason 3."""
    if whole == 0:
        return None, reason("NO_DATA", None, field, 0, 0)
    return half_away(Fraction(part * BP, whole)), None


def revenue_share(rows):
    bought = [(max(0, customer.revenue_12m_minor), classification.is_small) for customer, classification in rows]
    small = sum(amount for amount, is_small in bought if is_small)
    return share_or_no_data(small, sum(amount for amount, _ in bought), "customer.revenue_12m_minor")


def resource_share(rows):
    field = "customer.cost_to_serve_minor"
    if any(customer.cost_to_serve_minor is None for customer, _ in rows):
        return None, reason("INPUT_UNKNOWN", None, field, 0, 0)
    small = sum(customer.cost_to_serve_minor for customer, classification in rows if classification.is_small)
    return share_or_no_data(small, sum(customer.cost_to_serve_minor for customer, _ in rows), field)


def hidden_share(rows):
    looked_at = [
        bool(classification.class_flags & HIDDEN_CHAMPION)
        for customer, classification in rows
        if classification.is_small and customer.demand_minor is not None
    ]
    return share_or_no_data(sum(looked_at), len(looked_at), "customer.demand_minor")


# ---- advice ----------------------------------------------------------------------------------------------------------

# A condition that is True, False or None (unknown), and the field, observed and threshold that its reason shows.
Test = namedtuple("Test", "truth field observed threshold")


def company_advise(book, given):
    company = read(given, "company")
    imbalance = imbalance_of(company)
    cost, growth = high_cost(book.sales, company, imbalance), growing(book.sales, company)
    advice = advice_of(cost.truth, growth.truth)
    factors = factors_of(book.weights, company, imbalance)
    retreat, forward = (score_of(factors, score) for score in (STRATEGY.RETREAT, STRATEGY.FORWARD))
    result = {
        "advice": advice,
        "imbalance_bp": imbalance,
        "high_cost": tri(cost.truth),
        "growing": tri(growth.truth),
        "retreat_score": retreat,
        "forward_score": forward,
    }
    reasons = [reason("HIGH_COST", *cost), reason("GROWING", *growth)]
    if company.revenue_share_bp == 0 and company.resource_share_bp is not None:
        reasons.insert(0, reason("REVENUE_SHARE_ZERO", True, "company.revenue_share_bp", 0, 0))
    if advice in (STRATEGY.RETREAT, STRATEGY.FORWARD):
        reasons.append(contradiction(advice, retreat, forward))
    return {"result": result, "factors": factors, "reasons": reasons}


def tri(truth):
    return {True: TRI.YES, False: TRI.NO, None: 0}[truth]


def imbalance_of(company):
    if company.resource_share_bp is None or not company.revenue_share_bp:
        return None
    return half_away(Fraction(company.resource_share_bp * BP, company.revenue_share_bp))


def high_cost(sales, company, imbalance):
    if company.revenue_share_bp is None:
        return Test(None, "company.revenue_share_bp", 0, sales.imbalance_bp)
    resources = company.resource_share_bp
    if company.revenue_share_bp == 0:
        return Test(None if resources is None else resources > 0, "company.resource_share_bp", resources or 0, 0)
    if resources is None:
        return Test(None, "company.resource_share_bp", 0, sales.imbalance_bp)
    return Test(imbalance >= sales.imbalance_bp, "advice.imbalance_bp", imbalance, sales.imbalance_bp)


def growing(sales, company):
    tests = [
        at_least(company.market_growth_bp, "company.market_growth_bp", sales.company_growth_bp),
        at_least(company.ambition, "company.ambition", sales.ambition_min),
    ]
    for truth in (False, None):
        for test in tests:
            if test.truth is truth:
                return test
    return tests[-1]


def at_least(value, field, least):
    return Test(None if value is None else value >= least, field, value or 0, least)


def advice_of(cost, growth):
    if cost is None or growth is None:
        return STRATEGY.UNDECIDED
    return {
        (True, False): STRATEGY.RETREAT,
        (False, True): STRATEGY.FORWARD,
        (True, True): STRATEGY.MIXED,
        (False, False): STRATEGY.HOLD,
    }[cost, growth]


def figure(company, imbalance, factor):
    return {
        FACTOR.IMBALANCE: imbalance,
        FACTOR.MARKET_GROWTH: company.market_growth_bp,
        FACTOR.AMBITION: company.ambition,
        FACTOR.FREE_CAPACITY: company.free_capacity,
        FACTOR.HIDDEN_SHARE: company.hidden_share_bp,
        FACTOR.AUTOMATION: company.automation_degree,
    }[factor]


def factors_of(weights, company, imbalance):
    """A row each strategy weight, which are in the order of score and factor."""
    rows = []
    for weight in weights:
        value = figure(company, imbalance, weight.factor)
        rows.append(
            {
                "observed": value or 0,
                "score": weight.score,
                "factor": weight.factor,
                "outcome": model.OUTCOME.UNKNOWN if value is None else model.OUTCOME.MATCHED,
                "utility": 0 if value is None else utility(value, weight.low, weight.high),
                "weight": weight.weight,
            }
        )
    for row in rows:
        total = known_weight(rows, row["score"])
        row["contribution"] = half_away(Fraction(row["weight"] * row["utility"], total)) if total else 0
    return rows


def utility(value, low, high):
    return max(0, min(BP, half_away(Fraction((value - low) * BP, high - low))))


def known_rows(rows, score):
    return [row for row in rows if row["score"] == score and row["outcome"] == model.OUTCOME.MATCHED]


def known_weight(rows, score):
    return sum(row["weight"] for row in known_rows(rows, score))


def score_of(rows, score):
    total = known_weight(rows, score)
    if total == 0:
        return None
    return half_away(Fraction(sum(row["weight"] * row["utility"] for row in known_rows(rows, score)), total))


def contradiction(advice, retreat, forward):
    """Reason 703: the score of the other strategy against that of the advice."""
    for name, score in (("retreat", retreat), ("forward", forward)):
        if score is None:
            return reason("SCORE_CONTRADICTS", None, f"advice.{name}_score", 0, 0)
    if advice == STRATEGY.RETREAT:
        return reason("SCORE_CONTRADICTS", forward > retreat, "advice.forward_score", forward, retreat)
    return reason("SCORE_CONTRADICTS", retreat > forward, "advice.retreat_score", retreat, forward)


def strategy_comparison(_, given):
    """The stances are numbered 10 * criterion + strategy (codes.toml)."""
    criteria = sorted(vars(model.named("comparison")).values())
    return {
        "rows": [
            {"criterion": number, "retreat": 10 * number + STRATEGY.RETREAT, "forward": 10 * number + STRATEGY.FORWARD}
            for number in criteria
        ]
    }


# ---- what a customer stands for on a day -----------------------------------------------------------------------------

Standing = namedtuple("Standing", "customer tier column best_tier")


def standing_of(book, given):
    """The customer with the tier and the column that an order placed on that day would get; his best known tier."""
    customer = read(given, "customer")
    today = given.get("today_at", 0)
    check_argument(today, 1, DAY_MAX)
    if customer.override_reason and not customer.tier_override:
        raise Refused("INVALID", "customer.override_reason")
    tier, source = model.effective_tier(book.policy, customer, today)
    column = model.treatment_column(customer, tier, source)
    return Standing(customer, tier, column, model.best_known_tier(customer, tier, source))


# ---- plan ------------------------------------------------------------------------------------------------------------

COPIED = [
    "group_events",
    "price_model",
    "discount_mode",
    "range",
    "small_order_fees",
    "contact_mode",
    "trainings_a_year",
    "visits",
    "documents",
    "services",
]
UNCHANGED = SimpleNamespace(**{spec["name"]: 0 for spec in model.field_table("treatment_row")})


def plan_customer(book, given):
    standing = standing_of(book, given)
    customer = standing.customer
    is_key_account = customer.kam_outcome == KEY_ACCOUNT
    column = TREATMENT.A if is_key_account else standing.column
    strategy = strategy_of_plan(book.policy.strategy, column, is_key_account)
    found = book.treatments.get((strategy, column))
    row = found or UNCHANGED
    effort_fee = effort_fee_of(row, customer)
    result = {name: getattr(row, name) for name in COPIED} | {
        "fingerprint": int(book.fingerprint, 16),
        "strategy": strategy,
        "treatment": column,
        "care": model.code("care", "KAM") if is_key_account else row.care,
        "max_discount_bp": max_discount(book.policy, row),
        "effort_fee": effort_fee,
        "contacts_a_year": contacts(book.policy, row),
        "replenishment": replenishment(row, customer),
        "service_state": service_state(effort_fee, customer),
        "may_rise": may_rise(customer),
        "semantics": SEMANTICS,
    }
    head = [
        reason("KEY_ACCOUNT", is_key_account, "customer.kam_outcome", customer.kam_outcome, 0),
        reason("COLUMN", True, "plan.treatment", column, standing.tier),
    ]
    if not found:
        head.append(reason("UNCHANGED", True, "plan.strategy", strategy, 0))
    return {"result": result, "reasons": head + reasons_of_cells(row, customer)}


def strategy_of_plan(strategy, column, is_key_account):
    """Whose row is used; HOLD has none, except that a key account always has one of the two."""
    if is_key_account:
        return STRATEGY.FORWARD if strategy == STRATEGY.FORWARD else STRATEGY.RETREAT
    return model.strategy_of_column(strategy, column)


def max_discount(policy, row):
    mode = model.named("discount_mode")
    return {mode.LIMIT: row.max_discount_bp, mode.POLICY: policy.max_discount_bp}.get(row.discount_mode, 0)


def contacts(policy, row):
    mode = model.named("contact_mode")
    return {mode.FIXED: row.contacts_a_year, mode.POLICY: policy.contacts_a_year}.get(row.contact_mode, 0)


def effort_fee_of(row, customer):
    if row.effort_fee == TOGGLE.ON and not customer.class_flags & COSTLY:
        return TOGGLE.OFF
    return row.effort_fee


def asks_for_regular_buyers(row):
    return row.replenishment == model.code("replenishment", "REGULAR_BUYERS")


def replenishment(row, customer):
    if not asks_for_regular_buyers(row):
        return row.replenishment
    return model.code("replenishment", "OFFER" if customer.overdue == ON_TIME else "NONE")


def service_state(effort_fee, customer):
    if customer.service_state == model.STOPPED or effort_fee == TOGGLE.UNCHANGED:
        return customer.service_state
    return model.EFFORT_FEE if effort_fee == TOGGLE.ON else model.code("service_state", "NORMAL")


def accepted_prices(customer):
    return customer.flags & CUSTOMER_FLAG.ACCEPTS_MAIN_PRICES


def may_rise(customer):
    if customer.brand != model.VALUE_BRAND:
        return 0
    return TRI.YES if accepted_prices(customer) else TRI.NO


def reasons_of_cells(row, customer):
    reasons = []
    if row.effort_fee == TOGGLE.ON:
        costly = customer.class_flags & COSTLY
        reasons.append(reason("EFFORT_FEE", bool(costly), "customer.class_flags", costly, 0))
    if asks_for_regular_buyers(row):
        overdue = customer.overdue
        truth = overdue == ON_TIME if overdue else None
        reasons.append(reason("REGULAR_BUYER", truth, "customer.overdue", overdue, 0))
    if customer.brand == model.VALUE_BRAND:
        accepted = accepted_prices(customer)
        reasons.append(reason("UPGRADE", True if accepted else None, "customer.flags", accepted, 0))
    return reasons


# ---- visits ----------------------------------------------------------------------------------------------------------


def visit_check(book, given):
    plan = read(given, "plan")
    justification, visits = given.get("justification", 0), given.get("visits_this_year", 0)
    if justification and not model.is_code("justification", justification):
        raise Refused("UNSUPPORTED")
    check_argument(visits, 0, DAY_MAX)
    verdict = verdict_on(plan.visits, justification)
    shown = ("plan.visits", plan.visits, 0)
    most = book.sales.visits_a_year
    if plan.visits in (VISITS.JUSTIFIED, VISITS.NO) and visits + 1 > most:
        verdict, shown = VERDICT.REFUSED, ("sales_policy.visits_a_year", visits + 1, most)
    truth = {VERDICT.ALLOW: True, VERDICT.REFUSED: False, VERDICT.NEEDS_REASON: None}[verdict]
    return {"out": [verdict], "reasons": [reason("VISIT", truth, *shown)]}


def verdict_on(cell, justification):
    """What the cell alone says."""
    if cell == VISITS.NO:
        return VERDICT.ALLOW if justification == USAGE_INSIGHT else VERDICT.REFUSED
    if cell == VISITS.JUSTIFIED and not justification:
        return VERDICT.NEEDS_REASON
    return VERDICT.ALLOW


# ---- routes ----------------------------------------------------------------------------------------------------------

TERMS, ORDERS, CONTRIBUTION = "terms", "customer.orders_12m", "customer.contribution4_minor"
# The first field of the terms of a route, and what it needs in the order in which what is missing is named.
FIRST_TERM = {
    ROUTE.VALUE_BRAND: "value_margin_bp",
    ROUTE.PARTNER_COMPLETE: "part_revenue_minor",
    ROUTE.WHITE_LABEL: "resale_margin_bp",
    ROUTE.COMMISSION: "commission_bp",
    ROUTE.EFFORT_FEE: "effort_fee_minor",
}
NEEDS = {
    ROUTE.OWN: [CONTRIBUTION],
    ROUTE.VALUE_BRAND: [TERMS, ORDERS],
    ROUTE.PARTNER_COMPLETE: [TERMS, ORDERS],
    ROUTE.WHITE_LABEL: [TERMS, ORDERS],
    ROUTE.COMMISSION: [TERMS, ORDERS, CONTRIBUTION],
    ROUTE.EFFORT_FEE: [TERMS, ORDERS, CONTRIBUTION],
    ROUTE.EXIT: [],
}

# How a route came out: True (open), False (not open), None (unknown); its value; field and observed of its reason.
Found = namedtuple("Found", "truth value field observed")
VALUE = "route_alternative.value_minor"


def route_assess(book, given):
    standing, terms = standing_of(book, given), read(given, "route_terms")
    found = {route: look_at(book, standing, terms, route) for route in sorted(NEEDS)}
    own_is_known = found[ROUTE.OWN].truth is True
    if not own_is_known:
        found[ROUTE.EXIT] = Found(False, 0, VALUE, 0)
    best = best_route(found)
    is_person = standing.customer.flags & CUSTOMER_FLAG.NATURAL_PERSON
    lacks_orders = any(one.truth is None and one.field == ORDERS for one in found.values())
    review = not own_is_known or bool(best == ROUTE.EXIT and (is_person or lacks_orders))
    reasons = [reason_of_route(route, found[route], route == best) for route in found]
    if review:
        shown = (CONTRIBUTION, 0) if not own_is_known else ("customer.flags", is_person) if is_person else (ORDERS, 0)
        reasons.append(reason("PERSON_DECIDES", True, *shown, 0))
    alternatives = [
        {"value_minor": one.value, "route": route, "outcome": outcome(one.truth)} for route, one in found.items()
    ]
    result = {"value_minor": found[best].value if best else 0, "route": best, "review": int(review)}
    return {"result": result, "alternatives": alternatives, "reasons": reasons}


def look_at(book, standing, terms, route):
    closed = not_open(book, standing, route)
    if closed:
        return Found(False, 0, *closed)
    missing = first_missing(standing.customer, terms, route)
    if missing:
        return Found(None, 0, missing, 0)
    value = value_of(book.sales, standing.customer, terms, route)
    model.check_money(value, VALUE)
    return Found(True, value, VALUE, value)


def not_open(book, standing, route):
    """Field and observed of what keeps a customer out of a route, else nothing."""
    best, policy = standing.best_tier, book.policy
    if route == ROUTE.VALUE_BRAND and best != TIER.NONE and model.in_mask(policy.value_excluded_tiers, best):
        return "customer.best_tier_24m", best
    if route == ROUTE.EFFORT_FEE and not standing.customer.class_flags & COSTLY:
        return "customer.class_flags", 0
    return None


def offered(given):
    """The routes whose terms are known."""
    terms = read(given, "route_terms")
    return {route for route, field in FIRST_TERM.items() if getattr(terms, field) is not None}


def first_missing(customer, terms, route):
    for need in NEEDS[route]:
        if need == TERMS:
            if getattr(terms, FIRST_TERM[route]) is None:
                return f"route_terms.{FIRST_TERM[route]}"
        elif getattr(customer, need.removeprefix("customer.")) is None:
            return need
    return None


def value_of(sales, customer, terms, route):
    revenue, orders, profit = customer.revenue_12m_minor, customer.orders_12m, customer.contribution4_minor

    def share(amount, *ratios):
        product = Fraction(amount)
        for ratio in ratios:
            product *= Fraction(ratio, BP)
        return half_away(product)

    if route == ROUTE.OWN:
        return profit
    if route == ROUTE.VALUE_BRAND:
        return share(revenue, terms.value_margin_bp) - orders * terms.value_order_cost_minor
    if route == ROUTE.PARTNER_COMPLETE:
        return share(terms.part_revenue_minor, terms.part_margin_bp) - orders * terms.part_order_cost_minor
    if route == ROUTE.WHITE_LABEL:
        return share(revenue, terms.resale_margin_bp) - orders * terms.resale_order_cost_minor
    if route == ROUTE.COMMISSION:
        lost = share(sales.migration_years * max(0, profit), terms.migrate_bp)
        earned = share(revenue, terms.commission_bp, terms.close_bp)
        return earned - orders * terms.forward_cost_minor - lost
    if route == ROUTE.EFFORT_FEE:
        return share(profit + terms.effort_fee_minor * orders, terms.accept_bp)
    return 0


def best_route(found):
    """The largest result, the first of equals; 0 if nothing is left."""
    choices = [route for route, one in found.items() if one.truth]
    return max(choices, key=lambda route: (found[route].value, -route), default=0)


def reason_of_route(route, one, is_best):
    name = next(name for name, number in vars(ROUTE).items() if number == route)
    truth = None if one.truth is None else is_best
    return reason(f"ROUTE_{name}", truth, one.field, one.observed, 0)


# ---- order rhythm ----------------------------------------------------------------------------------------------------


def rhythm_assess(book, given):
    customer = read(given, "customer")
    cost = given.get("order_cost_minor", 0)
    check_argument(cost, 0, MONEY_MAX)
    revenue, orders = customer.revenue_12m_minor, customer.orders_12m
    target = min(DAY_MAX, max(0, ceiling(Fraction(revenue, book.policy.target_order_minor))))
    saving = None if orders is None or revenue <= 0 else max(0, orders - target) * cost
    model.check_money(saving, "rhythm.saving_minor")
    interval = YEAR // target if target else 0
    return {"result": {"saving_minor": saving, "orders_target": target, "interval_days": interval}}


ANSWERS = {
    "company_measure": company_measure,
    "company_advise": company_advise,
    "strategy_comparison": strategy_comparison,
    "plan_customer": plan_customer,
    "visit_check": visit_check,
    "route_assess": route_assess,
    "rhythm_assess": rhythm_assess,
}
CALLS = {}
