"""The exact model of the evidence of growth, of order rhythm and of calibration.

Written from docs/guide/evidence.md and sections 0 and 5 of the specification alone; it knows nothing of the library.
"""

from collections import namedtuple
from fractions import Fraction
from math import comb, factorial

import model
from customers import CLAMP, half_away, read, read_rows
from findings import as_ratio, ceiling, is_clamped, median, reason
from model import BP, DAY_MAX, INT64_MAX, MONEY_MAX, Refused

TEST = model.named("test")
OVERDUE = model.named("overdue")
FLAG = model.named("flag")
FIVE_PERCENT = Fraction(1, 20)
PPM = 1_000_000
Z_SQUARED = Fraction(2_705_543, 1_000_000)  # 90 % of the normal distribution: 5 % on either side
QUARTERS_MAX = 40
OWN_GAPS = 5


# ---- chance: what the tests compare with -----------------------------------------------------------------------------


def rising_less_falling(values):
    """Kendall's S: the sum of sign(y_j - y_i) over i < j."""
    pairs = [(values[i], values[j]) for j in range(len(values)) for i in range(j)]
    return sum((later > earlier) - (later < earlier) for earlier, later in pairs)


def permutations_by_s(n):
    """How many of the n! permutations have which S: value number k of n can stand before 0 to k - 1 smaller ones."""
    by_inversions = {0: 1}
    for k in range(1, n + 1):
        grown = {}
        for inversions, count in by_inversions.items():
            for more in range(k):
                grown[inversions + more] = grown.get(inversions + more, 0) + count
        by_inversions = grown
    pairs = n * (n - 1) // 2
    return {pairs - 2 * inversions: count for inversions, count in by_inversions.items()}


def kendall_tail(n, least):
    """Share of the permutations with S' >= least."""
    return Fraction(sum(count for s, count in permutations_by_s(n).items() if s >= least), factorial(n))


def binomial_tail(n, least):
    """Chance that at least so many of n days fall into the one of two equal years."""
    return Fraction(sum(comb(n, i) for i in range(least, n + 1)), 2**n)


def largest_up_to_five_percent(chances):
    """Size of an exact test: the largest attainable p of at most 5 %; 0 if there is none."""
    return max((p for p in chances if p <= FIVE_PERCENT), default=Fraction(0))


# ---- evidence of growth ----------------------------------------------------------------------------------------------

# What a test found. `p` is None for the normal forms.
Found = namedtuple("Found", "test direction p size kendall_s orders_before orders_last")
NO_TEST = Found(0, 0, None, Fraction(0), None, None, None)
# Why the order test was not made: field, observed, threshold.
Missing = namedtuple("Missing", "field observed threshold")


def evidence_assess(book, given):
    policy = book.policy
    history = read_history(given)
    passed = read_quarters(given.get("quarters") or [])
    days = read_days(given.get("order_days"), history.today_at)

    left = without_leading_zeros(passed, season_of(history))
    slope = theil_sen(left)
    found, missing = make_test(history, passed, left, days)
    growth = growth_a_year(found, left, slope)
    rising = found.direction == 1 and reaches(growth, found, policy.growth_min_bp)
    falling = found.direction == -1
    rhythm = overdue_class(history, days or [])
    confirmed = demand_confirms(policy, history) is True or call_off_confirms(policy, history) is True
    promises = level_of_promises(history)

    result = {
        "slope_numerator": None if slope is None else slope.numerator,
        "slope_denominator": None if slope is None else slope.denominator,
        "level": level(rising, confirmed, falling, rhythm, promises),
        "test": found.test,
        "direction": found.direction,
        "p_ppm": None if found.p is None else half_away(found.p * PPM),
        "size_ppm": half_away(found.size * PPM),
        "kendall_s": found.kendall_s,
        "orders_before": found.orders_before,
        "orders_last": found.orders_last,
        "growth_bp": None if growth is None else as_ratio(growth),
        "realisation_bp": realisation(policy, history, left),
        "season_removed": int(bool(season_of(history))),
        "quarters": len(left),
    }
    reasons = [*reasons_of_test(result, found, missing, dense(left))]
    reasons += reasons_of_level(policy, history, result, rising, falling, rhythm)
    if growth is not None and is_clamped(growth):
        reasons.append(reason("CLAMPED", "CAPPED", "evidence.growth_bp", result["growth_bp"], 0))
    return {"result": result, "reasons": reasons}


def read_history(given):
    history = read(given, "history")
    season = season_of(history)
    if season and (min(season) == 0 or sum(season) != 4 * BP):
        raise Refused("INVALID")  # any of the four may be named
    return history


def season_of(history):
    """The four factors, or none."""
    season = [history.season_1_bp, history.season_2_bp, history.season_3_bp, history.season_4_bp]
    return season if any(season) else []


def read_quarters(quarters):
    if len(quarters) > QUARTERS_MAX:
        raise Refused("RANGE")
    for index, value in enumerate(quarters):
        if abs(value) > MONEY_MAX:
            raise Refused("RANGE", row=index)
    return quarters


def read_days(days, today):
    """Distinct order days; None = not known."""
    if days is None:
        return None
    if any(later < earlier for earlier, later in zip(days, days[1:])) or any(day > today for day in days):
        raise Refused("INVALID")
    return sorted(set(days))


def without_leading_zeros(passed, season):
    """The quarters that are looked at; the factor of a quarter is that of its place among those passed."""
    first = next((index for index, value in enumerate(passed) if value), len(passed))
    if not season:
        return passed[first:]
    return [half_away(Fraction(passed[t] * BP, season[t % 4])) for t in range(first, len(passed))]


def theil_sen(left):
    """The median of all pairwise slopes, from 4 quarters on."""
    if len(left) < 4:
        return None
    slope = median(Fraction(left[j] - left[i], j - i) for j in range(len(left)) for i in range(j))
    if max(abs(slope.numerator), slope.denominator) > INT64_MAX:
        raise Refused("RANGE", "evidence.slope_numerator")
    return slope


def dense(left):
    return sum(value > 0 for value in left) >= len(left) - 2


def make_test(history, passed, left, days):
    """The one test that the density chooses, or what is missing for the order test."""
    if len(left) < 4:
        return NO_TEST, None
    if dense(left):
        return (mann_kendall(left) if len(left) >= 6 else NO_TEST), None
    missing = missing_for_orders(history, passed, days)
    return (NO_TEST if missing else order_test(history, left, days)), missing


def mann_kendall(left):
    n, s = len(left), rising_less_falling(left)
    ties = [left.count(value) for value in set(left)]
    if n <= 10 and max(ties) == 1:
        p = kendall_tail(n, abs(s))
        significant = p <= FIVE_PERCENT
        size = largest_up_to_five_percent([kendall_tail(n, least) for least in permutations_by_s(n)])
    else:
        p, size = None, FIVE_PERCENT
        spread = n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)
        significant = (abs(s) - 1) ** 2 >= Z_SQUARED * Fraction(spread, 18)
    direction = ((s > 0) - (s < 0)) if significant else 0
    return Found(TEST.MANN_KENDALL, direction, p, size, s, None, None)


def missing_for_orders(history, passed, days):
    """The first thing that the order test needs and does not have."""
    two_years_ago = history.today_at - 730
    if days is None:
        return Missing("evidence.orders_last", 0, 0)
    if history.first_order_at == 0 or history.first_order_at > two_years_ago:
        return Missing("history.first_order_at", history.first_order_at, two_years_ago)
    if len(passed) < 8:
        return Missing("evidence.quarters", len(passed), 8)
    return None


def sums_of_four(left):
    """The four quarters before the last four, and the last four; quarters that were left out are 0."""
    return sum(left[-8:-4]), sum(left[-4:])


def order_test(history, left, days):
    today = history.today_at
    before = sum(today - 730 < day <= today - 365 for day in days)
    last = sum(today - 365 < day <= today for day in days)
    n, larger = before + last, max(before, last)
    if n <= 62:
        p = binomial_tail(n, larger)
        significant = p <= FIVE_PERCENT
        size = largest_up_to_five_percent([binomial_tail(n, least) for least in range(n + 1)])
    else:
        p, size = None, FIVE_PERCENT
        significant = (abs(last - before) - 1) ** 2 >= Z_SQUARED * n
    earlier, later = sums_of_four(left)
    way = (last > before) - (last < before)
    same_way = way == (later > earlier) - (later < earlier)
    return Found(TEST.ORDERS, way if significant and same_way else 0, p, size, None, before, last)


def growth_a_year(found, left, slope):
    """Exact growth in bp, or None."""
    if found.test == TEST.ORDERS:
        before, last = sums_of_four(left)
        return Fraction((last - before) * BP, before) if before > 0 else None
    if slope is None or median(left) <= 0:
        return None
    return 4 * BP * slope / median(left)


def reaches(growth, found, least):
    """An order test that rises from four quarters that are not positive reaches any minimum."""
    return growth >= least if growth is not None else found.test == TEST.ORDERS


def demand_confirms(policy, history):
    known = history.demand_confidence_bp
    return None if known is None else known >= policy.confidence_min_bp


def call_off_confirms(policy, history):
    contract, called_off = history.contract_minor, history.called_off_minor
    if contract is None or called_off is None:
        return None
    return contract > 0 and called_off * BP >= policy.call_off_min_bp * contract


def level_of_promises(history):
    if history.flags:
        return 2
    return 1 if (history.announced_minor or 0) > 0 else 0


def level(rising, confirmed, falling, rhythm, promises):
    if rising:
        return 4 if confirmed else 3
    if falling:
        return -4 if rhythm == OVERDUE.SILENT else -3
    return promises


def realisation(policy, history, left):
    """What came of announcements, in bp, drawn towards the prior; a ratio with nothing below is unknown."""
    if history.announced_minor is None or history.realised_minor is None:
        return None
    quarter = max(Fraction(0), median(left)) if left else Fraction(0)
    a, b = policy.realisation_a_bp * quarter / BP, policy.realisation_b_bp * quarter / BP
    below = history.announced_minor + a + b
    return min(BP, half_away((history.realised_minor + a) * BP / below)) if below else None


# ---- reasons of evidence: guide, "Reasons" ---------------------------------------------------------------------------


def reasons_of_test(result, found, missing, is_dense):
    n = result["quarters"]
    yield reason("NOT_ENOUGH_DATA", n < 4, "evidence.quarters", n, 4)
    if n < 4:
        return
    removed = result["season_removed"]
    yield reason("SEASON_NOT_REMOVED", not removed, "evidence.season_removed", removed, 0)
    moved = found.direction != 0
    if is_dense and n < 6:
        yield reason("TREND", None, "evidence.quarters", n, 6)
    elif is_dense:
        yield reason("TREND", moved, "evidence.kendall_s", found.kendall_s, 0)
    elif missing:
        yield reason("ORDER_COUNT", None, missing.field, missing.observed, missing.threshold)
    else:
        yield reason("ORDER_COUNT", moved, "evidence.orders_last", found.orders_last, found.orders_before)


def reasons_of_level(policy, history, result, rising, falling, rhythm):
    if result["direction"] == 1:
        yield reason("GROWTH", rising, "evidence.growth_bp", result["growth_bp"] or 0, policy.growth_min_bp)
    if rising:
        confidence, least = history.demand_confidence_bp, policy.confidence_min_bp
        truth = demand_confirms(policy, history)
        yield reason("DEMAND_CONFIRMED", truth, "history.demand_confidence_bp", confidence or 0, least)
        yield reason_of_call_off(policy, history)
    if result["test"]:
        yield reason("DECLINE", falling, "evidence.direction", result["direction"], 0)
    if falling:
        truth = rhythm == OVERDUE.SILENT if rhythm else None
        yield reason("OVERDUE_CLASS", truth, "regularity.overdue", rhythm, OVERDUE.SILENT)
    if not rising and not falling:
        yield reason("CONTRACT", history.flags != 0, "history.flags", history.flags, 0)
    if not rising and not falling and not history.flags:
        announced = history.announced_minor
        truth = None if announced is None else announced > 0
        yield reason("ANNOUNCED", truth, "history.announced_minor", announced or 0, 0)


def reason_of_call_off(policy, history):
    contract = history.contract_minor
    least = ceiling(Fraction(policy.call_off_min_bp * (contract or 0), BP))
    if contract is None:
        return reason("CALLED_OFF", None, "history.contract_minor", 0, least)
    truth = call_off_confirms(policy, history)
    return reason("CALLED_OFF", truth, "history.called_off_minor", history.called_off_minor or 0, least)


# ---- a portfolio -----------------------------------------------------------------------------------------------------


def evidence_summarise(_, given):
    rows = [row for _, row in read_rows(given, "evidence")]
    tested = [row for row in rows if row.test]
    sizes = sum(row.size_ppm for row in tested)
    result = {
        "tested": len(tested),
        "rising": sum(row.level >= 3 for row in rows),
        "falling": sum(row.level <= -3 for row in rows),
        "expected_by_chance_hundredths": half_away(Fraction(sizes, 10_000)),
    }
    return {"result": result}


# ---- order rhythm ----------------------------------------------------------------------------------------------------


def gaps_between(days):
    return [later - earlier for earlier, later in zip(days, days[1:])]


def gaps_that_count(history, days):
    """Median in half days and longest gap, and whether they make a class: own ones from 5 on, else those of the tier."""
    gaps = gaps_between(days)
    own = (int(2 * median(gaps)), max(gaps)) if gaps else None
    if len(gaps) >= OWN_GAPS:
        return own, True
    if history.pooled_median_half_days is not None:
        return (history.pooled_median_half_days, history.pooled_longest_days), True
    return own, False


def overdue_class(history, days):
    """Class of the order rhythm; 0 = unknown."""
    gaps, judged = gaps_that_count(history, days)
    if not judged or not days:
        return 0
    silence = history.today_at - days[-1]
    middle, longest = Fraction(gaps[0], 2), gaps[1]
    if silence >= 3 * middle and silence * 10 > 15 * longest:
        return OVERDUE.SILENT
    if silence >= 2 * middle and silence > longest:
        return OVERDUE.OVERDUE
    return OVERDUE.LATE if silence >= Fraction(3, 2) * middle else OVERDUE.ON_TIME


def regularity_assess(_, given):
    history = read(given, "history")
    if (history.pooled_median_half_days is None) != (history.pooled_longest_days is None):
        raise Refused("INVALID")  # either of the two may be named
    days = read_days(given.get("order_days") or [], history.today_at)
    own = gaps_between(days)
    silence = history.today_at - days[-1] if days else None
    if max([*own, silence or 0]) > DAY_MAX:
        raise Refused("RANGE")

    gaps, _ = gaps_that_count(history, days)
    if gaps and gaps[0] > DAY_MAX:
        raise Refused("RANGE", "regularity.median_gap_half_days")
    few = len(own) < OWN_GAPS
    pooled = few and history.pooled_median_half_days is not None
    overdue = overdue_class(history, days)
    exact = Fraction(silence * 2 * BP, gaps[0]) if overdue else None
    result = {
        "order_days": len(days),
        "median_gap_half_days": gaps and gaps[0],
        "longest_gap_days": gaps and gaps[1],
        "silent_days": silence,
        "overdue_ratio_bp": None if exact is None else as_ratio(exact),
        "overdue": overdue,
        "pooled": int(pooled),
        "regular_buyer": int(not few and overdue == OVERDUE.ON_TIME),
    }
    reasons = [reason("TOO_FEW_GAPS", few, "regularity.order_days", len(own), OWN_GAPS)]
    if few:
        observed = history.pooled_median_half_days or 0
        reasons.append(reason("POOLED_GAPS", pooled or None, "history.pooled_median_half_days", observed, 0))
    alarm = overdue in (OVERDUE.OVERDUE, OVERDUE.SILENT) if overdue else None
    reasons.append(reason("OVERDUE_CLASS", alarm, "regularity.overdue", overdue, 0))
    if exact is not None and is_clamped(exact):
        reasons.append(reason("CLAMPED", "CAPPED", "regularity.overdue_ratio_bp", CLAMP, 0))
    return {"result": result, "reasons": reasons}


def regularity_pool(_, given):
    """Medians over the customers with at least 5 gaps of their own; 0 if there is none."""
    rows = [row for _, row in read_rows(given, "regularity")]
    own = [row for row in rows if row.order_days > OWN_GAPS and not row.pooled]
    if not own:
        return {"out": [0, 0]}
    middles = median(row.median_gap_half_days for row in own)
    longest = median(row.longest_gap_days for row in own)
    return {"out": [half_away(middles), half_away(longest)]}


# ---- calibration -----------------------------------------------------------------------------------------------------

OVERDUE_SET, FLAG_SET = model.CODES["overdue"]["number"], model.CODES["flag"]["number"]
CLASSES = [
    (OVERDUE_SET, OVERDUE.ON_TIME),
    (OVERDUE_SET, OVERDUE.LATE),
    (OVERDUE_SET, OVERDUE.OVERDUE),
    (OVERDUE_SET, OVERDUE.SILENT),
    (FLAG_SET, FLAG.PROSPECT),
    (FLAG_SET, FLAG.HOPE_ACCOUNT),
]


def calibrate(_, given):
    rows = [row for _, row in read_rows(given, "calibration_input")]
    found = []
    for number, label in CLASSES:
        if number == OVERDUE_SET:
            of_class = [row for row in rows if row.overdue == label]
        else:
            of_class = [row for row in rows if model.in_mask(row.class_flags, label)]
        found.append(
            {
                "customers": len(of_class),
                "ordered": sum(row.orders_after > 0 for row in of_class),
                "grew": sum(row.revenue_after_minor > row.revenue_before_minor for row in of_class),
                "silent": sum(row.orders_after == 0 for row in of_class),
                "set": number,
                "label": label,
            }
        )
    return {"rows": found}


ANSWERS = {
    "evidence_assess": evidence_assess,
    "evidence_summarise": evidence_summarise,
    "regularity_assess": regularity_assess,
    "regularity_pool": regularity_pool,
    "calibrate": calibrate,
}
CALLS = {}
