"""The exact model of portfolios, migration and audit: semantics.md section 4 and 6 "Audit", docs/guide/portfolio.md.

Everything is computed from all values at once, sorted where that is easiest to read.
"""

from fractions import Fraction

import customers
import model
from customers import half_away, half_up, reason
from model import BP, INT64_MAX, MONEY_MAX, NEVER, OUTCOME, REASON, TIER, Refused

CUM_AFTER = model.code("cut_rule", "CUM_AFTER")

# ---- ABC cuts: guide, "ABC cuts" -------------------------------------------------------------------------------------


def abc_cut(_book, given):
    options = read_options(given)
    values = customers.repeated(given, "values")
    check_values(values)
    check_total(sum(positive(values)))
    return {"result": cuts(values, options)}


def read_options(given):
    options = customers.read(given, "abc_options")
    if options.cut_b_bp < options.cut_a_bp:
        raise Refused("INVALID")
    return options


def check_values(values):
    for row, value in enumerate(values):
        if abs(value) > MONEY_MAX:
            raise Refused("RANGE", row=row)


def check_total(total):
    if total > INT64_MAX:
        raise Refused("RANGE")


def positive(values):
    return [value for value in values if value > 0]


def cuts(values, options):
    """The smallest value that is A, and the smallest that is A or B; nobody: MONEY_MAX + 1."""
    if not positive(values):
        raise Refused("DEGENERATE")
    total = sum(positive(values))
    reached_a, reached_b = [], []
    greater = 0
    for value in sorted(set(positive(values)), reverse=True):
        and_equal = greater + value * values.count(value)
        for reached, cut_bp in ((reached_a, options.cut_a_bp), (reached_b, options.cut_b_bp)):
            if options.cut_rule == CUM_AFTER:
                holds = and_equal * BP <= cut_bp * total
            else:
                holds = greater * BP < cut_bp * total
            if holds:
                reached.append(value)
        greater = and_equal
    return {
        "cut_a_minor": min(reached_a, default=NEVER),
        "cut_b_minor": min(reached_a + reached_b, default=NEVER),
        "total_minor": total,
        "count": len(values),
        "positive": len(positive(values)),
    }


def abc_classes(_book, given):
    limits = customers.read(given, "abc_cuts")
    if limits.cut_b_minor > limits.cut_a_minor:
        raise Refused("INVALID")
    values = customers.repeated(given, "values")
    return {"classes": [class_of(value, limits.cut_a_minor, limits.cut_b_minor) for value in values]}


def class_of(value, cut_a, cut_b):
    return TIER.A if value >= cut_a else TIER.B if value >= cut_b else TIER.C


# ---- the accumulator: guide, "The accumulator" -----------------------------------------------------------------------


def portfolio(_book, given):
    """What all pieces together give; how they were cut changes nothing but which row of which piece is refused."""
    options = read_options(given)
    values, ids, total = [], [], 0
    for piece, keys in zip(customers.repeated(given, "pieces"), pieces_of_ids(given), strict=True):
        check_values(piece)
        values += piece
        ids += keys
        total += sum(positive(piece))
        check_total(total)
    try:
        limits = cuts(values, options)
    except Refused as refused:
        limits = None
        asked = {"cuts": refused.expect(), "shares": refused.expect()}
    else:
        asked = {"cuts": {"status": "OK", "result": limits}, "shares": shares(values, limits)}
    return {"concentration": concentration(given, values, ids, limits), "pareto": pareto(values)} | asked


def pieces_of_ids(given):
    """The ids in the same shape as the pieces; 0 without ids."""
    if "ids" not in given:
        return [[0] * len(piece) for piece in customers.repeated(given, "pieces")]
    return [[int(key) for key in keys] for keys in customers.repeated(given, "ids")]


# ---- concentration: guide, "Concentration" ---------------------------------------------------------------------------


def concentration(given, values, ids, limits):
    try:
        options = customers.read(given, "concentration_options")
    except Refused as refused:
        return refused.expect()
    top_n = options.top_n or 10
    found = positive(values)
    if not found:
        return {"status": "OK", "result": nothing(values), "top_bp": [0] * top_n, "reasons": [no_data()]}
    total, squares, largest = sum(found), sum(value * value for value in found), max(found)
    loss = Fraction(options.loss_bp, BP)
    absorbed, clamped = absorption(found, limits, options.uplift_bp)
    falling = sorted(found, reverse=True)
    result = {
        "largest_id": min(key for key, value in zip(ids, values, strict=True) if value == largest),
        "count": len(values),
        "positive": len(found),
        "total_minor": total,
        "largest_minor": largest,
        "remaining_minor": total - largest,
        "effective_customers_hundredths": half_up(Fraction(100 * total * total, squares)),
        "expected_loss_minor": half_away(total * loss),
        "loss_deviation_if_independent_minor": nearest_root(loss * (1 - loss) * squares),
        "hhi_ppm": half_up(Fraction(10**6 * squares, total * total)),
        "largest_bp": half_away(Fraction(largest * BP, total)),
        "absorption_bp": absorbed,
    }
    field = "concentration.absorption_bp"
    return {
        "status": "OK",
        "result": result,
        "top_bp": [half_away(Fraction(sum(falling[:n]) * BP, total)) for n in range(1, top_n + 1)],
        "reasons": [reason(REASON.CLAMPED, OUTCOME.CAPPED, field, absorbed)] if clamped else [],
    }


def nothing(values):
    unknown = dict.fromkeys(["effective_customers_hundredths", "hhi_ppm", "largest_bp", "absorption_bp"])
    zero = ["largest_id", "positive", "total_minor", "largest_minor", "remaining_minor", "expected_loss_minor"]
    zero.append("loss_deviation_if_independent_minor")
    return {"count": len(values)} | dict.fromkeys(zero, 0) | unknown


def no_data():
    return reason(REASON.NO_DATA, OUTCOME.UNKNOWN, "concentration.total_minor")


def absorption(found, limits, uplift_bp):
    """What class C, without the largest, makes up of the loss of the largest; and whether it was clamped."""
    largest = max(found)
    small = [value for value in found if value < limits["cut_b_minor"]]
    if largest in small:
        small.remove(largest)
    exact = half_away(Fraction(sum(small) * uplift_bp, largest))
    return customers.clamp(exact), exact != customers.clamp(exact)


def nearest_root(square):
    """The nearest integer to the root of a fraction; halves up."""
    low = model.floor_root(square.numerator // square.denominator)
    return low + 1 if Fraction(2 * low + 1, 2) ** 2 <= square else low


# ---- Pareto points and shares: guide, "Concentration" ----------------------------------------------------------------


def edge_below(value):
    """The edge of the bucket that a positive value lies in."""
    if value < 64:
        return value - 1
    exponent = 1
    while value >= 64 * 2**exponent:
        exponent += 1
    return value // 2**exponent * 2**exponent - 1


def pareto(values):
    points = []
    for edge in sorted({edge_below(value) for value in positive(values)}, reverse=True):
        above = [value for value in values if value > edge]
        points.append({"edge_minor": edge, "customers": len(above), "total_minor": sum(above)})
    return points


def shares(values, limits):
    rows, reasons = [], []
    total = sum(positive(values))
    for tier in (TIER.A, TIER.B, TIER.C):
        chosen = [v for v in values if class_of(v, limits["cut_a_minor"], limits["cut_b_minor"]) == tier]
        part = sum(positive(chosen))
        rows.append(
            {
                "tier": tier,
                "customers": len(chosen),
                "total_minor": part,
                "customers_bp": half_away(Fraction(len(chosen) * BP, len(values))),
                "total_bp": half_away(Fraction(part * BP, total)),
            }
        )
        if not chosen:
            reasons.append(reason(REASON.EMPTY_CLASS, OUTCOME.MATCHED, "class_share.tier", tier))
    return {"status": "OK", "shares": rows, "reasons": reasons}


# ---- migration and audit: guide, "Migration"; guide of tiers, "Audit" ------------------------------------------------

LARGE, SMALL = (TIER.A, TIER.B), (TIER.C, TIER.D)
RATE = model.named("rate")
VENDOR_CLAIM = model.code("provenance", "VENDOR_CLAIM")
UP_BAND, DOWN_BAND, HIDDEN_BAND = (1200, 1800), (800, 1500), (1200, 1800)


def migration(_book, given):
    rows = [row for _, row in customers.read_rows(given, "migration_input")]
    rates, reasons = [], []

    def add(what, of, hits, band):
        rate, why = rate_of(what, len(of), len(hits), band)
        rates.append(rate)
        reasons.append(why)

    groups = [("ALL", rows)]
    if customers.has_column(given, "treated"):
        groups += [("TREATED", [row for row in rows if row.treated]), ("UNTREATED", [r for r in rows if not r.treated])]
    for name, group in groups:
        add(getattr(RATE, f"UP_{name}"), *moved(group, SMALL, LARGE), UP_BAND)
        add(getattr(RATE, f"DOWN_{name}"), *moved(group, LARGE, SMALL), DOWN_BAND)
    if len(groups) > 1:
        for position, what in ((2, RATE.UP_DIFFERENCE), (3, RATE.DOWN_DIFFERENCE)):
            rate, why = difference(what, rates[position], rates[position + 2])
            rates.append(rate)
            reasons += why
    return {"cells": cells(rows), "rates": rates, "reasons": reasons}


def moved(rows, before, after):
    """All that were in the tiers before, and those of them that went to the tiers after; NEW are in neither."""
    of = [row for row in rows if row.from_tier in before]
    return of, [row for row in of if row.to_tier in after]


def cells(rows):
    """Counts by from and to; a customer with no tier in both is not there."""
    pairs = [(row.from_tier, row.to_tier) for row in rows if row.from_tier or row.to_tier]
    return [{"customers": pairs.count(pair), "from_tier": pair[0], "to_tier": pair[1]} for pair in sorted(set(pairs))]


def rate_of(what, of, hits, band):
    low, high = model.wilson(hits, of)
    exact = Fraction(hits * BP, of) if of else Fraction(0)
    rate = {"what": what, "hits": hits, "of": of, "rate_bp": half_away(exact), "low_bp": low, "high_bp": high}
    if not of:
        return rate, empty_group(what)  # whether the band stands beside it then the contract does not say
    outcome = OUTCOME.MATCHED if band[0] <= exact <= band[1] else OUTCOME.NOT_MATCHED
    field = "rate.rate_bp"
    return rate | {"provenance": VENDOR_CLAIM}, reason(
        REASON.VENDOR_BAND, outcome, field, rate["rate_bp"], band[0], what
    )


def empty_group(what):
    return reason(REASON.NO_DATA, OUTCOME.UNKNOWN, "rate.of", rule=what)


def difference(what, treated, untreated):
    """Treated - not treated, with its Newcombe interval; NO_DATA if one of the groups is empty."""
    pairs = [(group["hits"], group["of"]) for group in (treated, untreated)]
    low, high = model.newcombe(*pairs[0], *pairs[1])
    rate = {"what": what, "hits": 0, "of": 0, "rate_bp": 0, "low_bp": low, "high_bp": high, "provenance": 0}
    if not all(of for _, of in pairs):
        return rate, [empty_group(what)]
    shares_bp = [Fraction(hits * BP, of) for hits, of in pairs]
    return rate | {"rate_bp": half_away(shares_bp[0] - shares_bp[1])}, []


def audit_tiers(_book, given):
    rows = [row for _, row in customers.read_rows(given, "migration_input")]
    both = [row for row in rows if row.from_tier and row.to_tier]
    wrong = [row for row in both if row.from_tier != row.to_tier]
    stored_c = [row for row in both if row.from_tier == TIER.C]
    champion = model.mask("flag", "HIDDEN_CHAMPION")
    hidden = [row for row in stored_c if row.to_tier == TIER.A or row.class_flags & champion]
    rate, why = rate_of(RATE.HIDDEN, len(stored_c), len(hidden), HIDDEN_BAND)
    result = {
        "compared": len(both),
        "misclassified": len(wrong),
        "misclassified_bp": half_away(Fraction(len(wrong) * BP, len(both))) if both else 0,
    }
    return {"result": result, "cells": cells(rows), "hidden": [rate], "reasons": [why]}


ANSWERS = {
    "abc_cut": abc_cut,
    "abc_classes": abc_classes,
    "portfolio": portfolio,
    "migration": migration,
    "audit_tiers": audit_tiers,
}
CALLS = {}
