"""What the models of the families from evidence on share: exact numbers, ratios as they are shown, conditions, and reasons."""

from fractions import Fraction

import customers
from customers import CLAMP, half_away
from model import OUTCOME, REASON


def is_clamped(exact):
    return abs(half_away(Fraction(exact))) > CLAMP


def ceiling(exact):
    return -(-exact.numerator // exact.denominator)


def as_ratio(exact):
    """A ratio in bp as it is shown: rounded, and not beyond what a ratio can be (sem 0)."""
    return customers.clamp(half_away(Fraction(exact)))


def median(values):
    """The exact median; of an even number the mean of the two middle ones."""
    ordered = sorted(values)
    return Fraction(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def outcome(truth):
    """Outcome of a condition that is true, false or unknown (None)."""
    return {True: OUTCOME.MATCHED, False: OUTCOME.NOT_MATCHED, None: OUTCOME.UNKNOWN}[truth]


def reason(name, came_out, field, observed, threshold, rule=0):
    """A reason: `came_out` is True, False, None (unknown) or the name of another outcome."""
    number = getattr(OUTCOME, came_out) if isinstance(came_out, str) else outcome(came_out)
    return customers.reason(getattr(REASON, name), number, field, observed, threshold, rule)
