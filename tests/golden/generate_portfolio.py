"""Random cases of portfolios (cuts, classes, accumulators with all that is asked of them), migration and audit."""

import generate
import model

CASES = 5000
MAX, DAY_MAX, BP = model.MONEY_MAX, model.DAY_MAX, model.BP

STATUSES = {
    "abc_cut": "OK RANGE INVALID DEGENERATE UNSUPPORTED",
    "abc_classes": "OK RANGE INVALID",
    "portfolio": "OK RANGE INVALID UNSUPPORTED",
    "migration": "OK RANGE UNSUPPORTED",
    "audit_tiers": "OK RANGE UNSUPPORTED",
}
OUTCOMES = {
    "portfolio": {2: "CAPPED", 3: "UNKNOWN", 401: "MATCHED"},
    "migration": {3: "UNKNOWN", 402: "MATCHED NOT_MATCHED"},
    "audit_tiers": {3: "UNKNOWN", 402: "MATCHED NOT_MATCHED"},
}


def lines(draw):
    for number in range(1, CASES + 1):
        given = {"abc_options": draw_options(draw), "values": draw_values(draw, draw.pick([1, 2, 3, 4, 6, 9, 12, 30]))}
        if draw.chance(2):
            given["values"][draw.below(len(given["values"]))] = draw.pick([MAX + 1, -MAX - 1])
        yield {"do": "abc_cut", "name": f"a{number:04}", "in": given}
    for number in range(1, CASES // 5 + 1):
        yield {"do": "abc_classes", "name": f"k{number:04}", "in": draw_classes(draw)}
    for number in range(1, CASES + 1):
        yield {"do": "portfolio", "name": f"p{number:04}", "in": draw_portfolio(draw)}
    yield from totals_at_the_limit()
    for number in range(1, CASES + 1):
        yield {"do": "migration", "name": f"m{number:04}", "in": draw_migration(draw)}
    for number in range(1, CASES + 1):
        yield {"do": "audit_tiers", "name": f"t{number:04}", "in": draw_audit(draw)}


# ---- values ----------------------------------------------------------------------------------------------------------

CUTS = [[8000, 9500], [8000, 8500], [2000, 5000], [7000, 9000], [0, BP], [0, 0], [BP, BP], [5000, 5000], [1, 9999]]


def draw_options(draw):
    """Published cuts, edges of the range, and any; now and then refused."""
    cut_a, cut_b = draw.pick(CUTS) if draw.chance(70) else sorted([draw.below(BP + 1), draw.below(BP + 1)])
    options = {"cut_a_bp": cut_a, "cut_b_bp": cut_b, "cut_rule": draw.pick([0, 1, 2, 2])}
    if draw.chance(2):
        options = draw.pick(
            [{"cut_a_bp": 8000, "cut_b_bp": 7999}, {"cut_b_bp": BP + 1}, {"cut_a_bp": -1}, {"cut_rule": 3}]
        )
    return generate.shown("abc_options", options)


def draw_values(draw, count):
    """Ties, round parts of a round total, neighbours of bucket edges, falling sizes, negative ones and zeros."""
    kind = draw.below(9)
    size = draw.pick([3, 70, 1000, 10**6, 10**9, MAX])
    if kind == 0:
        return round_parts(draw, count)
    if kind == 1:
        return [near_edge(draw) for _ in range(count)]
    if kind == 2:
        return [max(1, size >> draw.below(24)) for _ in range(count)]
    if kind == 3:
        return [draw.pick([size, size - 1, 0, 1]) for _ in range(count)]
    if kind == 4:
        return [draw.pick([0, -1, -size]) for _ in range(count)]
    few = [draw.between(1, size) for _ in range(3)]
    return [draw.pick([draw.between(0, size), draw.pick(few), few[0], -draw.below(size)]) for _ in range(count)]


def round_parts(draw, count):
    """Parts of 10 000 * k: cumulated shares hit the cuts exactly."""
    unit = draw.pick([1, 7, 10**6, MAX // BP])
    left, parts = 100, []
    for _ in range(count - 1):
        part = draw.pick([5, 10, 15, 20, 50, 80, draw.below(20)])
        if part < left:
            parts.append(part)
            left -= part
    return [part * 100 * unit for part in parts + [left]]


def near_edge(draw):
    """The first and last values of buckets (32 + m) * 2^e."""
    value = (32 + draw.below(33)) * 2 ** draw.pick([0, 1, 1, 2, 7, 20, 30, 44]) + draw.pick([0, 0, -1, 1])
    return draw.pick([min(MAX, value), 63, 64, 65]) if draw.chance(90) else draw.below(66)


def draw_classes(draw):
    """Cut values are given as they come back from a cut."""
    cut_a, cut_b = sorted([draw.between(1, 100), draw.between(1, 100)], reverse=True)
    if draw.chance(10):
        cut_a = MAX + 1
        cut_b = draw.pick([cut_b, cut_a, MAX])
    if draw.chance(2):
        cut_a, cut_b = 50, 51
    elif draw.chance(2):
        cut_b = 0
    values = [draw.pick([cut_a, cut_b, cut_a - 1, cut_b - 1, draw.between(-9, 109)]) for _ in range(draw.below(8))]
    cuts = {"cut_a_minor": cut_a, "cut_b_minor": cut_b, "total_minor": 1, "count": 1, "positive": 1}
    return {"abc_cuts": cuts, "values": values}


# ---- accumulators ----------------------------------------------------------------------------------------------------


def draw_portfolio(draw):
    """One to four pieces, some of them empty, mostly with ids."""
    pieces = [draw_values(draw, draw.pick([1, 2, 3, 5, 8])) for _ in range(draw.pick([1, 1, 2, 3, 4]))]
    if draw.chance(15):
        pieces.insert(draw.below(len(pieces) + 1), [])
    if draw.chance(2):
        piece = draw.pick([piece for piece in pieces if piece])
        piece[draw.below(len(piece))] = draw.pick([MAX + 1, -MAX - 1])
    given = {"abc_options": draw_options(draw), "pieces": pieces}
    if draw.chance(45):
        given["ids"] = draw_ids(draw, pieces)
    options = draw_concentration(draw)
    if options is not None:
        given["concentration_options"] = generate.shown("concentration_options", options)
    return given


def draw_ids(draw, pieces):
    """Different numbers in any order, some beyond int64."""
    high = draw.pick([0, 0, 0, 0, 0, 2**63, 2**64 - 100])
    left = list(range(high + 1, high + 1 + sum(len(piece) for piece in pieces)))
    return [[left.pop(draw.below(len(left))) for _ in piece] for piece in pieces]


def draw_concentration(draw):
    if draw.chance(10):
        return None
    options = {"top_n": draw.pick([1, 2, 3, 5, 100 if draw.chance(3) else 4, 0 if draw.chance(30) else 2])}
    options["uplift_bp"] = draw.pick([0, 500, 1000, BP, draw.below(10**5), DAY_MAX])
    options["loss_bp"] = draw.pick([0, 500, 1000, 1500, 5000, BP, draw.below(BP + 1)])
    if draw.chance(1):
        options |= draw.pick([{"top_n": 101}, {"top_n": -1}, {"loss_bp": BP + 1}, {"uplift_bp": -1}])
    return options


def totals_at_the_limit():
    """T at 2^63 - 1 = 16 513 * 558 552 186 759 319 and just beyond."""
    exact, value = 16_513, model.INT64_MAX // 16_513
    for name, times, values in (
        ("at", exact, [value, -MAX]),
        ("beyond, small steps", exact, [value, 1]),
        ("below", 10_248, [MAX]),
        ("beyond", 10_249, [MAX, -MAX]),
    ):
        for rule in ("CUM_BEFORE", "CUM_AFTER"):
            options = {"cut_a_bp": 8000, "cut_b_bp": 9500, "cut_rule": rule}
            given = {"abc_options": options, "times": times, "values": values}
            yield {"do": "abc_cut", "name": f"T {name} {rule}", "in": given}
            given = {"abc_options": options, "times": times, "pieces": [values]}
            given["concentration_options"] = {"loss_bp": 5000, "uplift_bp": DAY_MAX, "top_n": 3}
            yield {"do": "portfolio", "name": f"T {name} {rule}", "in": given}


# ---- tiers -----------------------------------------------------------------------------------------------------------


def draw_migration(draw):
    """Pairs of tiers; few rows of many, so that rates lie in and around the bands."""
    rows = [draw_pair(draw, "treated", 40) for _ in range(draw.pick([0, 1, 2, 3, 4, 6, 10]))]
    given = {"rows": rows}
    if rows and draw.chance(3):
        draw.pick(rows).update(draw.pick([{"from_tier": 5}, {"to_tier": -1}, {"treated": 2}, {"treated": -1}]))
    if draw.chance(40):
        given["columns"] = draw.pick([["from_tier", "to_tier"], ["from_tier", "to_tier", "treated"], ["to_tier"]])
        for row in rows:
            for name in set(row) - set(given["columns"]):
                del row[name]
    if draw.chance(10) and rows:
        given["times"] = draw.pick([2, 3, 10, 100])
    return given


def draw_pair(draw, extra, percent):
    likely = draw.pick(["A", "B", "C", "C", "D"])
    row = {"from_tier": likely, "to_tier": draw.pick([likely, likely, "A", "B", "C", "D", 0])}
    if draw.chance(10):
        row["from_tier"] = 0
    if draw.chance(percent):
        row[extra] = 1
    return {name: value for name, value in row.items() if value}


def draw_audit(draw):
    rows = [draw_pair(draw, "class_flags", 0) for _ in range(draw.pick([0, 1, 2, 3, 5, 8, 12]))]
    for row in rows:
        if draw.chance(35):
            row["from_tier"] = "C"
        if draw.chance(25):
            row["class_flags"] = generate.by_name({"unit": "mask flag"}, draw.mask("flag"))
        elif draw.chance(10):
            row["class_flags"] = "HIDDEN_CHAMPION"
    given = {"rows": rows}
    if rows and draw.chance(3):
        draw.pick(rows).update(draw.pick([{"from_tier": 5}, {"to_tier": -1}, {"treated": 2}, {"class_flags": 2**20}]))
    if draw.chance(10):
        given["columns"] = ["from_tier", "to_tier"]
        given["rows"] = [{name: row[name] for name in row if name in given["columns"]} for row in rows]
    if draw.chance(10) and rows:
        given["times"] = draw.pick([2, 3, 10, 100])
    return given
