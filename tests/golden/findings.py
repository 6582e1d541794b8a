"""What the models of evidence and tier share: rows of a table, ratios as they are shown, and reasons."""

from fractions import Fraction

import model
from model import OUTCOME, REASON, ROUNDING, Refused

RATIO_MAX = 1_000_000_000


def read_rows(record, rows):
    """The rows of a table as records; the error of a row says which one it is (from 0)."""
    found = []
    for index, row in enumerate(rows):
        try:
            found.append(model.read_record(record, row))
        except Refused as refused:
            raise Refused(refused.status, refused.field, row=index) from None
    return found


def half_away(exact):
    return model.round_fraction(Fraction(exact), ROUNDING.HALF_AWAY)


def ceiling(exact):
    return -(-exact.numerator // exact.denominator)


def as_ratio(exact):
    """A ratio in bp as it is shown: rounded, and not beyond what a ratio can be (sem 0)."""
    return max(-RATIO_MAX, min(RATIO_MAX, half_away(exact)))


def median(values):
    """The exact median; of an even number the mean of the two middle ones."""
    return sum_of_middle(sorted(values)) / 2


def sum_of_middle(ordered):
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return Fraction(low) + Fraction(high)


def outcome(truth):
    """Outcome of a condition that is true, false or unknown (None)."""
    return {True: OUTCOME.MATCHED, False: OUTCOME.NOT_MATCHED, None: OUTCOME.UNKNOWN}[truth]


def reason(name, came_out, field, observed, threshold):
    """A reason: `came_out` is True, False, None (unknown) or the name of another outcome."""
    number = getattr(OUTCOME, came_out) if isinstance(came_out, str) else outcome(came_out)
    return [getattr(REASON, name), number, 0, model.field_id(field), observed, threshold]
