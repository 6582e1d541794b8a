"""Random cases of key accounts, mostly at and one off a limit: candidates, intervals of weights, ranks."""

import generate
import kam
import model
from generate_tier import near, shuffled

CANDIDATES = 4500
WEIGHTS = 3500
RANKS = 4000
BOOKS = 80
MAX, DAY_MAX, BP = model.MONEY_MAX, model.DAY_MAX, model.BP
SEGMENT, OUTCOME, STAGE, FLAG = kam.SEGMENT, kam.OUTCOME, kam.STAGE, kam.FLAG
ASKABLE = sorted(model.known_codes("counter_performance"))

STATUSES = {
    "kam_assess": "OK INVALID RANGE UNSUPPORTED",
    "kam_weights": "OK INVALID RANGE",
    "kam_rank": "OK INVALID RANGE UNSUPPORTED",
}
ALL = "MATCHED NOT_MATCHED UNKNOWN"
OUTCOMES = {
    "kam_assess": dict.fromkeys([801, 802, 803, 804, 805, 806, 811], ALL)
    | dict.fromkeys([808, 809], "MATCHED NOT_MATCHED")
    | {807: "UNKNOWN"},
    "kam_weights": {},
    "kam_rank": dict.fromkeys([810, 812], "MATCHED NOT_MATCHED"),
}


def lines(draw):
    books = {}
    for number in range(1, BOOKS + 1):
        line = draw_book(draw, number)
        books[line["book"]] = model.compile_book(line)
        yield line
    names = sorted(books)
    for number in range(1, CANDIDATES + 1):
        name = draw.pick(names)
        given = draw_values(draw, books[name]) | {"kam_candidate": draw_candidate(draw, books[name])}
        if draw.chance(4):
            break_candidate(draw, given["kam_candidate"])
        elif draw.chance(3):
            break_values(draw, given)
        given["kam_candidate"] = generate.shown("kam_candidate", given["kam_candidate"])
        yield {"do": "kam_assess", "name": f"k{number:04}", "book": name, "in": given}
    for number in range(1, WEIGHTS + 1):
        name = draw.pick(names)
        given = draw_values(draw, books[name])
        if draw.chance(4):
            break_values(draw, given)
        yield {"do": "kam_weights", "name": f"w{number:04}", "book": name, "in": given}
    for number in range(1, RANKS + 1):
        name = draw.pick(names)
        yield {"do": "kam_rank", "name": f"r{number:04}", "book": name, "in": draw_ranks(draw, books[name])}


# ---- books -----------------------------------------------------------------------------------------------------------

LIMITS = {
    "score_threshold": [0, 1, 4999, 5000, 6000, 6000, 6000, 9999, 10_000],
    "accepted_min": [1, 1, 1, 2, 3, 31],
    "ask_again_days": [0, 1, 365, 365, DAY_MAX],
    "key_account_cap": [0, 1, 2, 3, 4, DAY_MAX],
    "key_account_cap_bp": [0, 1, 300, 2500, 3333, 10_000],
}


def draw_book(draw, number):
    """Every way to treat missing figures, in turn with the preset's criteria, none, sixteen of a stage, and others."""
    sales = {name: draw.pick(values) for name, values in LIMITS.items() if draw.chance(75)}
    sales["missing"] = 1 + number % 5
    line = {"policy": {"preset": draw.between(1, 3), "currency": draw.pick(generate.CURRENCIES)}}
    kind = number // 5 % 8
    if kind == 0:
        sales |= {"score_threshold": 6000, "strategic_min": draw.pick([0, 1, 2])}
    else:
        strategic = draw.pick({1: [0, 2], 2: [0, 16]}.get(kind, [0, 1, 2, 3, 4]))
        hard = {1: 0, 2: 16}.get(kind, draw.between(1, 4))
        line["kam_criteria"] = draw_criteria(draw, strategic, hard)
        sales["strategic_min"] = draw.pick([0, 0, strategic // 2, strategic // 2, strategic, min(16, strategic + 1)])
    return generate.shown_book({"book": f"k{number:02}", "sales_policy": sales, "order_rules": []} | line)


def draw_criteria(draw, strategic, hard):
    ids = list(range(1, 40)) + [1000, DAY_MAX]
    shuffled(draw, ids)
    rows = [draw_strategic(draw) for _ in range(strategic)] + [draw_hard(draw) for _ in range(hard)]
    if hard and not any(row["weight"] for row in rows[strategic:]):
        rows[-1]["weight"] = draw.between(1, 3)
    shuffled(draw, rows)
    kinds = [*range(1, 8), 100, DAY_MAX]
    return [row | {"id": number, "kind": draw.pick(kinds)} for number, row in zip(ids, rows)]


def draw_strategic(draw):
    """With numbers of the other stage, which play no part here."""
    row = {"stage": STAGE.STRATEGIC, "at_least": draw.pick([0, 1, 3, -5, 6000, MAX, -MAX])}
    if draw.chance(30):
        row |= {"low": 7, "high": 9, "knock_out": 5, "weight": 4}
    flags = ([FLAG.KNOCK_IN] if draw.chance(25) else []) + ([FLAG.KNOCK_OUT] if draw.chance(10) else [])
    return row | {"criterion_flags": sum(1 << flag for flag in flags)}


def draw_hard(draw):
    anchors = [(0, 10_000), (0, 10_000), (5_000_000, 50_000_000), (0, 3), (-7, 5), (0, 20_000), (0, 99_999)]
    low, high = draw.pick([*anchors, (-MAX, MAX), (0, MAX), (MAX - 1, MAX), (-MAX, 1 - MAX)])
    weights = [0, 1, 1, 3, 7, 30, 45, 10_000, draw.between(0, 100), draw.between(0, 10_000)]
    row = {"stage": STAGE.HARD, "low": low, "high": high, "weight": draw.pick(weights)}
    if draw.chance(35):
        row |= {"low": high, "high": low}
    if draw.chance(20):
        row["at_least"] = draw.pick([1, MAX])
    flags = ([FLAG.KNOCK_OUT] if draw.chance(35) else []) + ([FLAG.KNOCK_IN] if draw.chance(10) else [])
    row["criterion_flags"] = sum(1 << flag for flag in flags)
    row["knock_out"] = draw.pick([low, high, (low + high) // 2, 0, low, high, MAX, -MAX])
    return row


# ---- values ----------------------------------------------------------------------------------------------------------


def draw_values(draw, book):
    """Values at their limits; often one of them is moved to where the score turns."""
    known = draw.pick([100, 100, 100, 85, 60, 30, 0])
    values = {}
    for row in book.criteria:
        if draw.chance(known if row.stage == STAGE.HARD else min(100, known + 30)):
            values[row.id] = draw_value(draw, row)
    if draw.chance(50):
        move_to_turn(draw, book, values)
    rows = [{"value": value, "criterion": number} for number, value in values.items()]
    shuffled(draw, rows)
    if not rows and draw.chance(60):
        return {}
    return {"values": [generate.shown("kam_value", row) for row in rows]}


def draw_value(draw, row):
    if row.stage == STAGE.STRATEGIC:
        return near(draw, row.at_least, -MAX, MAX) if draw.chance(85) else draw.pick([0, MAX, -MAX])
    width = row.high - row.low
    inside = row.low + draw.below(abs(width) + 1) * (1 if width > 0 else -1)
    limits = [row.low, row.high, row.low + width // 2, row.knock_out]
    return near(draw, draw.pick([*limits, inside, inside, inside, inside, MAX, -MAX]), -MAX, MAX)


def move_to_turn(draw, book, values):
    """One hard figure becomes the first with which the score passes, or the last with which it does not."""
    weighty = [row for row in book.criteria if row.stage == STAGE.HARD and row.id in values and row.weight]
    if not weighty:
        return
    row = draw.pick(weighty)
    direction = 1 if row.high > row.low else -1
    instead = draw.pick([kam.INSTEAD.get(book.sales.missing, 0), BP])

    def stays_out(x):
        hard = kam.criteria(book, values | {row.id: x * direction}, STAGE.HARD)
        return kam.score_with(hard, instead) <= book.sales.score_threshold

    if stays_out(-MAX) and not stays_out(MAX):
        last = model.last_true(-MAX, MAX, stays_out)
        values[row.id] = (last + draw.below(2)) * direction


def break_values(draw, given):
    """One row that is refused; an unknown criterion, one that stands twice, and single fields."""
    rows = given.setdefault("values", [])
    if rows and draw.chance(35):
        rows.append(draw.pick(rows) | {"value": draw.below(3)})
    else:
        bad = [{"value": 1, "criterion": 41}, {"value": 1, "criterion": DAY_MAX - 1}, {"value": 1}, {"criterion": -1}]
        bad += [{"value": MAX + 1, "criterion": 1}, {"value": -MAX - 1, "criterion": 1}]
        rows.insert(draw.below(len(rows) + 1), draw.pick(bad))


# ---- candidates ------------------------------------------------------------------------------------------------------


def draw_candidate(draw, book):
    candidate = {"id": draw.below(1000), "segment": draw.pick([2, 3, 4, 2, 3, 4, 2, 3, 4, 5, 5, 0, 1])}
    if draw.chance(60):
        candidate["is_small"] = draw.pick([0, 0, 1])
    if draw.chance(50):
        candidate["stake_minor"] = draw.pick([0, 1, 10**7, MAX])
    if not draw.chance(15):
        draw_answer(draw, book, candidate)
    days = book.sales.ask_again_days
    dates = [0, generate.TODAY, generate.TODAY, 1, -1, -DAY_MAX, DAY_MAX, DAY_MAX - days, DAY_MAX - days + 1]
    candidate["answered_at"] = min(DAY_MAX, draw.pick(dates))
    return candidate


def draw_answer(draw, book, candidate):
    """About as many counter-performances accepted as are needed; some of them were not asked for."""
    order = list(ASKABLE)
    shuffled(draw, order)
    number = max(0, min(len(order), book.sales.accepted_min + draw.pick([-1, 0, 0, 1])))
    asked = order[: min(len(order), number + draw.below(3))]
    accepted = order[:number] + ([order[-1]] if draw.chance(40) else [])
    candidate["asked"] = sum(1 << each for each in asked)
    candidate["accepted"] = sum(1 << each for each in set(accepted))


def break_candidate(draw, candidate):
    name, value = draw.pick(
        [
            ("segment", -1),
            ("segment", 6),
            ("is_small", 2),
            ("is_small", -1),
            ("stake_minor", -1),
            ("stake_minor", MAX + 1),
            ("asked", 1),
            ("asked", 1 << 8),
            ("accepted", 1 << 15),
            ("answered_at", -DAY_MAX - 1),
        ]
    )
    candidate[name] = value


# ---- ranks -----------------------------------------------------------------------------------------------------------

COLUMNS = ["id", "known", "stake_minor", "kam_result.known", "kam_result.outcome", "kam_result.score"]
COLUMNS += ["kam_result.semantics"]


def draw_ranks(draw, book):
    """Few different scores and stakes, so that ids must break ties."""
    ids = [10 + number for number in range(14)] if draw.chance(80) else [2**64 - 1 - number for number in range(14)]
    shuffled(draw, ids)
    rows = [draw_row(draw, number) for number in ids[: draw.pick([0, 1, 2, 3, 4, 5, 6, 8, 11])]]
    given = {}
    if draw.chance(75):
        ranked = sum(row["kam_result.outcome"] in (OUTCOME.KEY_ACCOUNT, OUTCOME.WAITING) for row in rows)
        edge = ranked * BP // max(1, book.sales.key_account_cap_bp)
        number = draw.pick([len(rows), edge, edge, edge, 1000, 10**12, 2**63 - 1])
        given["customers"] = max(len(rows), number + draw.pick([0, 0, -1, 1] if number < 2**62 else [0]))
    if draw.chance(20):
        given["columns"] = [name for name in COLUMNS if "known" not in name or draw.chance(70)]
    if draw.chance(6):
        break_ranks(draw, given, rows)
    given["rows"] = [shown_row(row) for row in rows]
    return given


def draw_row(draw, number):
    row = {"id": number, "kam_result.outcome": draw.pick([7, 7, 7, 8, 8, 7, 8, draw.below(9)])}
    row["kam_result.semantics"] = 1
    if draw.chance(85):
        row["kam_result.score"] = draw.pick([0, 6000, 6001, 6001, 10_000])
    if draw.chance(75):
        row["stake_minor"] = draw.pick([0, 0, 1, 10**6, 10**6, MAX])
    return row


def break_ranks(draw, given, rows):
    kind = draw.below(5)
    if kind == 0:
        given["customers"] = draw.pick([-1, -(2**63)])
    elif kind == 1 and len(rows) > 1:
        given["customers"] = len(rows) - 1
    elif kind == 2 and len(rows) > 1:
        rows.insert(draw.below(len(rows) + 1), dict(rows[0], stake_minor=5))
        given.pop("customers", None)
    elif rows:
        fields = [("stake_minor", -1), ("stake_minor", MAX + 1), ("kam_result.score", 10_001), ("kam_result.score", -1)]
        fields += [("kam_result.outcome", 9), ("kam_result.outcome", -1), ("segment", 6)]
        name, value = draw.pick(fields)
        draw.pick(rows)[name] = value
        given.pop("columns", None)


def shown_row(row):
    own = {name: value for name, value in row.items() if "." not in name}
    result = {name.removeprefix("kam_result."): value for name, value in row.items() if "." in name}
    shown = generate.shown("kam_result", result)
    return generate.shown("kam_candidate", own) | {f"kam_result.{name}": value for name, value in shown.items()}
