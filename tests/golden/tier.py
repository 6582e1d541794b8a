"""The exact model of classification, demand estimate and selection.

Written from docs/guide/tier.md and sections 0 and 6 of the specification alone; it knows nothing of the library.
"""

from collections import namedtuple
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace

import model
from customers import half_away, read, read_rows
from customers import reason as shown
from findings import as_ratio, ceiling, outcome, reason
from model import BP, CUSTOMER_FLAG, MONEY_MAX, NEVER, REASON, TIER, TREATMENT, Refused

SCHEME = model.named("scheme")
SEGMENT = model.named("segment")
FLAG = model.named("flag")
OVERDUE = model.named("overdue")
SMALL_BY = model.named("small_by")
DEMAND_SOURCE = model.named("demand_source")
KEY_ACCOUNT = model.code("kam_outcome", "KEY_ACCOUNT")
YEAR = 365
SEMANTICS = 1
PEERS_LEAST = 10
NEXT_ROWS = 5

# A condition: True, False or None (unknown), and the field, observed and threshold that a reason shows.
Test = namedtuple("Test", "truth field observed threshold")


def known_test(value, field, threshold, holds):
    """A condition on a value that may be unknown."""
    return Test(None if value is None else holds(value), field, value or 0, threshold)


def all_of(tests):
    """Joined by "and": the first false one, else the first unknown one, else the last."""
    for truth in (False, None):
        for test in tests:
            if test.truth is truth:
                return test
    return tests[-1]


def limit(exact):
    """A threshold as it is shown."""
    return min(NEVER, ceiling(Fraction(exact)))


# ---- what is classified ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """One customer with everything that its classification looks at."""

    policy: SimpleNamespace
    customer: SimpleNamespace
    basis: SimpleNamespace
    cut_a: int
    cut_b: int

    def revenue(self):
        return self.customer.revenue_12m_minor

    def bought(self):
        """max(0, R)"""
        return max(0, self.revenue())

    def gap(self):
        demand = self.customer.demand_minor
        return None if demand is None else max(0, demand - self.bought())

    def share_of_wallet(self):
        demand = self.customer.demand_minor
        if demand is None or (demand == 0 and self.revenue() <= 0):
            return None
        if self.revenue() > demand:
            return BP
        return half_away(Fraction(self.bought() * BP, demand))

    def streak(self):
        """Classifications in a row with a negative DB IV, this one included."""
        loss = (self.customer.contribution4_minor or 0) < 0
        return self.customer.negative_streak + 1 if loss else 0

    def days_since(self, day):
        return self.basis.today_at - day


def subject_of(book, given):
    customer = read(given, "customer")
    basis = read(given, "classification_basis")
    if customer.override_reason and not customer.tier_override:
        raise Refused("INVALID", "customer.override_reason")
    complaints, orders = customer.complaint_orders, customer.orders_12m
    if complaints is not None and orders is not None and complaints > orders:
        raise Refused("INVALID", "customer.complaint_orders")
    return Subject(book.policy, customer, basis, *cuts(book.policy, basis))


def cuts(policy, basis):
    """From the basis if cut A is set there, else from the policy; both or neither."""
    if basis.cut_a_minor:
        cut_a, cut_b = basis.cut_a_minor, basis.cut_b_minor
    else:
        cut_a, cut_b = policy.cut_a_minor, policy.cut_b_minor
        if basis.cut_b_minor:
            raise Refused("INVALID")
    if cut_a == 0 or cut_b == 0 or cut_b > cut_a:
        raise Refused("INVALID")  # either of the two may be named
    return cut_a, cut_b


# ---- tier ------------------------------------------------------------------------------------------------------------


def cut_moved(subject, cut, tier):
    """The smallest revenue that reaches a cut by hysteresis; a cut "none" is never reached."""
    old = subject.customer.tier
    if cut == NEVER:
        return NEVER
    if old == TIER.NONE:
        return cut
    policy = subject.policy
    factor = BP - policy.hysteresis_down_bp if old <= tier else BP + policy.hysteresis_up_bp
    return limit(Fraction(cut * factor, BP))


# A rule that was looked at: its reason (a name), its condition and the tier that it gives if the condition holds.
Rule = namedtuple("Rule", "name test tier")


def rules_of(subject, cut_a, cut_b):
    """The rules of the scheme in their order."""
    scheme, revenue = subject.policy.scheme, subject.revenue()
    field = "customer.revenue_12m_minor"
    yield Rule("REVENUE_A", Test(revenue >= cut_a, field, revenue, cut_a), TIER.A)
    if scheme != SCHEME.VERKAUFSPROFI:
        yield Rule("REVENUE_B", Test(revenue >= cut_b, field, revenue, cut_b), TIER.B)
    if scheme == SCHEME.ABCD:
        yield Rule("HIDDEN_CHAMPION", hidden_champion(subject), TIER.B)
    if scheme in (SCHEME.ABCD, SCHEME.VERKAUFSPROFI):
        yield Rule("PROSPECT", prospect(subject), TIER.B)
    if scheme == SCHEME.ABCD:
        yield Rule("NEGATIVE_CONTRIBUTION", negative_contribution(subject), TIER.D)
    yield Rule("NO_HIGHER_RULE", Test(True, "classification.rule_tier", TIER.C, 0), TIER.C)


def champion_tests(subject):
    """The three conditions of a hidden champion."""
    customer, policy = subject.customer, subject.policy
    demand, sow = customer.demand_minor, subject.share_of_wallet()
    little = None
    if demand is not None:
        little = min(subject.bought(), demand) * BP <= policy.sow_max_bp * demand
    confident = policy.confidence_min_bp
    return [
        known_test(demand, "customer.demand_minor", subject.cut_a, lambda value: value >= subject.cut_a),
        Test(little, "classification.sow_bp", sow or 0, policy.sow_max_bp),
        known_test(
            customer.demand_confidence_bp, "customer.demand_confidence_bp", confident, lambda value: value >= confident
        ),
    ]


def hidden_champion(subject):
    tests = champion_tests(subject)
    return tests[0] if all(test.truth for test in tests) else all_of(tests)


def prospect(subject):
    least = subject.policy.evidence_min
    return known_test(subject.customer.evidence, "customer.evidence", least, lambda value: value >= least)


def negative_contribution(subject):
    if subject.customer.contribution4_minor is None:
        return Test(None, "customer.contribution4_minor", 0, 0)
    streak = subject.streak()
    return Test(streak >= 2, "customer.negative_streak", streak, 2)


# What the rules gave: the tier, the reason that decided (a name), and the reasons of the rules that were looked at.
Ruled = namedtuple("Ruled", "tier name reasons")


def follow_rules(subject, cut_a, cut_b):
    reasons = []
    for rule in rules_of(subject, cut_a, cut_b):
        reasons.append(reason(rule.name, *rule.test))
        if rule.test.truth is not True:
            continue
        if rule.name == "REVENUE_B" and subject.policy.scheme == SCHEME.ZUPANCIC:
            willing = subject.customer.flags & CUSTOMER_FLAG.WILLING_TO_PAY
            test = Test(bool(willing) or None, "customer.flags", willing, CUSTOMER_FLAG.WILLING_TO_PAY)
            reasons.append(reason("WILLING_TO_PAY", *test))
            if not willing:
                return Ruled(TIER.C, "WILLING_TO_PAY", reasons)
        return Ruled(rule.tier, rule.name, reasons)
    raise AssertionError("the last rule always holds")


def too_new(subject):
    first, tenure = subject.customer.first_order_at, subject.policy.tenure_days
    truth = subject.days_since(first) < tenure if first else None
    return Test(truth, "customer.first_order_at", first, subject.basis.today_at - tenure)


def inactive(subject):
    orders, last = subject.customer.orders_12m, subject.customer.last_order_at
    if orders is not None:
        return Test(orders == 0, "customer.orders_12m", orders, 0)
    truth = subject.days_since(last) >= YEAR if last else None
    return Test(truth, "customer.last_order_at", last, subject.basis.today_at - YEAR)


# Plain tier, rule tier, final tier, whether the old one is held, whether a person set it, the reason that decided
# (a name), and all reasons up to 612.
Tiers = namedtuple("Tiers", "plain rule final held overridden name reasons")


def tiers_of(subject):
    new = too_new(subject)
    reasons = [reason("TOO_NEW", *new)]
    if new.truth:
        return with_override(subject, TIER.NONE, TIER.NONE, "TOO_NEW", reasons)
    idle = inactive(subject)
    reasons.append(reason("INACTIVE", *idle))
    if idle.truth:
        return with_override(subject, TIER.NONE, TIER.NONE, "INACTIVE", reasons)

    plain = follow_rules(subject, subject.cut_a, subject.cut_b).tier
    cut_a = cut_moved(subject, subject.cut_a, TIER.A)
    cut_b = cut_moved(subject, subject.cut_b, TIER.B)
    moved = follow_rules(subject, cut_a, cut_b)
    reasons += moved.reasons
    tier, name = moved.tier, moved.name
    old = subject.customer.tier
    if old != TIER.NONE:
        came_out = "HELD" if moved.tier != plain else False
        reasons.append(reason("HYSTERESIS", came_out, "customer.tier", old, plain))
    if old not in (TIER.NONE, moved.tier):
        came_out, threshold = dwell(subject)
        reasons.append(reason("DWELL", came_out, "customer.tier_since_at", subject.customer.tier_since_at, threshold))
        if came_out == "HELD":
            tier, name = old, "DWELL"
    return with_override(subject, plain, tier, name, reasons)


def dwell(subject):
    """Outcome of reason 611, and its threshold."""
    since, days = subject.customer.tier_since_at, subject.policy.dwell_days
    threshold = subject.basis.today_at - days
    if since == 0:
        return None, threshold
    return "HELD" if subject.days_since(since) < days else False, threshold


def with_override(subject, plain, rule, name, reasons):
    """The final tier: that of a person until it expires."""
    customer, today = subject.customer, subject.basis.today_at
    override, until = customer.tier_override, customer.override_until_at
    valid = override != TIER.NONE and (until == 0 or today < until)
    if valid:
        reasons.append(reason("OVERRIDE", True, "customer.tier_override", override, rule))
    elif override:
        reasons.append(reason("OVERRIDE", False, "customer.override_until_at", until, today))
    held = rule == customer.tier and plain != rule
    final, name = (override, "OVERRIDE") if valid else (rule, name)
    return Tiers(plain, rule, final, held, valid, name, reasons)


# ---- small, segment, treatment ---------------------------------------------------------------------------------------


def small_test(subject):
    """Whether the customer is small."""
    policy = subject.policy
    if policy.small_by == 0:
        revenue = subject.revenue()
        return Test(revenue < subject.cut_b, "customer.revenue_12m_minor", revenue, subject.cut_b)
    holding = sum(
        model.in_mask(policy.small_by, criterion) and value is not None and value < below
        for criterion, value, below in criteria(subject)
    )
    return Test(holding >= policy.small_k, "policy.small_k", holding, policy.small_k)


def criteria(subject):
    customer, policy = subject.customer, subject.policy
    return [
        (SMALL_BY.REVENUE, customer.revenue_12m_minor, policy.small_revenue_minor),
        (SMALL_BY.EMPLOYEES, customer.employees, policy.small_employees),
        (SMALL_BY.QUANTITY, customer.quantity_12m, policy.small_quantity),
        (SMALL_BY.ORDER_VALUE, customer.typical_order_minor, policy.small_order_minor),
    ]


def segments_of(subject):
    """Segment and possible segment."""
    good, gap = subject.revenue() >= subject.cut_b, subject.gap()
    little = SEGMENT.BASE if good else SEGMENT.SMALL
    if gap is None:
        return SEGMENT.UNKNOWN_POTENTIAL, little
    much = SEGMENT.TOP if good else SEGMENT.DEVELOPMENT
    segment = much if gap >= subject.policy.gap_cut_minor else little
    return segment, segment


def treatment_of(subject, tier, small, developable):
    tier = tier or subject.policy.default_tier or TIER.C
    if subject.customer.kam_outcome == KEY_ACCOUNT or tier == TIER.A:
        return TREATMENT.A
    if tier == TIER.D:
        return TREATMENT.D
    if not small and not (subject.policy.scheme == SCHEME.ZUPANCIC and tier == TIER.C):
        return TREATMENT.B
    return TREATMENT.DEVELOPABLE if developable else TREATMENT.SMALL


# ---- flags -----------------------------------------------------------------------------------------------------------


def flags_of(subject, small, tier):
    """The condition of each flag, by its code, in their order."""
    customer = subject.customer
    is_small = Test(small, "classification.is_small", int(small), 1)
    smart = smart_account(subject, is_small)
    found = {
        FLAG.HIDDEN_CHAMPION: all_of([is_small, *champion_tests(subject)]),
        FLAG.PROSPECT: all_of([is_small, prospect(subject)]),
        FLAG.SMART_ACCOUNT: smart,
        FLAG.LARGE_FIRM_SMALL_BUYER: large_firm(subject, smart),
        FLAG.HOPE_ACCOUNT: hope_account(subject),
        FLAG.KEY_DISCOUNT: key_discount(subject, tier),
        FLAG.OVERSERVED: overserved(subject),
        FLAG.DECLINING: known_test(customer.evidence, "customer.evidence", -3, lambda level: level <= -3),
        FLAG.CHURN_RISK: churn_risk(customer),
        FLAG.LARGE_SHARE: large_share(subject),
        FLAG.STALE: stale(subject),
        FLAG.COSTLY: costly(subject, tier),
    }
    found[FLAG.DEVELOPABLE] = developable(customer, found)
    return found


def smart_account(subject, is_small):
    customer, least = subject.customer, subject.policy.smart_growth_bp
    profit = known_test(customer.contribution4_minor, "customer.contribution4_minor", 0, lambda value: value > 0)
    evidence = known_test(customer.evidence, "customer.evidence", 3, lambda level: level >= 3)
    market = known_test(customer.market_growth_bp, "customer.market_growth_bp", least, lambda growth: growth >= least)
    return all_of([is_small, profit, either(evidence, market)])


def either(first, second):
    """Joined by "or": the first that holds, else the first unknown one, else the first."""
    for truth in (True, None):
        for test in (first, second):
            if test.truth is truth:
                return test
    return first


def large_firm(subject, smart):
    least = subject.policy.large_firm_employees
    size = known_test(subject.customer.employees, "customer.employees", least, lambda value: value >= least)
    return all_of([smart, size])


def hope_account(subject):
    customer, policy = subject.customer, subject.policy
    cost, bought = customer.cost_to_serve_minor, subject.bought()
    share = realisation(subject)
    below = policy.hope_realisation_bp
    shown = 0 if share is None else min(BP, half_away(share))
    costs = None
    if cost is not None:
        costs = cost > 0 and cost * BP >= policy.hope_cost_bp * bought
    return all_of(
        [
            known_test(customer.announced_minor, "customer.announced_minor", 0, lambda value: value > 0),
            Test(None if share is None else share < below, "evidence.realisation_bp", shown, below),
            known_test(customer.evidence, "customer.evidence", 1, lambda level: level <= 1),
            Test(costs, "customer.cost_to_serve_minor", cost or 0, limit(Fraction(policy.hope_cost_bp * bought, BP))),
        ]
    )


def realisation(subject):
    """Realisation of announcements in bp, exact, with a quarter of max(R, 0) as the median quarter."""
    customer, policy = subject.customer, subject.policy
    if customer.announced_minor is None or customer.realised_minor is None:
        return None
    quarter = Fraction(subject.bought(), 4)
    a, b = policy.realisation_a_bp * quarter / BP, policy.realisation_b_bp * quarter / BP
    below = customer.announced_minor + a + b
    return (customer.realised_minor + a) * BP / below if below else None


def key_discount(subject, tier):
    customer, least = subject.customer, subject.policy.key_discount_bp
    return all_of(
        [
            Test(tier == TIER.A, "classification.tier", tier, TIER.A),
            known_test(customer.discount_bp, "customer.discount_bp", least, lambda value: value >= least),
            poorer_than_small(subject),
        ]
    )


def poorer_than_small(subject):
    """DB I by R below that of the small tiers."""
    profit, revenue = subject.customer.contribution1_minor, subject.revenue()
    small = subject.basis.small_contribution1_bp
    field = "contribution.contribution1_bp"
    if profit is None or revenue <= 0:
        return Test(None, field, 0, small or 0)
    if small is None:
        return Test(None, "classification_basis.small_contribution1_bp", 0, 0)
    share = Fraction(profit * BP, revenue)
    return Test(share < small, field, as_ratio(share), small)


def overserved(subject):
    cost = subject.customer.cost_to_serve_minor
    net, all_cost = subject.basis.all_net_minor, subject.basis.all_cost_to_serve_minor
    field = "customer.cost_to_serve_minor"
    if cost == 0:
        return Test(False, field, 0, 1)
    threshold = 0
    if net and all_cost is not None:
        exact = Fraction(subject.policy.overserved_bp * subject.bought() * all_cost, net * BP)
        threshold = max(1, limit(exact))
    if cost is None:
        return Test(None, field, 0, threshold)
    if not net:
        return Test(None, "classification_basis.all_net_minor", 0, 0)
    if all_cost is None:
        return Test(None, "classification_basis.all_cost_to_serve_minor", 0, 0)
    return Test(cost >= exact, field, cost, threshold)


def churn_risk(customer):
    overdue = customer.overdue
    truth = overdue in (OVERDUE.OVERDUE, OVERDUE.SILENT) if overdue else None
    return Test(truth, "customer.overdue", overdue, OVERDUE.OVERDUE)


def large_share(subject):
    total, revenue = subject.basis.total_minor, subject.revenue()
    if not total:
        return Test(None, "classification_basis.total_minor", 0, 0)
    exact = Fraction(subject.policy.large_share_bp * total, BP)
    return Test(revenue >= exact, "customer.revenue_12m_minor", revenue, limit(exact))


def stale(subject):
    day, days = subject.customer.classified_at, subject.policy.stale_days
    truth = subject.days_since(day) > days if day else None
    return Test(truth, "customer.classified_at", day, subject.basis.today_at - days)


def costly(subject, tier):
    small_tier = Test(tier in (TIER.C, TIER.D), "classification.tier", tier, TIER.C)
    return all_of([small_tier, either(complains(subject), eats_its_profit(subject))])


def complains(subject):
    customer, policy = subject.customer, subject.policy
    complaints, least = customer.complaint_orders, policy.costly_complaints
    field = "customer.complaint_orders"
    if complaints is None:
        return Test(None, field, 0, least)
    if complaints < least:
        return Test(False, field, complaints, least)
    if customer.orders_12m is None:
        return Test(None, "customer.orders_12m", 0, least)
    low, _ = model.wilson(complaints, customer.orders_12m)
    return Test(low >= policy.costly_rate_bp, field, complaints, least)


def eats_its_profit(subject):
    cost, profit = subject.customer.cost_to_serve_minor, subject.customer.contribution1_minor
    field = "customer.cost_to_serve_minor"
    if profit is None:
        return Test(None, field if cost is None else "customer.contribution1_minor", 0, 0)
    exact = Fraction(subject.policy.costly_effort_bp * max(1, profit), BP)
    return known_test(cost, field, limit(exact), lambda value: value >= exact)


def developable(customer, found):
    """One of the first three flags, or the host's; the code of the flag is what is shown."""
    field = "classification.class_flags"
    three = (FLAG.HIDDEN_CHAMPION, FLAG.PROSPECT, FLAG.SMART_ACCOUNT)
    for flag in three:
        if found[flag].truth:
            return Test(True, field, flag, 0)
    if customer.flags & CUSTOMER_FLAG.DEVELOPABLE:
        return Test(True, "customer.flags", CUSTOMER_FLAG.DEVELOPABLE, 0)
    for flag in three:
        if found[flag].truth is None:
            return Test(None, field, flag, 0)
    return Test(False, "customer.flags", 0, 0)


# ---- classify --------------------------------------------------------------------------------------------------------


def classify(book, given):
    subject = subject_of(book, given)
    tiers = tiers_of(subject)
    small = small_test(subject)
    flags = flags_of(subject, small.truth, tiers.final)
    segment, possible = segments_of(subject)
    result = {
        "class_flags": sum(model.bit("flag", flag) for flag, test in flags.items() if test.truth),
        "gap_minor": subject.gap(),
        "tier": tiers.final,
        "rule_tier": tiers.rule,
        "plain_tier": tiers.plain,
        "tier_reason": getattr(REASON, tiers.name),
        "segment": segment,
        "possible_segment": possible,
        "treatment": treatment_of(subject, tiers.final, small.truth, flags[FLAG.DEVELOPABLE].truth),
        "sow_bp": subject.share_of_wallet(),
        "negative_streak": subject.streak(),
        "is_small": int(small.truth),
        "held": int(tiers.held),
        "overridden": int(tiers.overridden),
        "scheme": subject.policy.scheme,
        "semantics": SEMANTICS,
    }
    reasons = tiers.reasons + reasons_of_potential(subject)
    reasons.append(reason("SMALL", *small))
    first = REASON.FLAG_HIDDEN_CHAMPION
    for flag, test in flags.items():
        reasons.append(shown(first + flag, outcome(test.truth), test.field, test.observed, test.threshold))
    return {"result": result, "reasons": reasons}


def reasons_of_potential(subject):
    customer, gap = subject.customer, subject.gap()
    demand, revenue = customer.demand_minor, subject.revenue()
    found = []
    if demand is not None and revenue > demand:
        found.append(reason("POTENTIAL_BELOW_REVENUE", True, "customer.demand_minor", demand, revenue))
    known = True if demand is not None else None
    found.append(reason("DEMAND", known, "customer.demand_source", customer.demand_source, 0))
    cut = subject.policy.gap_cut_minor
    found.append(reason("SEGMENT", None if gap is None else gap >= cut, "classification.gap_minor", gap or 0, cut))
    return found


# ---- demand ----------------------------------------------------------------------------------------------------------

UNKNOWN_DEMAND = {"demand_minor": None, "gap_minor": None, "confidence_bp": None, "demand_source": 0, "peers": 0}


def demand_estimate(_, given):
    rows = [row for _, row in read_rows(given, "demand_input")]
    found, statuses = [], []
    for index, row in enumerate(rows):
        others = rows[:index] + rows[index + 1 :] if given.get("memory", 1) else []
        estimate = estimate_of(row, others)
        in_range = estimate["demand_minor"] is None or estimate["demand_minor"] <= MONEY_MAX
        found.append(estimate if in_range else dict(UNKNOWN_DEMAND))
        statuses.append("OK" if in_range else "RANGE")
    some = {"status": "SOME_ROWS"} if "RANGE" in statuses else {}
    return some | {"rows": found, "row_status": statuses}


def estimate_of(row, others):
    source, demand, confidence, peers = first_source(row, others)
    if source == 0:
        return dict(UNKNOWN_DEMAND)
    bought = max(0, row.revenue_12m_minor)
    demand = max(demand, bought)
    return {
        "demand_minor": demand,
        "gap_minor": demand - bought,
        "confidence_bp": confidence,
        "demand_source": source,
        "peers": peers,
    }


def first_source(row, others):
    """Source, demand, confidence and number of peers, in order of trust."""
    if row.stated_minor is not None:
        return DEMAND_SOURCE.STATED, row.stated_minor, row.stated_confidence_bp, 0
    if row.size is not None and row.consumption_minor is not None:
        return DEMAND_SOURCE.CONSUMPTION, row.size * row.consumption_minor, row.consumption_confidence_bp, 0
    peers = [other for other in others if is_peer(row, other)]
    if row.size is None or len(peers) < PEERS_LEAST:
        return 0, None, None, 0
    by_size = sorted(Fraction(peer.revenue_12m_minor, peer.size) for peer in peers)
    quantile = by_size[ceiling(Fraction(8 * len(peers), 10)) - 1]
    return DEMAND_SOURCE.PEERS, half_away(row.size * quantile), min(BP, 500 * len(peers)), len(peers)


def is_peer(row, other):
    same = (other.peer_key, other.category) == (row.peer_key, row.category)
    return row.peer_key != 0 and same and other.size is not None


# ---- selection -------------------------------------------------------------------------------------------------------

DEVELOPABLE = sum(
    model.bit("flag", flag) for flag in (FLAG.HIDDEN_CHAMPION, FLAG.PROSPECT, FLAG.SMART_ACCOUNT, FLAG.DEVELOPABLE)
)
SELECTED = model.bit("flag", FLAG.SELECTED)


def select(book, given):
    policy = book.policy
    most, budget = given.get("most", -1), given.get("budget_minor", -1)
    if most < 0 and budget < 0:
        raise Refused("INVALID")
    rows = [row for _, row in read_rows(given, "customer")]
    if len({row.id for row in rows}) < len(rows):
        raise Refused("INVALID")

    looked_at = [index for index, row in enumerate(rows) if is_developable(row)]
    values = {index: development_value(policy, rows[index]) for index in looked_at}
    ranked = sorted((i for i in looked_at if values[i] > 0), key=lambda i: (-values[i], rows[i].id))
    number = min(
        len(ranked),
        most if most >= 0 else len(ranked),
        budget // policy.development_cost_minor if budget >= 0 else len(ranked),
    )
    chosen, left = ranked[:number], ranked[number:]
    last = values[chosen[-1]] if chosen else 0
    result = {
        "cut_minor": last if chosen else NEVER,
        "developable": len(looked_at),
        "chosen": number,
        "spent_minor": number * policy.development_cost_minor,
    }
    threshold = values[left[0]] if left else 0
    return {
        "result": result,
        "chosen": [development(rows, values, index) for index in chosen],
        "next": [development(rows, values, index) for index in left[:NEXT_ROWS]],
        "class_flags": [row.class_flags & ~SELECTED | SELECTED * (i in chosen) for i, row in enumerate(rows)],
        "reasons": [reason("SELECTION", bool(chosen), "selection.cut_minor", last, threshold)],
    }


def is_developable(row):
    return bool(row.class_flags & DEVELOPABLE or row.flags & CUSTOMER_FLAG.DEVELOPABLE)


def development_value(policy, row):
    """What developing a customer may bring a year; 0 if that is not known."""
    if row.demand_minor is None:
        return 0
    gap = max(0, row.demand_minor - max(0, row.revenue_12m_minor))
    level = row.evidence or 0
    chance = getattr(policy, f"growth_chance_{level}_bp") if level >= 0 else 0
    margin = policy.margin_bp if row.margin_bp is None else row.margin_bp
    return half_away(Fraction(half_away(Fraction(gap * chance, BP)) * margin, BP))


def development(rows, values, index):
    return {"id": rows[index].id, "development_minor": values[index], "row": index}


ANSWERS = {"classify": classify, "demand_estimate": demand_estimate, "select": select}
CALLS = {}
