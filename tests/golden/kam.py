"""The exact model of key accounts: how far a candidate comes, how firm the weights are, who has to wait.

Written from docs/guide/kam.md and section 8 of the specification alone; it knows nothing of the library.
"""

from collections import namedtuple
from dataclasses import dataclass
from fractions import Fraction

import customers
import model
from customers import half_away, read, read_list, read_rows
from findings import ceiling, reason
from model import BP, DAY_MAX, INT64_MAX, Refused

SEGMENT = model.named("segment")
OUTCOME = model.named("kam_outcome")
STAGE = model.named("stage")
MISSING = model.named("missing")
FLAG = model.named("criterion_flag")
SEMANTICS = 1
UNKNOWN = ["strategic_met", "score", "score_low", "score_high", "missing_count", "ask_again_at"]

# What a gate says: the outcome if it ends here, else None; what it fills in; its reasons.
Gate = namedtuple("Gate", "outcome facts reasons")


def has_flag(row, flag):
    return model.in_mask(row.criterion_flags, flag)


# ---- values ----------------------------------------------------------------------------------------------------------


def read_values(book, given):
    """Values by the id of their criterion."""
    values = {}
    for number, row in enumerate(read_list(given, "values", "kam_value")):
        if row.criterion in values or row.criterion not in [criterion.id for criterion in book.criteria]:
            raise Refused("INVALID", "kam_value.criterion", row=number)
        values[row.criterion] = row.value
    return values


@dataclass(frozen=True)
class Criterion:
    """A row of the rulebook's table, and the value of it if that is known."""

    row: object
    value: int | None

    def met(self):
        return None if self.value is None else self.value >= self.row.at_least

    def utility(self):
        """0 to 10 000 between the two anchors; low above high: less is better."""
        row = self.row
        return min(BP, max(0, half_away(Fraction((self.value - row.low) * BP, row.high - row.low))))

    def knocked_out(self):
        if self.value is None:
            return None
        less_is_better = self.row.low > self.row.high
        return self.value > self.row.knock_out if less_is_better else self.value < self.row.knock_out


def criteria(book, values, stage):
    return [Criterion(row, values.get(row.id)) for row in book.criteria if row.stage == stage]


# ---- the way of a candidate ------------------------------------------------------------------------------------------


def kam_assess(book, given):
    candidate, values = read(given, "kam_candidate"), read_values(book, given)
    result = dict.fromkeys(UNKNOWN) | {"fingerprint": int(book.fingerprint, 16), "semantics": SEMANTICS, "rank": 0}
    reasons, lacking = [], []
    for number, gate in enumerate([gate_size, gate_strategic, gate_figures, gate_quid_pro_quo]):
        found = gate(book, candidate, values)
        result |= found.facts | {"outcome": found.outcome, "gate": number}
        reasons += found.reasons
        if gate is gate_figures:
            lacking = missing_rows(book, values)
        if found.outcome:
            break
    return {"result": result, "missing": lacking, "reasons": reasons}


def gate_size(_book, candidate, _values):
    if candidate.segment in (0, SEGMENT.UNKNOWN_POTENTIAL):
        passed = True if candidate.is_small == 0 else None
        why = reason("ELIGIBLE", passed, "kam_candidate.is_small", candidate.is_small or 0, 0)
    else:
        passed = candidate.segment != SEGMENT.SMALL
        why = reason("ELIGIBLE", passed, "kam_candidate.segment", candidate.segment, 0)
    return Gate({True: None, None: OUTCOME.UNDECIDED, False: OUTCOME.NOT_ELIGIBLE}[passed], {}, [why])


def gate_strategic(book, _candidate, values):
    least = book.sales.strategic_min
    all_of_them = criteria(book, values, STAGE.STRATEGIC)
    met = [each for each in all_of_them if each.met()]
    possible = [each for each in all_of_them if each.met() is not False]

    def passes(those):
        return len(those) >= least or any(has_flag(each.row, FLAG.KNOCK_IN) for each in those)

    enough = True if len(met) >= least else None if len(possible) >= least else False
    reasons = [
        reason(
            "KNOCK_IN" if has_flag(each.row, FLAG.KNOCK_IN) else "STRATEGIC",
            each.met(),
            "kam_value.value",
            each.value or 0,
            each.row.at_least,
            each.row.id,
        )
        for each in all_of_them
    ]
    reasons.append(reason("STRATEGIC_COUNT", enough, "sales_policy.strategic_min", len(met), least))
    outcome = None if passes(met) else OUTCOME.UNDECIDED if passes(possible) else OUTCOME.NOT_STRATEGIC
    return Gate(outcome, {"strategic_met": len(met)}, reasons)


def gate_figures(book, _candidate, values):
    hard = criteria(book, values, STAGE.HARD)
    knock_outs = [each for each in hard if has_flag(each.row, FLAG.KNOCK_OUT)]
    score, passed = score_and_verdict(book, hard)
    facts = {
        "score": score,
        "score_low": score_with(hard, 0),
        "score_high": score_with(hard, BP),
        "missing_count": sum(each.value is None for each in hard),
    }
    truths = [each.knocked_out() for each in knock_outs]
    if True in truths or passed is False:
        outcome = OUTCOME.BELOW_SCORE
    else:
        outcome = OUTCOME.UNDECIDED if None in truths or passed is None else None
    return Gate(outcome, facts, reasons_of_figures(book, knock_outs, values, facts, passed))


def reasons_of_figures(book, knock_outs, values, facts, passed):
    threshold, low, high = book.sales.score_threshold, facts["score_low"], facts["score_high"]
    field = "kam_value.value"
    reasons = [
        reason("KNOCK_OUT", each.knocked_out(), field, each.value or 0, each.row.knock_out, each.row.id)
        for each in knock_outs
    ]
    for row in missing_rows(book, values):
        reasons.append(reason("MISSING", None, "kam_missing.weight_bp", row["weight_bp"], 0, row["criterion"]))
    if facts["missing_count"]:
        certain = True if low > threshold else None if high > threshold else False
        reasons.append(reason("SCORE_INTERVAL", certain, "kam_result.score_high", high, low))
    reasons.append(reason("SCORE", passed, "kam_result.score", facts["score"] or 0, threshold))
    return reasons


def gate_quid_pro_quo(book, candidate, _values):
    asked, least = candidate.asked, book.sales.accepted_min
    reasons = [reason("ASKED", asked != 0, "kam_candidate.asked", asked, 0)]
    if not asked:
        return Gate(OUTCOME.ASK_PENDING, {}, reasons)
    accepted = (candidate.accepted & asked).bit_count()
    reasons.append(reason("ACCEPTED", accepted >= least, "sales_policy.accepted_min", accepted, least))
    if accepted >= least:
        return Gate(OUTCOME.KEY_ACCOUNT, {}, reasons)
    again = min(DAY_MAX, candidate.answered_at + book.sales.ask_again_days) if candidate.answered_at else None
    return Gate(OUTCOME.MAJOR_CUSTOMER, {"ask_again_at": again}, reasons)


# ---- score -----------------------------------------------------------------------------------------------------------


def score_of(weighted):
    """Pairs of weight and utility as one number; None if nothing has a weight."""
    total = sum(weight for weight, _ in weighted)
    return half_away(Fraction(sum(weight * utility for weight, utility in weighted), total)) if total else None


def weighted(hard, instead):
    """Weights and utilities, with `instead` for every missing figure; None leaves these out."""
    known_or_not = [(each, instead if each.value is None else each.utility()) for each in hard]
    return [(each.row.weight, utility) for each, utility in known_or_not if utility is not None]


def score_with(hard, instead):
    """The score; without any hard criterion the best one."""
    return score_of(weighted(hard, instead)) if hard else BP


INSTEAD = {MISSING.INTERVAL: 0, MISSING.WORST: 0, MISSING.NEUTRAL: 5000, MISSING.RENORMALISE: None}


def score_and_verdict(book, hard):
    """The score that is shown, and whether it passes: True, False, or None if that is open."""
    threshold, missing = book.sales.score_threshold, book.sales.missing
    if not hard:
        return BP, True
    if all(each.value is not None for each in hard):
        score = score_with(hard, 0)
        return score, score > threshold
    if missing == MISSING.FAIL:
        return None, False
    score = score_with(hard, INSTEAD[missing])
    if score is None:
        return None, None
    if missing == MISSING.INTERVAL and score <= threshold < score_with(hard, BP):
        return score, None
    return score, score > threshold


def missing_rows(book, values):
    """The heaviest first, ties by id."""
    hard = [row for row in book.criteria if row.stage == STAGE.HARD]
    total = sum(row.weight for row in hard)
    lacking = sorted((row for row in hard if row.id not in values), key=lambda row: (-row.weight, row.id))
    return [{"criterion": row.id, "weight_bp": half_away(Fraction(row.weight * BP, total))} for row in lacking]


# ---- weights ---------------------------------------------------------------------------------------------------------


def kam_weights(book, given):
    values = read_values(book, given)
    hard = criteria(book, values, STAGE.HARD)
    return {
        "intervals": [
            {"criterion": each.row.id, "weight": each.row.weight, "low": low, "high": high}
            for each, (low, high) in zip(hard, intervals_of(book, hard), strict=True)
        ]
    }


def intervals_of(book, hard):
    missing = book.sales.missing
    counting = list(hard)
    if missing == MISSING.RENORMALISE:
        counting = [each for each in hard if each.value is not None]
    fails_unasked = missing == MISSING.FAIL and any(each.value is None for each in hard)
    if fails_unasked or not any(each.row.weight for each in counting):
        return [(0, INT64_MAX)] * len(hard)
    return [interval_of(book, each, counting) if each in counting else (0, INT64_MAX) for each in hard]


def interval_of(book, criterion, counting):
    """Weights from low to high leave the sign of sum of w * (2u - 2t - 1) as it is; that term is odd, never 0."""

    def points(each):
        utility = INSTEAD[book.sales.missing] if each.value is None else each.utility()
        return 2 * utility - 2 * book.sales.score_threshold - 1

    own, weight = points(criterion), criterion.row.weight
    others = [each for each in counting if each is not criterion]
    rest = sum(each.row.weight * points(each) for each in others)
    least = 0 if any(each.row.weight for each in others) else 1
    turn = Fraction(-rest, own)  # the weight at which the sum is 0, which passes
    if rest + weight * own >= 0:
        low, high = (ceiling(turn), INT64_MAX) if own > 0 else (0, turn.numerator // turn.denominator)
    elif own > 0:
        low, high = 0, ceiling(turn) - 1
    else:
        low, high = turn.numerator // turn.denominator + 1, INT64_MAX
    return max(least, low), high


# ---- ranks -----------------------------------------------------------------------------------------------------------


def kam_rank(book, given):
    rows = [(row, result) for _, row, result in read_rows(given, "kam_candidate", "kam_result")]
    number_of_all = given.get("customers", 0)
    if number_of_all < 0:
        raise Refused("RANGE")
    if 0 < number_of_all < len(rows):
        raise Refused("INVALID")
    repeated = customers.first_repeated([row.id for row, _ in rows])
    if repeated is not None:
        raise Refused("INVALID", row=repeated)

    ranked = [i for i, (_, result) in enumerate(rows) if result.outcome in (OUTCOME.KEY_ACCOUNT, OUTCOME.WAITING)]
    ranked.sort(key=lambda i: rank_key(*rows[i]))
    cap = book.sales.key_account_cap
    outcomes, ranks = [result.outcome for _, result in rows], [0] * len(rows)
    for position, index in enumerate(ranked, 1):
        ranks[index] = position
        outcomes[index] = OUTCOME.WAITING if 0 < cap < position else OUTCOME.KEY_ACCOUNT
    return {"outcomes": outcomes, "ranks": ranks, "reasons": reasons_of_ranks(book.sales, len(ranked), number_of_all)}


def rank_key(row, result):
    """Score and value at stake descending, each with the unknown ones last, then the id."""

    def descending(value):
        return (1, 0) if value is None else (0, -value)

    return descending(result.score), descending(row.stake_minor), row.id


def reasons_of_ranks(sales, ranked, number_of_all):
    reasons = []
    cap, cap_bp = sales.key_account_cap, sales.key_account_cap_bp
    if cap:
        reasons.append(reason("CAPACITY", ranked > cap, "sales_policy.key_account_cap", ranked, cap))
    if number_of_all and cap_bp:
        share = Fraction(ranked * BP, number_of_all)
        field = "sales_policy.key_account_cap_bp"
        reasons.append(reason("EVERYONE", share > cap_bp, field, half_away(share), cap_bp))
    return reasons


ANSWERS = {"kam_assess": kam_assess, "kam_weights": kam_weights, "kam_rank": kam_rank}
CALLS = {}
