"""Random cases of strategy, mostly at and one off a limit, with whatever is unknown in all combinations."""

import generate
import model
import strategy

CASES = 3200
BOOKS = 64
LONG_TABLES = 4
MAX, DAY_MAX, BP = model.MONEY_MAX, model.DAY_MAX, model.BP
TODAY = generate.TODAY
STRATEGY, VISITS = model.STRATEGY, strategy.VISITS

STATUSES = {
    "company_measure": "OK RANGE INVALID UNSUPPORTED",
    "company_advise": "OK RANGE",
    "strategy_comparison": "OK",
    "plan_customer": "OK INVALID RANGE UNSUPPORTED",
    "visit_check": "OK RANGE UNSUPPORTED",
    "route_assess": "OK INVALID RANGE UNSUPPORTED",
    "rhythm_assess": "OK RANGE",
}
ALL = "MATCHED NOT_MATCHED UNKNOWN"
OUTCOMES = {
    "company_measure": {1: "UNKNOWN", 3: "UNKNOWN"},
    "company_advise": {701: ALL, 702: ALL, 703: ALL, 704: "MATCHED"},
    "plan_customer": {
        710: "MATCHED",
        711: "MATCHED NOT_MATCHED",
        712: "MATCHED NOT_MATCHED",
        713: "MATCHED",
        714: "MATCHED UNKNOWN",
        715: ALL,
    },
    "visit_check": {720: ALL},
    "route_assess": dict.fromkeys(range(731, 737), ALL) | {737: "MATCHED NOT_MATCHED", 738: "MATCHED"},
}


def lines(draw):
    books = {}
    for number in range(1, BOOKS + 1):
        line = draw_book(draw, number)
        books[line["book"]] = model.compile_book(line)
        yield line
    yield {"do": "strategy_comparison", "name": "all", "in": {}}
    for number in range(1, LONG_TABLES + 1):
        yield {"do": "company_measure", "name": f"long{number}", "in": draw_long_table(draw)}
    names = sorted(books)
    for number in range(1, CASES + 1):
        yield {"do": "company_measure", "name": f"{number:04}", "in": draw_customers(draw)}
        for function, draw_case in drawers().items():
            name = draw.pick(names)
            given = draw_case(draw, books[name], number)
            yield {"do": function, "name": f"{number:04}", "book": name, "in": shown_arguments(given)}


def drawers():
    """What draws the arguments of the functions that take a rulebook."""
    return {
        "company_advise": draw_advice,
        "plan_customer": draw_plan,
        "visit_check": draw_visit,
        "route_assess": draw_route,
        "rhythm_assess": draw_rhythm,
    }


def shown_arguments(given):
    """Records without what is default; plain numbers as they are."""
    return {name: generate.shown(name, value) if isinstance(value, dict) else value for name, value in given.items()}


def near(draw, value, low, high):
    """The value or one beside it, within limits."""
    return max(low, min(high, value + draw.pick([-1, 0, 0, 1])))


def forget(fields, bits, *groups):
    """Fields of the groups whose bit is not set become unknown."""
    for position, group in enumerate(groups):
        if not bits >> position & 1:
            for name in group:
                fields.pop(name, None)


# ---- books -----------------------------------------------------------------------------------------------------------

POLICY = {
    "default_tier": [0, 1, 2, 3, 4],
    "flags": [0, 1, 2, 3],
    "value_excluded_tiers": [0, 2, 6, 14, 16, 31],
    "max_discount_bp": [0, 1, 1500, 10_000],
    "contacts_a_year": [0, 1, 366],
    "target_order_minor": [1, 3, 7, 25_000, 1000, MAX],
}
SALES = {
    "imbalance_bp": [0, 1, 10_000, 15_000, 15_000, 26_666, 26_667, 100_000_000, DAY_MAX],
    "company_growth_bp": [-10_000, -1, 0, 300, 300, DAY_MAX],
    "ambition_min": [0, 1, 5000, 10_000],
    "visits_a_year": [0, 1, 2, 2, 12, 366],
    "migration_years": [0, 1, 3, 100],
}


def draw_book(draw, number):
    """Every preset with every strategy; the first dozen has the numbers of the presets."""
    policy = {"preset": 1 + number % 3, "currency": draw.pick(generate.CURRENCIES), "strategy": 1 + number % 4}
    line = {"book": f"s{number:02}", "policy": policy, "order_rules": []}
    if number <= 12:
        return generate.shown_book(line)
    changed = draw.pick([20, 50])
    policy |= {name: draw.pick(values) for name, values in POLICY.items() if draw.chance(changed)}
    line["sales_policy"] = {name: draw.pick(values) for name, values in SALES.items() if draw.chance(changed)}
    if draw.chance(60):
        line["treatment_rows"] = [] if draw.chance(6) else draw_treatments(draw)
    if draw.chance(70):
        line["strategy_weights"] = [] if draw.chance(6) else draw_weights(draw)
    return generate.shown_book(line)


def draw_treatments(draw):
    """Rows with anything in their cells; pairs are missing."""
    pairs = [(strategy, column) for strategy in (1, 2) for column in (1, 2, 3, 4, 5)]
    cells = ["care", "price_model", "discount_mode", "small_order_fees", "contact_mode", "visits", "documents"]
    rows = []
    for chosen, column in pairs:
        if draw.chance(20):
            continue
        row = {"strategy": chosen, "treatment": column}
        row |= {name: draw.pick(codes_of("treatment_row", name)) for name in cells}
        row["care"] = draw.pick([0, 10, 20, 30, 40, 50, 60])
        row["effort_fee"] = draw.pick([0, 1, 2, 2, 2])
        row["replenishment"] = draw.pick([0, 1, 2, 2, 2])
        row |= {"group_events": draw.below(2), "range": draw.below(8) * 2, "services": draw.pick([0, 2, 96, 2**31])}
        row |= {name: draw.pick([0, 1, 4, 366]) for name in ("contacts_a_year", "trainings_a_year")}
        row["max_discount_bp"] = draw.pick([0, 300, 10_000])
        rows.insert(draw.below(len(rows) + 1), row)
    return rows


def codes_of(record, field):
    spec = next(spec for spec in model.field_table(record) if spec["name"] == field)
    return sorted(model.known_codes(spec["unit"].split()[1]))


def draw_weights(draw):
    """Anchors around what the figures can be, both ways, also next to each other; weights of 0."""
    pairs = [(score, factor) for score in (1, 2) for factor in range(1, 7)]
    anchors = [(0, 10_000), (10_000, 0), (0, 1), (1, 0), (300, 299), (4, 0), (0, 3), (26_666, 26_667), (15_000, 10_000)]
    anchors += [(-MAX, MAX), (MAX, -MAX), (MAX, MAX - 1), (-MAX, 1 - MAX), (-10_000, DAY_MAX), (0, 20_000)]
    weights = draw.pick([[0, 1], [0, 0, 0, 7], [1, 2, 3], [1, 10_000], [10_000], [0]])
    rows = []
    for score, factor in draw.some(pairs, 12):
        low, high = draw.pick(anchors)
        row = {"score": score, "factor": factor, "low": low, "high": high, "weight": draw.pick(weights)}
        rows.insert(draw.below(len(rows) + 1), row)
    return rows


# ---- figures of the company ------------------------------------------------------------------------------------------

COLUMNS = ["revenue_12m_minor", "cost_to_serve_minor", "demand_minor", "known"]
COLUMNS += ["classification.is_small", "classification.class_flags"]
# Of whole records: what does not count here.
OTHER_COLUMNS = {"tier": "C", "orders_12m": 3, "class_flags": "HIDDEN_CHAMPION", "classification.tier": "D"}


def draw_customers(draw):
    """Few rows, so that shares are 0, whole, or halves of a basis point."""
    rows = [draw_row(draw) for _ in range(draw.pick([0, 1, 2, 2, 3, 5, 8]))]
    if draw.chance(25):
        for row in rows:
            row |= draw.pick([{"revenue_12m_minor": 0}, {"cost_to_serve_minor": 0}, {"revenue_12m_minor": -1}])
    if rows and draw.chance(15):
        rows = half_a_point(draw)
    if rows and draw.chance(4):
        break_row(draw, draw.pick(rows))
    given = {"rows": rows}
    if draw.chance(8):
        given["rows"] = [row | OTHER_COLUMNS for row in rows]
    else:
        given["columns"] = draw_columns(draw)
        given["rows"] = [{name: row[name] for name in row if name in given["columns"]} for row in rows]
    if draw.chance(10):
        given["times"] = draw.between(2, 4)
    return given


def draw_columns(draw):
    """Those that are read; what may be unknown, with or without `known`, may be left out."""
    if draw.chance(80):
        return list(COLUMNS)
    without = draw.some(["revenue_12m_minor", "cost_to_serve_minor", "demand_minor", "known", "known"], 2)
    if draw.chance(8):
        without = draw.pick([["classification.is_small"], ["classification.class_flags"]])
    return [name for name in COLUMNS if name not in without]


def draw_row(draw):
    row = {"revenue_12m_minor": draw.pick([0, 1, 3, 7, 20_000, 150_000, draw.below(10**9), -500, MAX, -MAX])}
    if draw.chance(93):
        row["cost_to_serve_minor"] = draw.pick([0, 0, 1, 5, 400, draw.below(10**8), MAX])
    if draw.chance(70):
        row["demand_minor"] = draw.pick([0, 1, 10**6, MAX])
    row["classification.is_small"] = draw.below(2) or draw.below(2)
    row["classification.class_flags"] = draw.pick([0, 0, 1, 1, 3, 2, 2**14 - 1, 2**14 - 2])
    return row


def half_a_point(draw):
    """The small customers have an odd number of half basis points, or next to it."""
    odd, unit = 2 * draw.below(BP) + 1, draw.pick([1, 1000, 10**10])
    rows = []
    for amount, small in ((odd * unit, 1), ((2 * BP - odd) * unit, 0)):
        row = {"classification.is_small": small, "demand_minor": 0}
        row["revenue_12m_minor"] = near(draw, amount, 0, MAX)
        row["cost_to_serve_minor"] = near(draw, amount, 0, MAX)
        rows.append(row)
    return rows


def break_row(draw, row):
    row |= draw.pick(
        [
            {"revenue_12m_minor": draw.pick([MAX + 1, -MAX - 1])},
            {"cost_to_serve_minor": draw.pick([MAX + 1, -1])},
            {"demand_minor": draw.pick([MAX + 1, -1])},
            {"classification.is_small": draw.pick([2, -1])},
            {"classification.class_flags": 2 ** draw.between(14, 62)},
        ]
    )


def draw_long_table(draw):
    """Sums beyond 64 bits are sums like others."""
    large = {"revenue_12m_minor": MAX, "cost_to_serve_minor": MAX, "demand_minor": MAX}
    small = {"revenue_12m_minor": MAX - draw.below(9), "cost_to_serve_minor": draw.below(MAX), "demand_minor": 0}
    rows = [large | {"classification.is_small": 0}, small | {"classification.is_small": 1}]
    rows[1]["classification.class_flags"] = draw.below(2)
    return {"rows": rows, "columns": list(COLUMNS), "times": 10_300}


# ---- advice ----------------------------------------------------------------------------------------------------------


def draw_advice(draw, book, number):
    """Figures at the limits of the policy and at the anchors of the weights."""
    sales, anchors = book.sales, anchors_of(book)
    revenue = draw.pick([0, 1, 3, 1500, 1500, 2222, 10_000, draw.below(BP + 1)])
    company = {
        "revenue_share_bp": revenue,
        "resource_share_bp": draw_resources(draw, sales, revenue),
        "market_growth_bp": draw.pick([sales.company_growth_bp] * 4 + [-10_000, 0, 500, DAY_MAX, *anchors]),
        "ambition": draw.pick([sales.ambition_min] * 4 + [0, 10_000, *anchors]),
        "free_capacity": draw.pick([0, 5000, 3333, 10_000, *anchors]),
        "hidden_share_bp": draw.pick([0, 1, 900, 1800, 10_000, *anchors]),
        "automation_degree": draw.below(5),
    }
    for spec in model.field_table("company"):
        if spec["name"] in company:
            low, high = model.limits(spec)
            company[spec["name"]] = near(draw, company[spec["name"]], low, high)
    forget(company, number % 128 if draw.chance(40) else 127, *([name] for name in list(company)))
    if draw.chance(3):
        spec = draw.pick([spec for spec in model.field_table("company") if "known" in spec])
        low, high = model.limits(spec)
        company[spec["name"]] = high + 1 if high < DAY_MAX and draw.chance(50) else low - 1
    return {"company": company}


def draw_resources(draw, sales, revenue):
    """The share at which the imbalance is that of the policy, exact or rounded."""
    exact = sales.imbalance_bp * revenue
    rounded = [exact // BP, -(-exact // BP), (2 * exact - revenue) // (2 * BP), draw.below(BP + 1), 0, 4000]
    return max(0, min(BP, draw.pick(rounded)))


def anchors_of(book):
    return [end for row in book.weights for end in (row.low, row.high, (row.low + row.high) // 2)]


# ---- plan ------------------------------------------------------------------------------------------------------------


def draw_plan(draw, _, number):
    """Customers of every kind; today at the end of the override, or at an end of the calendar."""
    given = draw_standing(draw)
    customer = given["customer"]
    customer["kam_outcome"] = draw.pick([0, 0, 7, 7, number % 9])
    customer["overdue"] = number % 5
    customer["brand"] = draw.pick([0, 1, 2, 2])
    customer["service_state"] = draw.below(4)
    return given


def draw_standing(draw):
    """A customer and a day; now and then one of them is refused."""
    customer = {"flags": draw.below(16), "class_flags": draw_class_flags(draw)}
    customer["tier"] = draw.pick([0, 1, 2, 2, 3, 3, 4])
    maybe = [
        (40, "treatment", draw.between(1, 5)),
        (25, "parent_tier", draw.between(1, 4)),
        (25, "best_tier_24m", draw.between(1, 4)),
        (20, "parent_best_tier_24m", draw.between(1, 4)),
    ]
    customer |= {name: value for percent, name, value in maybe if draw.chance(percent)}
    today = draw.pick([TODAY, TODAY, TODAY, 1, DAY_MAX])
    if draw.chance(20):
        customer["tier_override"] = draw.between(1, 4)
        customer["override_until_at"] = draw.pick([0, near(draw, today, -DAY_MAX, DAY_MAX), -5])
        customer["override_reason"] = draw.pick([0, 0, 7])
    given = {"customer": customer, "today_at": today}
    if draw.chance(3):
        break_standing(draw, given)
    return given


def draw_class_flags(draw):
    flag = model.named("flag")
    wanted = [flag.HIDDEN_CHAMPION, flag.PROSPECT, flag.SMART_ACCOUNT, flag.DEVELOPABLE, flag.STALE]
    found = sum(1 << code for code in draw.some(wanted, 2)) if draw.chance(45) else 0
    return found | draw.pick([0, strategy.COSTLY])


def break_standing(draw, given):
    customer, kind = given["customer"], draw.below(4)
    if kind == 0:
        given["today_at"] = draw.pick([0, -1, -DAY_MAX])
    elif kind == 1:
        customer |= {"tier_override": 0, "override_reason": draw.pick([1, DAY_MAX])}
    elif kind == 2:
        name = draw.pick(["tier", "treatment", "parent_tier", "best_tier_24m", "tier_override"])
        customer[name] = draw.pick([-1, 6, 99])
    else:
        customer |= draw.pick([{"revenue_12m_minor": MAX + 1}, {"class_flags": 2**14}, {"flags": 16}])


# ---- visits ----------------------------------------------------------------------------------------------------------


def draw_visit(draw, book, number):
    """Every cell with every justification, around the visits that the policy allows."""
    plan = {"visits": number % 4, "semantics": 1}
    if draw.chance(30):
        plan = plan_of(draw, book) | plan
    visits = draw.pick([0, 1, book.sales.visits_a_year, book.sales.visits_a_year, book.sales.visits_a_year, DAY_MAX])
    visits = max(0, min(DAY_MAX, visits - draw.pick([-1, 0, 1, 1, 2])))
    given = {"plan": plan, "justification": number // 4 % 5, "visits_this_year": visits}
    if draw.chance(4):
        kind = draw.below(3)
        if kind == 0:
            given["justification"] = draw.pick([-1, 5, 100, DAY_MAX])
        elif kind == 1:
            given["visits_this_year"] = draw.pick([-1, -DAY_MAX])
        else:
            plan |= draw.pick([{"visits": 4}, {"visits": -1}, {"max_discount_bp": 10_001}, {"semantics": -1}])
    return given


def plan_of(draw, book):
    """What the model plans for some customer."""
    while True:
        try:
            return strategy.plan_customer(book, draw_standing(draw))["result"]
        except model.Refused:
            continue


# ---- routes ----------------------------------------------------------------------------------------------------------

TERM_GROUPS = [
    ["value_margin_bp", "value_order_cost_minor"],
    ["part_revenue_minor", "part_margin_bp", "part_order_cost_minor"],
    ["resale_margin_bp", "resale_order_cost_minor"],
    ["commission_bp", "close_bp", "migrate_bp", "forward_cost_minor"],
    ["effort_fee_minor", "accept_bp"],
]


def draw_route(draw, _, number):
    """Small numbers make ties and halves, usual ones decide, large ones reach KOGGE_MONEY_MAX or pass it."""
    given = draw_standing(draw)
    drawn = draw.pick([small_numbers, small_numbers, usual_numbers, usual_numbers, large_numbers])
    customer, terms = drawn(draw)
    if draw.chance(45):
        known = number % 128
        forget(terms, known, *TERM_GROUPS)
        forget(customer, known >> 5, ["orders_12m"], ["contribution4_minor"])
    elif draw.chance(15):
        terms.pop(draw.pick(sorted(terms)))  # known by another field of its bit, and 0
    if drawn is small_numbers and draw.chance(35):
        tie(draw, customer, terms)
    given["customer"] = customer | given["customer"]
    return given | {"route_terms": terms}


def small_numbers(draw):
    customer = {"revenue_12m_minor": draw.pick([-3, -1, 0, 1, 2, 3, 5, 10, 10_000])}
    customer["orders_12m"] = draw.pick([0, 1, 1, 2])
    customer["contribution4_minor"] = draw.pick([-5, -1, 0, 0, 1, 2, 3])
    money, shares = [0, 0, 1, 2], [0, 1, 2500, 5000, 5000, 7500, 9999, 10_000]
    return customer, draw_terms(draw, money, shares, [*shares, -5000, -1, -10_000])


def usual_numbers(draw):
    customer = {"revenue_12m_minor": draw.pick([800_000, draw.below(3_000_000), -draw.below(10_000)])}
    customer["orders_12m"] = draw.pick([20, 0, draw.below(60)])
    customer["contribution4_minor"] = draw.pick([10_000, -10_000, draw.between(-150_000, 150_000)])
    money = [400, 3000, draw.below(5000), draw.below(300_000)]
    return customer, draw_terms(draw, money, [3000, 6000, 500, draw.below(BP + 1)], [1200, draw.between(-300, 3000)])


def large_numbers(draw):
    customer = {"revenue_12m_minor": draw.pick([MAX, MAX, -MAX, MAX - 1, 10**14])}
    customer["orders_12m"] = draw.pick([0, 1, 1, 2, DAY_MAX])
    customer["contribution4_minor"] = draw.pick([MAX, -MAX, 0, MAX - 1])
    money = [0, 0, 0, 1, 1, draw.pick([MAX, MAX - 1, MAX // 2, 4])]
    return customer, draw_terms(draw, money, [0, 1, 5000, 10_000, 10_000], [10_000, 10_000, -10_000, 9999, 0])


def draw_terms(draw, money, shares, margins):
    terms = {}
    for name in sum(TERM_GROUPS, []):
        values = money if name.endswith("_minor") else margins if "margin" in name else shares
        terms[name] = draw.pick(values)
    return terms


def tie(draw, customer, terms):
    """Two or more routes earn the same."""
    if "value_margin_bp" in terms and "resale_margin_bp" in terms:
        terms["resale_margin_bp"] = terms["value_margin_bp"]
        terms["resale_order_cost_minor"] = terms.get("value_order_cost_minor", 0)
    if "part_revenue_minor" in terms and customer["revenue_12m_minor"] >= 0:
        terms |= {"part_revenue_minor": customer["revenue_12m_minor"]}
        terms |= {"part_margin_bp": terms.get("value_margin_bp", 0), "part_order_cost_minor": 1}
    if "effort_fee_minor" in terms and draw.chance(50):
        terms |= {"effort_fee_minor": 0, "accept_bp": BP}


# ---- order rhythm ----------------------------------------------------------------------------------------------------


def draw_rhythm(draw, book, number):
    """Revenue around a number of target orders at which the interval changes; a saving around the largest amount."""
    target = book.policy.target_order_minor
    orders = draw.pick([0, 1, 2, 3, 5, 121, 122, 182, 183, 365, 366, draw.below(400), DAY_MAX])
    revenue = near(draw, target * orders, -MAX, MAX) if draw.chance(85) else draw.pick([0, -1, MAX, -MAX])
    customer = {"revenue_12m_minor": revenue, "id": number}
    asked = min(DAY_MAX, max(0, -(-revenue // target)))
    if draw.chance(90):
        placed = draw.pick([asked, asked + 1, asked + 2, 2 * asked, asked + draw.below(300), DAY_MAX, 0])
        customer["orders_12m"] = near(draw, min(DAY_MAX, placed), 0, DAY_MAX)
    fewer = max(1, customer.get("orders_12m", 0) - asked)
    cost = draw.pick([0, 1, 2500, draw.below(10_000), near(draw, MAX // fewer, 0, MAX), MAX])
    if draw.chance(3):
        if draw.chance(50):
            cost = draw.pick([-1, MAX + 1])
        else:
            customer |= draw.pick([{"revenue_12m_minor": -MAX - 1}, {"orders_12m": -1}])
    return {"customer": customer, "order_cost_minor": cost}
