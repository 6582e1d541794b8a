"""Properties of the model of key accounts that must hold whatever the numbers; check_model.py runs them."""

from types import SimpleNamespace

import generate
import generate_kam
import kam
import model
from kam import MISSING, OUTCOME, STAGE

T = model.INT64_MAX


def books(draw, number):
    return [model.compile_book(generate_kam.draw_book(draw, index)) for index in range(1, number + 1)]


def good_values(draw, book):
    given = generate_kam.draw_values(draw, book)
    return given, kam.read_values(book, given)


# ---- weights by trying them ------------------------------------------------------------------------------------------


def passes(book, hard, number, weight):
    """Whether the score passes with another weight of one criterion; None if no weight is left."""
    changed = []
    for each in hard:
        own = weight if each.row.id == number else each.row.weight
        changed.append(kam.Criterion(SimpleNamespace(**vars(each.row) | {"weight": own}), each.value))
    score = kam.score_with(changed, kam.INSTEAD.get(book.sales.missing, 0))
    return None if score is None else score > book.sales.score_threshold


def check_weights(draw, book):
    given, values = good_values(draw, book)
    hard = kam.criteria(book, values, STAGE.HARD)
    rows = kam.kam_weights(book, given)["intervals"]
    assert [row["criterion"] for row in rows] == sorted(each.row.id for each in hard)
    if book.sales.missing == MISSING.FAIL and any(each.value is None for each in hard):
        assert all((row["low"], row["high"]) == (0, T) for row in rows)
        return
    for row in rows:
        now = passes(book, hard, row["criterion"], row["weight"])
        if now is not None:
            check_interval(book, hard, row, now)


def check_interval(book, hard, row, now):
    """Inside of the interval nothing changes, at either end outside of it everything does."""
    low, high = row["low"], row["high"]
    assert low <= row["weight"] <= high
    tried = {*range(40), low, high, (low + high) // 2} | ({low - 1} if low else set()) | {high + 1, 2 * high}
    for weight in tried - ({high + 1, 2 * high} if high == T else set()):
        then = passes(book, hard, row["criterion"], weight)
        inside = low <= weight <= high
        assert then is None and not inside or (then == now) == inside, (row, weight)


# ---- the way of a candidate ------------------------------------------------------------------------------------------

LARGE = {"segment": "TOP", "asked": 2, "accepted": 2}


def check_order(draw, book):
    """The order of the values means nothing."""
    given, _ = good_values(draw, book)
    given["kam_candidate"] = generate_kam.draw_candidate(draw, book)
    answer = kam.kam_assess(book, given)
    assert answer == kam.kam_assess(book, given | {"values": given.get("values", [])[::-1]})
    outcome, gate = answer["result"]["outcome"], answer["result"]["gate"]
    assert len(answer["missing"]) == (answer["result"]["missing_count"] or 0)
    allowed = [
        {OUTCOME.NOT_ELIGIBLE, OUTCOME.UNDECIDED},
        {OUTCOME.NOT_STRATEGIC, OUTCOME.UNDECIDED},
        {OUTCOME.BELOW_SCORE, OUTCOME.UNDECIDED},
        {OUTCOME.ASK_PENDING, OUTCOME.MAJOR_CUSTOMER, OUTCOME.KEY_ACCOUNT},
    ]
    assert outcome in allowed[gate]


def completed(book, values, good):
    """All that is missing with its best, or with its worst value, even worse than values can be."""
    found, far = dict(values), 2 * model.MONEY_MAX
    for row in book.criteria:
        less_is_better = row.stage == STAGE.HARD and row.low > row.high
        found.setdefault(row.id, far if good != less_is_better else -far)
    return found


def check_missing(draw, book):
    """Under INTERVAL gate 2 is decided exactly if the best and the worst case agree; the score lies in between."""
    _, values = good_values(draw, book)
    ends = []
    for good in (False, True):
        hard = kam.criteria(book, completed(book, values, good), STAGE.HARD)
        ends.append(kam.score_and_verdict(book, hard))
    found = kam.gate_figures(book, None, values)
    low, high = found.facts["score_low"], found.facts["score_high"]
    assert (low, high) == (ends[0][0], ends[1][0])
    score, verdict = kam.score_and_verdict(book, kam.criteria(book, values, STAGE.HARD))
    if book.sales.missing in (MISSING.INTERVAL, MISSING.WORST, MISSING.NEUTRAL):
        assert low <= score <= high
    if book.sales.missing == MISSING.INTERVAL:
        assert verdict == (ends[0][1] if ends[0][1] == ends[1][1] else None)


def check_better(draw, book):
    """A better figure never lowers the score, and never knocks out."""
    _, values = good_values(draw, book)
    for row in book.criteria:
        if row.stage != STAGE.HARD or row.id not in values:
            continue
        better = values[row.id] + draw.below(1000) * (1 if row.high > row.low else -1)
        scores = [
            kam.score_with(kam.criteria(book, values | {row.id: value}, STAGE.HARD), 0)
            for value in (values[row.id], better)
        ]
        assert scores[0] <= scores[1]
        assert kam.Criterion(row, values[row.id]).knocked_out() or not kam.Criterion(row, better).knocked_out()


def check_strategic(draw, book):
    """Gate 1 is undecided exactly if what is unknown decides it."""
    _, values = good_values(draw, book)
    found = kam.gate_strategic(book, None, values).outcome
    ends = [kam.gate_strategic(book, None, completed(book, values, good)).outcome for good in (False, True)]
    assert OUTCOME.UNDECIDED not in ends
    met = [row for row in book.criteria if row.stage == STAGE.STRATEGIC and values.get(row.id, -T) >= row.at_least]
    enough = book.sales.strategic_min <= len(met) or any(kam.has_flag(row, kam.FLAG.KNOCK_IN) for row in met)
    assert enough == (found is None)
    assert found == (ends[0] if ends[0] == ends[1] else OUTCOME.UNDECIDED)


# ---- ranks -----------------------------------------------------------------------------------------------------------


def check_ranks(draw, book):
    """The order of the rows means nothing, as many as fit are key accounts, and once more gives the same."""
    given = generate_kam.draw_ranks(draw, book)
    try:
        found = kam.kam_rank(book, given)
    except model.Refused:
        return
    turned = kam.kam_rank(book, given | {"rows": given["rows"][::-1]})
    assert (turned["outcomes"][::-1], turned["ranks"][::-1]) == (found["outcomes"], found["ranks"])
    ranked = max(found["ranks"], default=0)
    key_accounts = found["outcomes"].count(OUTCOME.KEY_ACCOUNT)
    assert key_accounts == min(ranked, book.sales.key_account_cap or ranked)
    assert ranked == key_accounts + found["outcomes"].count(OUTCOME.WAITING)
    again = [row | {"kam_result.outcome": now} for row, now in zip(given["rows"], found["outcomes"])]
    assert kam.kam_rank(book, given | {"rows": again}) == found


def check_properties():
    draw = generate.Draw(5)
    for book in books(draw, 80):
        for _ in range(4):
            check_weights(draw, book)
            check_order(draw, book)
            check_missing(draw, book)
            check_better(draw, book)
            check_strategic(draw, book)
            check_ranks(draw, book)
