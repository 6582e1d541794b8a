#!/usr/bin/env python3
"""Theil-Sen slope and Mann-Kendall test of many customers, twelve quarters each: Kogge beside NumPy, SciPy and pandas, on one
core each.

    peers_evidence.py LIBRARY                  a million customers
    peers_evidence.py LIBRARY CUSTOMERS RUNS
    peers_evidence.py LIBRARY once             a few: are the answers equal?

LIBRARY is libkogge.so. Needs cffi and numpy; scipy 1.17 and pandas are left out if they are missing. NumPy has the same numbers
to the last digit and is compared in every row: the slope as a fraction, S, and what is significant at 5 %. SciPy is called
for each customer of a sample, and has slope and S; its p-values are another definition (two-sided, and without the step of
one in the normal form that the page "Evidence" has). Times are processor time."""

import sys

import measure

try:
    import numpy as np
    from kogge_library import Library
except ImportError as missing:
    print(f"skipped: {missing}; tests/run installs it")
    sys.exit(77)
try:
    import pandas
    from scipy import stats
except ImportError:
    stats = None

QUARTERS = 12
FIRST, SECOND = np.triu_indices(QUARTERS, 1)
CUSTOMERS, RUNS, FEW, SAMPLE, FEW_SAMPLE = 1_000_000, 5, 2_000, 1_000, 100
TODAY = 20600
CUSTOMERS_OF_A_BLOCK = 512  # whose pairs stay in the cache


def new_quarters(customers):
    """Growing, falling and steady ones; every third buys in whole hundreds, so that some quarters are equal."""
    random = np.random.default_rng(20260901)
    usual, growth = random.integers(10_000, 1_000_000, (customers, 1)), random.integers(-4, 5, (customers, 1))
    trend = usual + usual * growth * np.arange(QUARTERS) // 100
    quarters = trend * random.integers(80, 121, (customers, QUARTERS)) // 100
    quarters[::3] = quarters[::3] // 10000 * 10000 + 10000
    return quarters


# ---- NumPy -----------------------------------------------------------------------------------------------------------

STEPS = SECOND - FIRST
MULTIPLE = np.lcm.reduce(np.arange(1, QUARTERS))  # of all numbers of steps: slopes times this are whole numbers


def numpy_block(quarters):
    """Twice the median slope times MULTIPLE; S; 1, -1 or 0 by the normal form with ties."""
    rises = quarters[:, SECOND] - quarters[:, FIRST]
    middle = len(STEPS) // 2
    slopes = np.partition(rises * (MULTIPLE // STEPS), (middle - 1, middle), axis=1)
    kendall_s = np.sign(rises).sum(axis=1)
    # Quarters of a group of t equal ones count t each: t (t - 1) (2t + 5) is the sum of (t - 1) (2t + 5) over them.
    equal = (quarters[:, :, None] == quarters[:, None, :]).sum(axis=2)
    tied = ((equal - 1) * (2 * equal + 5)).sum(axis=1)
    variance18 = QUARTERS * (QUARTERS - 1) * (2 * QUARTERS + 5) - tied
    size = np.abs(kendall_s)
    is_significant = (size > 0) & (18_000_000 * (size - 1) ** 2 >= 2_705_543 * variance18)
    return slopes[:, middle - 1] + slopes[:, middle], kendall_s, np.sign(kendall_s) * is_significant


def numpy_all(quarters):
    blocks = [
        numpy_block(quarters[first : first + CUSTOMERS_OF_A_BLOCK])
        for first in range(0, len(quarters), CUSTOMERS_OF_A_BLOCK)
    ]
    return tuple(np.concatenate(parts) for parts in zip(*blocks, strict=True))


# ---- SciPy and pandas ------------------------------------------------------------------------------------------------


def scipy_customer(quarters):
    slope = stats.theilslopes(quarters).slope
    return slope, stats.kendalltau(np.arange(QUARTERS), quarters).statistic


def scipy_all(sample):
    return [scipy_customer(quarters) for quarters in sample]


def pandas_all(sample):
    return pandas.DataFrame(sample).apply(scipy_customer, axis=1)


def require_like_scipy(sample, numerators, denominators, kendall_s):
    """Floating point against fractions. tau-b is S by the root of the pairs that are not tied."""
    pairs = len(FIRST)
    for row, (slope, tau) in enumerate(scipy_all(sample)):
        exact = numerators[row] / denominators[row]
        if abs(slope - exact) > 1e-9 * max(1, abs(exact)):
            sys.exit(f"customer {row}: slope {exact}, SciPy {slope}")
        tied = sum(t * (t - 1) // 2 for t in np.unique(sample[row], return_counts=True)[1])
        s = 0 if tied == pairs else round(tau * np.sqrt(pairs * (pairs - tied)))
        if s != kendall_s[row]:
            sys.exit(f"customer {row}: S {kendall_s[row]}, SciPy {s}")


# ---- Kogge -----------------------------------------------------------------------------------------------------------

WANTED = {"slope_numerator": np.int64, "slope_denominator": np.int64, "kendall_s": np.int32, "direction": np.int32}


def kogge_all(library, quarters):
    """Work that fills arrays, and the arrays. The history of all is one: it ends today."""
    book, none, rows = library.book("NEUTRAL_2026", "EUR"), library.ffi.NULL, len(quarters)
    histories, kept = library.table("history", {"today_at": np.array(TODAY, np.int32)}, rows)
    ends = np.arange(rows + 1) * QUARTERS
    answers = {name: np.zeros(rows, kind) for name, kind in WANTED.items()}
    values, offsets = (library.ffi.cast("int64_t *", array.ctypes.data) for array in (quarters, ends))
    out = library.out_columns("evidence", answers)

    def work(kept=(kept, ends)):
        lists = values, quarters.size, offsets, none, 0, none
        assess = library.c.kogge_evidence_assess_columns
        library.check(assess(book, histories, *lists, out, len(out), none, none, none, none, library.error))

    return work, answers


def require_equal(quarters, answers):
    numerators, denominators, kendall_s, direction = answers.values()
    twice_slopes, other_s, other_direction = numpy_all(quarters)
    for what, differ in {
        "slope": numerators * 2 * MULTIPLE != twice_slopes * denominators,
        "S": kendall_s != other_s,
        "direction": direction != other_direction,
    }.items():
        if differ.any():
            sys.exit(f"{what} of {differ.sum()} customers differs, first in row {np.flatnonzero(differ)[0]}")
    print(f"equal slope, S and direction of each of {len(quarters)} customers: ", end="")
    print(f"{(direction > 0).sum()} rising, {(direction < 0).sum()} falling", flush=True)


# ---- all of them -----------------------------------------------------------------------------------------------------

HEAD = ["program", "us a customer", "thousand customers/s", "times Kogge's", "memory beside, MB"]
KOGGE, NUMPY = "Kogge, columns", "NumPy, all pairs in blocks"


def print_times(took, counts, beside):
    microseconds = {name: 1e6 * seconds / counts[name] for name, seconds in took.items()}
    lines = []
    for name, value in microseconds.items():
        figures = [value, 1e3 / value, value / microseconds[KOGGE]]
        memory = f"{beside[name] / 1e6:.0f}" if name in beside else "-"
        lines.append([name, *map(measure.figure, figures), memory])
    print(measure.markdown(HEAD, lines))


def print_setting(quarters, sample, runs):
    versions = ", ".join(map(measure.version, ("numpy", "scipy", "pandas") if stats else ("numpy",)))
    print(f"{measure.machine()}; {versions}; load {measure.load()}")
    print(f"{len(quarters)} customers, for SciPy and pandas {len(sample)} of them, medians of {runs} rounds")


def time_all(jobs, quarters, sample, runs, beside):
    if stats:
        jobs |= {"SciPy, two calls a customer": lambda: scipy_all(sample)}
        jobs |= {"pandas, apply with SciPy": lambda: pandas_all(sample)}
    print_setting(quarters, sample, runs)
    took = measure.medians(jobs | {"read": quarters.max}, runs)
    read = took.pop("read")
    speed, each = quarters.nbytes / read / 1e9, 1e6 * read / len(quarters)
    print(f"reading the quarters and nothing else: {speed:.1f} GB/s, {each:.4f} us a customer\n")
    print_times(took, {name: len(quarters if name in (KOGGE, NUMPY) else sample) for name in jobs}, beside)
    print(f"\nload at the end {measure.load()}")


def main(path, *arguments):
    once = arguments == ("once",)
    customers, runs = (FEW, 0) if once else (*map(int, arguments), *(CUSTOMERS, RUNS)[len(arguments) :])
    quarters = new_quarters(customers)
    sample = quarters[: FEW_SAMPLE if once else SAMPLE]
    work, answers = kogge_all(Library(path), quarters)
    jobs = {KOGGE: work, NUMPY: lambda: numpy_all(quarters)}
    beside = {name: measure.peak_beside(job) for name, job in jobs.items()}
    require_equal(quarters, answers)
    if stats:
        require_like_scipy(sample, *list(answers.values())[:3])
        print(f"equal slope and S from SciPy for each of {len(sample)} customers", flush=True)
    if runs:
        time_all(jobs, quarters, sample, runs, beside)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    measure.restart_on_one_core()
    main(*sys.argv[1:])
