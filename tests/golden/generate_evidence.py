"""Random cases of evidence: growth, order rhythm, summaries and calibration, mostly at and one off a limit."""

import evidence
import generate
import model

CASES = 5200
TABLES = 5000
BOOKS = 24
MAX, DAY_MAX, BP = model.MONEY_MAX, model.DAY_MAX, model.BP
TODAY = generate.TODAY

STATUSES = {
    "evidence_assess": "OK INVALID RANGE UNSUPPORTED",
    "evidence_summarise": "OK",
    "regularity_assess": "OK INVALID RANGE",
    "regularity_pool": "OK",
    "calibrate": "OK RANGE UNSUPPORTED",
}
OUTCOMES = {
    "evidence_assess": {
        501: "MATCHED NOT_MATCHED",
        502: "MATCHED NOT_MATCHED",
        503: "MATCHED NOT_MATCHED UNKNOWN",
        504: "MATCHED NOT_MATCHED UNKNOWN",
        505: "MATCHED NOT_MATCHED",
        506: "MATCHED NOT_MATCHED UNKNOWN",
        507: "MATCHED NOT_MATCHED",
        508: "MATCHED NOT_MATCHED UNKNOWN",
        509: "MATCHED NOT_MATCHED UNKNOWN",
        510: "MATCHED NOT_MATCHED",
        520: "MATCHED NOT_MATCHED UNKNOWN",
        2: "CAPPED",
    },
    "regularity_assess": {
        520: "MATCHED NOT_MATCHED UNKNOWN",
        521: "MATCHED NOT_MATCHED",
        522: "MATCHED UNKNOWN",
        2: "CAPPED",
    },
}


def lines(draw):
    books = [draw_book(draw, number) for number in range(1, BOOKS + 1)]
    yield from books
    for number in range(1, CASES + 1):
        book = draw.pick(books)
        given = draw_evidence(draw, book["policy"])
        if draw.chance(4):
            break_evidence(draw, given)
        yield {"do": "evidence_assess", "name": f"g{number:04}", "book": book["book"], "in": shown(given)}
    for number in range(1, CASES + 1):
        given = draw_rhythm(draw)
        if draw.chance(4):
            break_rhythm(draw, given)
        yield {"do": "regularity_assess", "name": f"o{number:04}", "in": shown(given)}
    for number in range(1, TABLES + 1):
        yield {"do": "evidence_summarise", "name": f"s{number:04}", "in": draw_tested(draw)}
        yield {"do": "regularity_pool", "name": f"p{number:04}", "in": draw_pool(draw)}
        yield {"do": "calibrate", "name": f"c{number:04}", "in": draw_periods(draw)}


def shown(given):
    return given | {"history": generate.shown("history", given["history"])}


# ---- books -----------------------------------------------------------------------------------------------------------


def draw_book(draw, number):
    policy = {"preset": draw.between(1, 3), "currency": draw.pick(generate.CURRENCIES)}
    limits = {
        "growth_min_bp": [0, 1, 500, 1500, 2454, 10_000, 90_000, DAY_MAX],
        "confidence_min_bp": [0, 1, 3000, 10_000],
        "call_off_min_bp": [0, 1, 3333, 10_000],
        "realisation_a_bp": [0, 1, 500, 10_000, DAY_MAX],
        "realisation_b_bp": [0, 3, 2000, 10_000, DAY_MAX],
    }
    policy |= {name: draw.pick(values) for name, values in limits.items() if draw.chance(50)}
    return generate.shown_book({"book": f"e{number:02}", "policy": policy, "order_rules": []})


# ---- evidence of growth ----------------------------------------------------------------------------------------------


def draw_evidence(draw, policy):
    history = {"today_at": draw_today(draw)}
    given = {"history": history}
    quarters = draw_quarters(draw, policy)
    if draw.chance(8):
        quarters = [0] * draw.between(1, 3) + quarters
    if draw.chance(97):
        given["quarters"] = quarters
    if draw.chance(20):
        history |= draw_season(draw)
    draw_first_order(draw, history)
    if draw.chance(75):
        given["order_days"] = draw_order_days(draw, history["today_at"])
    draw_promises(draw, history, policy)
    if draw.chance(20):
        history |= draw_pooled(draw)
    return given


def draw_today(draw):
    return draw.pick([TODAY, TODAY, TODAY, draw.between(10_000, 30_000), 1, -1, 400, DAY_MAX])


def draw_quarters(draw, policy):
    kind = draw.below(9)
    if kind < 2:
        return near_significant(draw)
    if kind == 2:
        return near_growth(draw, policy.get("growth_min_bp", 1000))
    if kind < 6:
        return sparse(draw, policy.get("growth_min_bp", 1000))
    if kind == 6:
        return [draw.between(1, 3) * 100 for _ in range(draw.between(4, 14))]  # ties
    return [draw_revenue(draw) for _ in range(draw.pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 40]))]


def draw_revenue(draw):
    return draw.pick([0, 1, -1, draw.below(1000), draw.below(10**6), -draw.below(10**5), MAX, -MAX, draw.below(MAX)])


def near_significant(draw):
    """A permutation whose S lies at a limit of the test, as it is or turned round; now and then with a tie."""
    n = draw.pick([4, 5, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12, 13, 16])
    pairs = n * (n - 1) // 2
    critical = {6: 11, 7: 13, 8: 16, 9: 18, 10: 21, 11: 23, 12: 26, 13: 28, 16: 40}.get(n, pairs)
    inversions = (pairs - critical) // 2 + draw.pick([-1, 0, 0, 1, 1])
    ranks = with_inversions(draw, n, min(pairs, max(0, inversions)))
    step, start = draw.pick([1, 7, 100, 10**6]), draw.pick([0, 0, 3, 500, 10**7])
    values = [start + step * rank + (draw.below(step) if draw.chance(50) else 0) for rank in ranks]
    if draw.chance(15):
        values[draw.below(n)] = values[draw.below(n)]
    if draw.chance(12):
        values[draw.below(n)] = draw.pick([0, -5])
    return values[::-1] if draw.chance(40) else values


def with_inversions(draw, n, inversions):
    """The numbers 1 to n in an order with so many inversions."""
    smaller_after = [0] * n
    while inversions:
        place = draw.below(n)
        if smaller_after[place] < n - 1 - place:
            smaller_after[place] += 1
            inversions -= 1
    left = list(range(1, n + 1))
    return [left.pop(count) for count in smaller_after]


def near_growth(draw, least):
    """Steady growth at the minimum of the policy, or next to it."""
    n = draw.pick([6, 6, 8])
    step = 2 * min(least, 15_000) or 2
    start = max(1, 80_000 - (n - 1) * step // 2 + draw.pick([-1, 0, 0, 1]))
    return [start + step * t for t in range(n)]


def sparse(draw, least):
    """Few quarters with revenue, the last four often at the minimum above the four before."""
    n = draw.pick([7, 8, 8, 8, 8, 9, 12])
    values = [0] * n
    values[0] = draw.pick([1, 10_000, 0])
    values[n - 8 if n >= 8 else 0] = draw.pick([10_000, 10_000, 10_000, 500, 0, -3])
    values[n - draw.between(1, 4)] = draw.pick(
        [10_000 + min(least, 10**6) + draw.pick([-1, 0, 1]), 10_000, 300, 99_000]
    )
    if draw.chance(25):
        values[draw.below(n)] = draw_revenue(draw)
    return values


def draw_season(draw):
    kind = draw.below(4)
    if kind == 0:
        factors = [10_000] * 4
    elif kind == 1:
        factors = [1, 1, 1, 39_997]
    elif kind == 2:
        factors = [3, 19_990, 7, 20_000]
    else:
        first, second = draw.between(1, 19_000), draw.between(1, 19_000)
        factors = [first, second, 19_999 - first, 20_001 - second]
    turn = draw.below(4)
    return {f"season_{place}_bp": factors[(place + turn) % 4] for place in range(1, 5)}


def draw_first_order(draw, history):
    today = history["today_at"]
    if draw.chance(92):
        history["first_order_at"] = today - draw.pick([729, 730, 730, 730, 731, 2000])


def draw_order_days(draw, today):
    """Days of two years, at the edges of the years, their numbers next to a limit of the test; or a rhythm."""
    kind = draw.below(10)
    if kind == 0:
        return []
    if kind < 4:
        return draw_rhythm_days(draw, today)
    fewer = draw.pick([0, 0, 1, 2, 3, 4, 5, 8, 20, 26, 30])
    more = fewer
    while evidence.binomial_tail(fewer + more, more) > evidence.FIVE_PERCENT:
        more += 1
    more = max(0, more + draw.pick([-1, -1, 0, 0, 1]))
    before, last = (more, fewer) if draw.chance(40) else (fewer, more)
    days = year_of_days(draw, today - 365, before) + year_of_days(draw, today, last)
    days += draw.pick([[], [], [today - 730], [today - 730, today - 731], [today - 2000]])
    days += days[:1] if draw.chance(20) else []
    return sorted(day for day in days if day >= -DAY_MAX)


def year_of_days(draw, end, count):
    """So many different days of the year that ends on a day, its first and last day among them rather often."""
    left = list(range(end - 364, end + 1))
    edges = [end - 364, end]
    chosen = [day for day in edges if draw.chance(50)][:count]
    left = [day for day in left if day not in edges]
    while len(chosen) < count:
        chosen.append(left.pop(draw.below(len(left))))
    return chosen


def draw_promises(draw, history, policy):
    history["flags"] = draw.pick([0, 0, 1, 2, 3])
    if draw.chance(60):
        history["announced_minor"] = draw.pick([0, 1, draw.below(10**5), draw.below(10**7), MAX])
    if draw.chance(60):
        history["realised_minor"] = draw.pick([0, 1, draw.below(10**5), draw.below(10**7), MAX])
    if draw.chance(60):
        contract = draw.pick([0, 1, 10_000, 10_001, draw.below(10**8), MAX])
        history["contract_minor"] = contract
        least = -(-policy.get("call_off_min_bp", 5000) * contract // BP)
        near = [least, least, least - 1, least + 1, 0, contract]
        if draw.chance(80):
            history["called_off_minor"] = max(0, min(MAX, draw.pick(near)))
    elif draw.chance(40):
        history["called_off_minor"] = draw.pick([0, 5, 10**6])
    if draw.chance(50):
        least = policy.get("confidence_min_bp", 5000)
        history["demand_confidence_bp"] = max(0, min(BP, least + draw.pick([-1, -1, 0, 0, 1, -9999])))


def draw_pooled(draw):
    return {
        "pooled_median_half_days": draw.pick([1, 2, 27, 40, 60, draw.between(1, 500), DAY_MAX]),
        "pooled_longest_days": draw.pick([1, 13, 20, 60, draw.between(1, 500), DAY_MAX]),
    }


def break_evidence(draw, given):
    history = given["history"]
    kind = draw.below(9)
    if kind == 0:
        given["quarters"] = [1] * draw.pick([41, 42, 50])
    elif kind == 1:
        given["quarters"] = [1, draw.pick([MAX + 1, -MAX - 1]), 3][draw.below(2) :]
    elif kind == 2:
        given["order_days"] = [history["today_at"] - 5, history["today_at"] - 6]
    elif kind == 3:
        history["today_at"] = draw.between(1, 20_000)
        given["order_days"] = [history["today_at"] - 5, history["today_at"] + 1]
    elif kind == 4:
        factors = draw.pick([(10_000, 10_000, 10_000, 9999), (0, 0, 20_000, 20_000), (40_000, 0, 0, 0), (1, 1, 1, 1)])
        history |= {f"season_{place}_bp": factor for place, factor in enumerate(factors, 1)}
    elif kind == 5:
        history["today_at"] = 0
        given["order_days"] = None
    elif kind == 6:
        history["flags"] = draw.pick([4, 8, 5])
    elif kind == 7:
        name = draw.pick(["announced_minor", "realised_minor", "contract_minor", "called_off_minor"])
        history[name] = draw.pick([-1, MAX + 1])
    else:
        steep(draw, given)


def steep(draw, given):
    """A slope that needs more than 64 bits, or nearly so."""
    given["history"] |= {"season_1_bp": 3, "season_2_bp": 3, "season_3_bp": 3, "season_4_bp": 39_991}
    given["quarters"] = [-MAX + draw.below(99), -MAX + draw.below(99), MAX - draw.below(99), draw.between(-MAX, MAX)]


# ---- order rhythm ----------------------------------------------------------------------------------------------------


def draw_gaps(draw):
    count = draw.pick([0, 1, 2, 4, 5, 5, 5, 6, 7, 8])
    kind = draw.below(4)
    if kind == 0:
        return [draw.between(1, 3)] * count
    if kind == 1:
        return draw.some([10, 20, 21, 30, 35, 40, 60, 61], 8)[:count]
    return [draw.between(1, draw.pick([5, 30, 90])) for _ in range(count)]


def draw_rhythm_days(draw, today):
    """Days whose silence lies at or next to a limit of a class."""
    gaps = draw_gaps(draw)
    last = today - draw_silence(draw, gaps)
    days = [last]
    for gap in reversed(gaps):
        days.insert(0, days[0] - gap)
    return [day for day in days if day >= -DAY_MAX]


def draw_silence(draw, gaps):
    """In days: 1.5, 2 or 3 medians, the longest gap or 1.5 of it, or one day more or less."""
    if not gaps:
        return draw.pick([0, 1, 30, 60, 400])
    middle, longest = sorted(gaps)[len(gaps) // 2], max(gaps)
    near = draw.pick([middle * 3 // 2, middle * 2, middle * 3, longest, longest * 3 // 2])
    return draw.pick([max(0, near + draw.pick([-1, 0, 0, 1, 1])), draw.below(100), 0, longest * 2])


def draw_rhythm(draw):
    today = draw_today(draw)
    given = {"history": {"today_at": today}}
    if draw.chance(96):
        days = draw_rhythm_days(draw, today)
        if draw.chance(15):
            days = sorted(days + days[:2] + days[-1:])
        given["order_days"] = [] if draw.chance(6) else days
    if draw.chance(45):
        given["history"] |= near_pooled(draw, today, given.get("order_days"))
    if draw.chance(4):
        long_ago(draw, given)
    return given


def near_pooled(draw, today, days):
    """Gaps of a tier, mostly so that the silence lies at a limit of a class."""
    pooled = draw_pooled(draw)
    if days and draw.chance(75):
        silence = max(1, today - days[-1])
        pooled["pooled_median_half_days"] = max(
            1, draw.pick([silence * 4 // 3, silence, silence * 2 // 3]) + draw.pick([-1, 0, 0, 1])
        )
        pooled["pooled_longest_days"] = max(1, draw.pick([silence, silence * 2 // 3, 5]) + draw.pick([-1, 0, 0, 1]))
    return pooled


def long_ago(draw, given):
    """So long ago that the ratio cannot be shown, or just can."""
    first = draw.between(1, 50)
    given["order_days"] = [first + day for day in range(6)]
    given["history"]["today_at"] = first + 5 + draw.pick([99_999, 100_000, 100_001, 10**6, 10**9])


def break_rhythm(draw, given):
    history = given["history"]
    kind = draw.below(6)
    if kind == 0:
        given["order_days"] = [history["today_at"] - 5, history["today_at"] - 6]
    elif kind == 1:
        history["today_at"] = draw.between(1, 20_000)
        given["order_days"] = [history["today_at"] - 5, history["today_at"] + 1]
    elif kind == 2:
        history.pop(draw.pick(["pooled_median_half_days", "pooled_longest_days"]), None)
        if "pooled_median_half_days" not in history and "pooled_longest_days" not in history:
            history[draw.pick(["pooled_median_half_days", "pooled_longest_days"])] = 5
    elif kind == 3:
        history |= {"pooled_median_half_days": 4, "pooled_longest_days": 4}
        history[draw.pick(["pooled_median_half_days", "pooled_longest_days"])] = draw.pick([0, -1])
    elif kind == 4:
        history["today_at"] = DAY_MAX
        given["order_days"] = [-DAY_MAX, draw.pick([1, 2, DAY_MAX])]
    else:
        history["today_at"] = 0
        given["order_days"] = [-5]


# ---- tables ----------------------------------------------------------------------------------------------------------


def draw_tested(draw):
    rows = []
    for _ in range(draw.pick([0, 1, 2, 3, 5, 8])):
        test = draw.below(3)
        levels = [-4, -3, 0, 1, 2, 3, 4] if test else [0, 1, 2]
        size = draw.pick([0, 27_778, 30_506, 32_715, 50_000, draw.below(50_001)]) if test else 0
        rows.append({"level": draw.pick(levels), "test": test, "size_ppm": size})
    return {"rows": rows, "columns": ["level", "test", "size_ppm"]}


def draw_pool(draw):
    """Customers with few gaps, which do not count, and others."""
    rows = []
    for _ in range(draw.pick([0, 1, 2, 3, 4, 6])):
        days = draw.pick([0, 1, 4, 5, 6, 6, 7, 20])
        gaps = {"median_gap_half_days": draw.between(2, 60), "longest_gap_days": draw.between(1, 90)}
        if draw.chance(5):
            gaps = {"median_gap_half_days": DAY_MAX - draw.below(2), "longest_gap_days": DAY_MAX - draw.below(2)}
        pooled = int(days < 6 and draw.chance(60))
        if days < 2 and not pooled:
            gaps = {}
        rows.append({"order_days": days, "pooled": pooled} | gaps)
    return {"rows": rows, "columns": ["known", "order_days", "median_gap_half_days", "longest_gap_days", "pooled"]}


def draw_periods(draw):
    rows = []
    for _ in range(draw.pick([0, 1, 2, 4, 8])):
        before = draw.pick([0, 100, -100, draw.below(10**6), MAX])
        row = {
            "class_flags": draw.pick([0, 2, 16, 18, draw.below(2**14)]),
            "revenue_before_minor": before,
            "revenue_after_minor": max(-MAX, min(MAX, before + draw.pick([-1, 0, 1, 500, -500]))),
            "overdue": draw.below(5),
            "orders_after": draw.pick([0, 0, 1, 2, DAY_MAX]),
        }
        rows.append(generate.shown("calibration_input", row))
    if rows and draw.chance(3):
        name, value = draw.pick([("overdue", 5), ("orders_after", -1), ("revenue_after_minor", MAX + 1)])
        rows[-1][name] = value
    return {"rows": rows}
