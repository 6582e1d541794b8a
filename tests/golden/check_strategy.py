"""Properties of the model of strategy; check_model.py runs them."""

from fractions import Fraction
from itertools import combinations

import generate
import generate_strategy
import model
import strategy
from model import BP, OUTCOME, STRATEGY
from strategy import ROUTE, TRI, VERDICT, VISITS

CASES_A_BOOK = 20


def books(draw):
    for number in range(1, generate_strategy.BOOKS + 1):
        yield model.compile_book(generate_strategy.draw_book(draw, number))


def cases(draw, book, function):
    """Arguments that are not refused, and the answers to them."""
    draw_case = generate_strategy.drawers()[function.__name__]
    for number in range(CASES_A_BOOK):
        given = draw_case(draw, book, number)
        try:
            yield given, function(book, given)
        except model.Refused:
            continue


# ---- figures of the company ------------------------------------------------------------------------------------------


def check_measure(draw):
    """Neither the order of the rows nor their number counts; what is not small takes the rest of a share."""
    for _ in range(600):
        given = generate_strategy.draw_customers(draw)
        try:
            found = strategy.company_measure(None, given)
        except model.Refused:
            continue
        turned = given | {"rows": given["rows"][::-1], "times": 3 * given.get("times", 1)}
        assert strategy.company_measure(None, turned) == found
        others = [row | {"classification.is_small": 1 - row.get("classification.is_small", 0)} for row in given["rows"]]
        rest = strategy.company_measure(None, given | {"rows": others})["result"]
        for name in ("revenue_share_bp", "resource_share_bp"):
            share = found["result"][name]
            assert (share is None) == (rest[name] is None)
            assert share is None or 0 <= share <= BP and share + rest[name] - BP in (0, 1)  # two halves round up
        unknown = [name for name in ("revenue", "resource", "hidden") if found["result"][f"{name}_share_bp"] is None]
        assert len(unknown) == len(found["reasons"])
        if "demand_minor" in given.get("columns", []) and "known" in given["columns"]:
            rows = [row for row in given["rows"] if "demand_minor" in row]
            without = strategy.company_measure(None, given | {"rows": rows})["result"]
            assert without["hidden_share_bp"] == found["result"]["hidden_share_bp"]


# ---- advice ----------------------------------------------------------------------------------------------------------


def check_advice(draw, book):
    for given, answer in cases(draw, book, strategy.company_advise):
        result, reasons = answer["result"], {row[0]: row for row in answer["reasons"]}
        asked = (result["high_cost"], result["growing"])
        decided = {(TRI.YES, TRI.NO): 1, (TRI.NO, TRI.YES): 2, (TRI.YES, TRI.YES): 3, (TRI.NO, TRI.NO): 4}
        assert result["advice"] == decided.get(asked, STRATEGY.UNDECIDED)
        assert [reasons[701][1] == OUTCOME.MATCHED, reasons[702][1] == OUTCOME.MATCHED] == [a == TRI.YES for a in asked]
        check_limits(book.sales, given["company"], result)
        check_scores(answer)
        check_less_known(book, given, result)


def check_limits(sales, company, result):
    """Reaching a limit is enough, and half a basis point reaches the next one."""
    revenue, resources = company.get("revenue_share_bp"), company.get("resource_share_bp")
    if revenue is not None and resources is not None:
        reached = 2 * resources * BP >= (2 * sales.imbalance_bp - 1) * revenue if revenue else resources > 0
        assert result["high_cost"] == (TRI.YES if reached else TRI.NO)
    growth, ambition = company.get("market_growth_bp"), company.get("ambition")
    if growth is not None and ambition is not None:
        missed = growth < sales.company_growth_bp or ambition < sales.ambition_min
        assert result["growing"] == (TRI.NO if missed else TRI.YES)


def check_scores(answer):
    """Contributions add up to the score but for their rounding; weights of 0 and unknown figures add nothing."""
    for score, name in ((STRATEGY.RETREAT, "retreat_score"), (STRATEGY.FORWARD, "forward_score")):
        rows = [row for row in answer["factors"] if row["score"] == score]
        counting = [row for row in rows if row["weight"] and row["outcome"] == OUTCOME.MATCHED]
        found = answer["result"][name]
        assert (found is None) == (not counting)
        total = sum(row["contribution"] for row in rows)
        assert abs(total - (found or 0)) <= Fraction(len(counting) + 1, 2)
        if counting:
            utilities = [row["utility"] for row in counting]
            assert 0 <= min(utilities) <= found <= max(utilities) <= BP
    for row in answer["reasons"]:
        if row[0] == model.REASON.SCORE_CONTRADICTS and row[1] != OUTCOME.UNKNOWN:
            assert (row[1] == OUTCOME.NOT_MATCHED) == (row[4] <= row[5])


def check_less_known(book, given, result):
    """An unknown figure makes an advice undecided or leaves it; it never turns it."""
    for name in given["company"]:
        less = {other: value for other, value in given["company"].items() if other != name}
        then = strategy.company_advise(book, {"company": less})["result"]
        assert then["advice"] in (result["advice"], STRATEGY.UNDECIDED)
        assert then["high_cost"] in (result["high_cost"], 0)


def check_comparison():
    rows = strategy.strategy_comparison(None, {})["rows"]
    stances = [row[name] for row in rows for name in ("retreat", "forward")]
    assert len(rows) == 8
    assert stances == sorted(vars(model.named("stance")).values())


# ---- plan ------------------------------------------------------------------------------------------------------------


def check_plan(draw, book):
    for given, answer in cases(draw, book, strategy.plan_customer):
        customer, result = given["customer"], answer["result"]
        is_key_account = customer["kam_outcome"] == strategy.KEY_ACCOUNT
        assert is_key_account == (result["care"] == model.code("care", "KAM"))
        assert result["effort_fee"] != model.TOGGLE.ON or customer["class_flags"] & strategy.COSTLY
        assert (result["service_state"] == model.STOPPED) == (customer["service_state"] == model.STOPPED)
        if not is_key_account:
            check_order(book, given, result)
        check_not_harsher(book, given, result)


def check_order(book, given, result):
    """An order of the same day is in the same column, and its discount guard looks at the same limit."""
    customer = given["customer"] | {"service_state": 0}
    order = {"net_minor": 100, "priced_at": given["today_at"]}
    answer = model.assess(book, customer, order)
    guard = next(row for row in answer["reasons"] if row[0] == model.REASON.DISCOUNT_ABOVE_TREATMENT)
    assert answer["assessment"]["treatment"] == result["treatment"]
    assert guard[5] == result["max_discount_bp"]


def check_not_harsher(book, given, result):
    """What is forgotten charges no fee, stops nobody and offers nothing."""
    less = given["customer"] | {"class_flags": given["customer"]["class_flags"] & ~strategy.COSTLY}
    less |= {"overdue": 0, "flags": given["customer"]["flags"] & ~8}
    then = strategy.plan_customer(book, given | {"customer": less})["result"]
    assert then["effort_fee"] != model.TOGGLE.ON
    assert then["service_state"] in (result["service_state"], model.code("service_state", "NORMAL"))
    assert then["may_rise"] in (0, TRI.NO)


# ---- visits ----------------------------------------------------------------------------------------------------------


def check_visits(draw, book):
    """More visits never open a door, a reason never closes one."""
    for given, answer in cases(draw, book, strategy.visit_check):
        verdict = answer["out"][0]
        more = strategy.visit_check(book, given | {"visits_this_year": model.DAY_MAX})["out"][0]
        assert verdict <= more
        none = strategy.visit_check(book, given | {"justification": 0})["out"][0]
        assert none == VERDICT.ALLOW or given["plan"]["visits"] in (VISITS.JUSTIFIED, VISITS.NO)
        assert none != VERDICT.ALLOW or verdict == VERDICT.ALLOW
        insight = strategy.visit_check(book, given | {"justification": strategy.USAGE_INSIGHT})["out"][0]
        assert insight <= min(verdict, none)
    visits = {cell: allowed_visits(book, cell) for cell in range(4)}
    most = book.sales.visits_a_year
    assert visits == {VISITS.YES: 400, VISITS.JUSTIFIED: most, VISITS.NO: most, 0: 400}


def allowed_visits(book, cell):
    """How many visits to gain insight a year has, at most 400."""
    given = {"plan": {"visits": cell, "semantics": 1}, "justification": strategy.USAGE_INSIGHT}
    for made in range(400):
        if strategy.visit_check(book, given | {"visits_this_year": made})["out"] == [VERDICT.REFUSED]:
            return made
    return 400


# ---- routes ----------------------------------------------------------------------------------------------------------


def check_routes(draw, book):
    for given, answer in cases(draw, book, strategy.route_assess):
        result, rows = answer["result"], {row["route"]: row for row in answer["alternatives"]}
        open_rows = [row for row in rows.values() if row["outcome"] == OUTCOME.MATCHED]
        assert all(row["value_minor"] <= result["value_minor"] for row in open_rows)
        better = [row["route"] for row in open_rows if row["value_minor"] == result["value_minor"]]
        assert result["route"] == min(better, default=0)
        own_is_known = rows[ROUTE.OWN]["outcome"] == OUTCOME.MATCHED
        assert (rows[ROUTE.EXIT]["outcome"] == OUTCOME.MATCHED) == own_is_known
        assert result["value_minor"] >= 0 or not own_is_known
        is_person = given["customer"]["flags"] & model.CUSTOMER_FLAG.NATURAL_PERSON
        no_orders = given["customer"].get("orders_12m") is None and any(
            row["outcome"] == OUTCOME.UNKNOWN and row["route"] in strategy.offered(given) for row in rows.values()
        )
        leaves = result["route"] == ROUTE.EXIT
        assert result["review"] == (not own_is_known or bool(leaves and (is_person or no_orders)))
        check_values(book, given, rows)


def check_values(book, given, rows):
    """Off from the exact value by half a unit for each product that is rounded, at most."""
    customer, terms = given["customer"], dict.fromkeys(sum(generate_strategy.TERM_GROUPS, []), 0)
    terms |= given["route_terms"]
    revenue, orders = customer.get("revenue_12m_minor", 0), customer.get("orders_12m", 0)
    profit = customer.get("contribution4_minor", 0)
    bp = {name: Fraction(value, BP) for name, value in terms.items() if name.endswith("_bp")}
    lost = book.sales.migration_years * max(0, profit) * bp["migrate_bp"]
    exact = {
        ROUTE.OWN: (profit, 0),
        ROUTE.VALUE_BRAND: (revenue * bp["value_margin_bp"] - orders * terms["value_order_cost_minor"], 1),
        ROUTE.PARTNER_COMPLETE: (
            terms["part_revenue_minor"] * bp["part_margin_bp"] - orders * terms["part_order_cost_minor"],
            1,
        ),
        ROUTE.WHITE_LABEL: (revenue * bp["resale_margin_bp"] - orders * terms["resale_order_cost_minor"], 1),
        ROUTE.COMMISSION: (
            revenue * bp["commission_bp"] * bp["close_bp"] - orders * terms["forward_cost_minor"] - lost,
            2,
        ),
        ROUTE.EFFORT_FEE: ((profit + orders * terms["effort_fee_minor"]) * bp["accept_bp"], 1),
        ROUTE.EXIT: (0, 0),
    }
    for route, row in rows.items():
        value, products = exact[route]
        if row["outcome"] == OUTCOME.MATCHED:
            assert abs(row["value_minor"] - value) <= Fraction(products, 2)
        else:
            assert row["value_minor"] == 0


def check_forgotten_terms():
    """The example of the guide: with every choice of terms unknown the best of the others is chosen, never a guess."""
    book = model.compile_book({"book": "routes", "policy": {"preset": 1, "currency": 978}})
    customer = {"tier": "C", "revenue_12m_minor": 800_000, "orders_12m": 20, "contribution4_minor": 10_000}
    terms = {"resale_margin_bp": 1200, "resale_order_cost_minor": 3000, "commission_bp": 500, "close_bp": 6000}
    terms |= {"migrate_bp": 3000, "forward_cost_minor": 400}
    values = {ROUTE.OWN: 10_000, ROUTE.WHITE_LABEL: 36_000, ROUTE.COMMISSION: 7000, ROUTE.EXIT: 0}
    names = {ROUTE.WHITE_LABEL: "resale", ROUTE.COMMISSION: "commission close migrate forward"}
    for count in range(3):
        for forgotten in combinations(names, count):
            unknown = " ".join(names[route] for route in forgotten).split()
            known = {name: value for name, value in terms.items() if name.partition("_")[0] not in unknown}
            given = {"customer": customer, "route_terms": known, "today_at": 1}
            result = strategy.route_assess(book, given)["result"]
            left = {route: value for route, value in values.items() if route not in forgotten}
            assert (result["value_minor"], result["route"]) == max((value, route) for route, value in left.items())


# ---- order rhythm ----------------------------------------------------------------------------------------------------


def check_rhythm(draw, book):
    """The fewest orders of at most the target value; the days between them fill no more than a year."""
    value = book.policy.target_order_minor
    for given, answer in cases(draw, book, strategy.rhythm_assess):
        result, revenue = answer["result"], given["customer"]["revenue_12m_minor"]
        target, interval = result["orders_target"], result["interval_days"]
        if target < model.DAY_MAX:
            assert target * value >= revenue
        assert target == 0 or (target - 1) * value < revenue
        assert interval * target <= 365 and (target == 0 or (interval + 1) * target > 365)
        assert result["saving_minor"] is None or revenue > 0


def check_properties():
    draw = generate.Draw(5)
    check_measure(draw)
    check_comparison()
    check_forgotten_terms()
    for book in books(draw):
        check_advice(draw, book)
        check_plan(draw, book)
        check_visits(draw, book)
        check_routes(draw, book)
        check_rhythm(draw, book)
