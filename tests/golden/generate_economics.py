"""Random cases of economics: contributions, profiles, prices of minutes, break-even values."""

import generate
import model

CASES = 5000
BOOKS = 24
MAX, DAY_MAX, BP = model.MONEY_MAX, model.DAY_MAX, model.BP

STATUSES = {
    "economics_assess": "OK RANGE",
    "economics_profile": "OK RANGE INVALID UNSUPPORTED",
    "time_cost": "OK RANGE INVALID",
    "break_even": "OK RANGE",
}
OUTCOMES = {
    "economics_assess": {
        301: "MATCHED NOT_MATCHED",
        302: "UNKNOWN",
        303: "MATCHED NOT_MATCHED UNKNOWN",
        2: "CAPPED",
    }
}


def lines(draw):
    for number in range(1, BOOKS + 1):
        yield draw_book(draw, number)
    for number in range(1, CASES + 1):
        figures = draw_economics(draw)
        if draw.chance(4):
            break_field(draw, "economics", figures)
        head = {"do": "economics_assess", "name": f"e{number:04}", "book": f"e{draw.between(1, BOOKS):02}"}
        yield head | {"in": {"economics": generate.shown("economics", figures)}}
    for number in range(1, CASES + 1):
        yield {"do": "economics_profile", "name": f"p{number:04}", "in": draw_profile(draw)}
    yield from profiles_at_the_limits()
    for _ in range(CASES // 5):
        yield {"call": "time_cost", "in": draw_time_cost(draw)}
        yield {"call": "break_even", "in": draw_break_even(draw)}


# ---- books -----------------------------------------------------------------------------------------------------------

RATES = [spec["name"] for spec in model.FIELDS["policy"]["fields"] if spec["name"].startswith("cost_per_")]


def draw_book(draw, number):
    """The costs of a preset, or others: some 0, some so dear that a customer passes the limit."""
    policy = {"preset": draw.between(1, 3), "currency": draw.pick(generate.CURRENCIES)}
    line = {"book": f"e{number:02}", "policy": policy, "order_rules": []}
    if draw.chance(70):
        policy |= {name: draw_rate(draw) for name in RATES if draw.chance(70)}
    if draw.chance(60):
        codes = draw.some(range(1, 9), 8) if draw.chance(85) else []
        line["channel_costs"] = [{"channel": code, "cost_per_order_minor": draw_rate(draw)} for code in codes]
    return generate.shown_book(line)


def draw_rate(draw):
    return draw.pick([0, 1, draw.below(100), draw.below(5000), draw.below(5000), draw.below(10**6), 10**9, MAX])


# ---- contributions ---------------------------------------------------------------------------------------------------


def draw_economics(draw):
    """Figures of every size; levels explicit, by drivers, both or unknown; now and then at or beyond a limit."""
    size = draw.pick([100, 10**4, 10**6, 10**8, 10**8, 10**12, MAX])
    figures = {"gross_minor": signed(draw, size, 12), "reductions_minor": signed(draw, max(1, size // 5), 25)}
    for name in ("goods_cost", "marketing", "selling", "service"):
        chance = {"goods_cost": 85, "marketing": 80}.get(name, 40)
        if draw.chance(chance):
            figures[f"{name}_minor"] = signed(draw, max(1, size // draw.pick([1, 2, 2, 5, 20])), 12)
    for spec in model.field_table("economics"):
        if spec["unit"] == "count" and draw.chance(80):
            figures[spec["name"]] = draw_count(draw)
    for group in range(4, 11):
        if draw.chance(12):
            drop_bit(figures, group)
    if draw.chance(5):
        at_the_limit(draw, figures)
    return figures


def signed(draw, size, negative):
    value = draw.between(0, size)
    return draw.pick([0, -value, -value]) if draw.chance(negative) else value


def draw_count(draw):
    return draw.pick([0, 0, 1, draw.below(10), draw.below(50), draw.below(400), DAY_MAX if draw.chance(3) else 2])


def drop_bit(figures, bit):
    for spec in model.field_table("economics"):
        if spec.get("known") == bit:
            figures.pop(spec["name"], None)


def at_the_limit(draw, figures):
    """Net, or what is left of it, at KOGGE_MONEY_MAX or just beyond."""
    name = draw.pick(["reductions_minor", "goods_cost_minor", "marketing_minor", "selling_minor", "service_minor"])
    side = draw.pick([1, -1])
    for other in ("reductions_minor", "goods_cost_minor", "marketing_minor", "selling_minor", "service_minor"):
        figures[other] = 0
    more = draw.pick([0, 0, 1, draw.below(10**6)])
    figures["gross_minor"] = side * (MAX - more)
    figures[name] = -side * (more + draw.pick([0, 0, 1]))


def break_field(draw, record, figures):
    spec = draw.pick([s for s in model.field_table(record) if s["unit"] in ("minor", "count")])
    low, high = model.limits(spec)
    figures[spec["name"]] = draw.pick([low - 1, high + 1]) if high < DAY_MAX or spec["type"] == "int64" else -1


# ---- profiles --------------------------------------------------------------------------------------------------------


def draw_profile(draw):
    """Up to twelve customers; mostly most figures are known."""
    known = draw.pick([100, 95, 80, 50])
    size = draw.pick([10, 1000, 10**6, 10**6, MAX])
    both = draw.chance(15)
    rows = [draw_customer(draw, known, size, both) for _ in range(draw.pick([0, 1, 1, 2, 2, 2, 3, 3, 4, 9]))]
    given = {"rows": rows}
    if rows and draw.chance(4):
        spoil(draw, draw.pick(rows))
    if draw.chance(6):
        given["columns"] = draw_columns(draw)
        given["rows"] = [{name: row[name] for name in row if name in given["columns"]} for row in rows]
    return given


def draw_customer(draw, known, size, both):
    net = signed(draw, size, 15)
    contribution = {"net_minor": net}
    row = {"tier": draw.pick(["A", "B", "C", "C", "C", "D", 0]), "overdue": draw.below(5)}
    if both:
        row["period"] = draw.below(2)
    if draw.chance(known):
        row["gross_minor"] = min(MAX, net + signed(draw, max(1, size // 4), 10))
    for level in range(1, 5):
        if draw.chance(known):
            contribution[f"contribution{level}_minor"] = signed(draw, size, 25)
    if draw.chance(known):
        contribution["cost_to_serve_minor"] = signed(draw, max(1, size // 3), 5)
    for name in ("orders", "lines", "contacts"):
        if draw.chance(known):
            row[name] = draw_count(draw)
    if draw.chance(known):
        row["digital_orders"] = draw.between(0, row.get("orders", 9))
    shown = {key: value for key, value in row.items() if value != 0 or key in ("orders", "lines", "contacts")}
    return shown | {f"contribution.{key}": value for key, value in contribution.items() if value != 0 or key[-7] != "t"}


def spoil(draw, row):
    """A row that is refused: more digital orders than orders, or a value out of its range."""
    kind = draw.below(5)
    if kind < 2:
        row |= {"orders": 3, "digital_orders": 4}
    elif kind == 2:
        row["contribution.net_minor"] = draw.pick([MAX + 1, -MAX - 1])
    elif kind == 3:
        row["gross_minor"] = draw.pick([MAX + 1, -MAX - 1])
    else:
        row[draw.pick(["tier", "overdue"])] = draw.pick([5, -1])


def draw_columns(draw):
    names = ["gross_minor", "orders", "digital_orders", "lines", "contacts", "overdue", "tier", "period"]
    names += ["contribution.net_minor", "contribution.contribution1_minor", "contribution.cost_to_serve_minor"]
    return draw.some(names, len(names)) + (["contribution.known"] if draw.chance(30) else [])


def profiles_at_the_limits():
    """Sums at 2^63 - 1 = 16 513 * 558 552 186 759 319 and at 2^63 = 16 384 * 2^49; sums of ratios beyond."""
    exact = [(16_513, model.INT64_MAX // 16_513), (16_384, 2**49), (10_248, MAX), (10_249, MAX)]
    for name in ("gross_minor", "contribution.net_minor", "contribution.contribution4_minor"):
        for times, value in exact + [(times, -value) for times, value in exact]:
            columns = sorted({"tier", "contribution.net_minor", name})
            given = {"columns": columns, "times": times, "rows": [{"tier": "C", name: value}]}
            yield {"do": "economics_profile", "name": f"limit {name} {times} * {value}", "in": given}
    both = {"tier": "A", "gross_minor": MAX, "contribution.net_minor": 1}
    one = {"tier": "A", "contribution.net_minor": 1}
    for name, rows in (("only one known", [both, one]), ("all known", [both])):
        columns = ["tier", "known", "gross_minor", "contribution.net_minor"]
        given = {"columns": columns, "times": 10_249, "rows": rows}
        yield {"do": "economics_profile", "name": f"limit of a ratio, {name}", "in": given}


# ---- plain calls -----------------------------------------------------------------------------------------------------


def draw_time_cost(draw):
    kind = draw.below(20)
    if kind == 0:
        return [MAX, 1, draw.pick([1, 2]), 1]
    if kind == 1:
        return [MAX, MAX, draw.pick([MAX, MAX - 1]), draw.pick([1, 2])]
    if kind == 2:
        return draw.pick([[1, 0, 1, 1], [-1, 1, 1, 1], [1, -1, 1, 1], [1, 1, -1, 1], [1, 1, 1, -1]])
    if kind == 3:
        return draw.pick([[MAX + 1, 9, 1, 1], [1, MAX + 1, 1, 1], [0, 1, MAX + 1, 1], [0, 1, 1, MAX + 1]])
    if kind == 4:
        return [draw.below(1000), 2, 1, 1]  # halves
    return [draw.below(10**8), draw.between(1, 10**6), draw.below(5000), draw.below(100)]


def draw_break_even(draw):
    kind = draw.below(20)
    if kind == 0:
        return draw.pick([[MAX + 1, 0, 1], [-1, 0, 1], [0, MAX + 1, 1], [0, -1, 1], [0, 0, BP + 1], [0, 0, -BP - 1]])
    if kind == 1:
        return [MAX - draw.below(2), draw.below(3), draw.pick([BP, BP - 1, 1])]
    if kind == 2:
        cost, rate = draw.below(10**6), draw.between(1, BP)
        return [MAX // BP * rate + cost, cost + draw.pick([0, 1]), rate]
    cost = draw.pick([draw.below(10_000), draw.below(10**9)])
    return [cost, draw.pick([0, 0, cost, draw.below(cost + 2)]), draw.between(-20, 5000)]
