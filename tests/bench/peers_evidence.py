#!/usr/bin/env python3
"""Theil-Sen slope and Mann-Kendall test of many customers, twelve quarters each: Kogge beside NumPy, SciPy and pandas, on one
core each.

    peers_evidence.py BENCH_EVIDENCE                  a million customers
    peers_evidence.py BENCH_EVIDENCE CUSTOMERS RUNS
    peers_evidence.py BENCH_EVIDENCE once             a few: are the answers equal?

Needs numpy, and scipy and pandas, which are left out if they are missing. NumPy has the same numbers to the last digit and
is compared in every row: the slope as a fraction, S, and what is significant at 5 %. SciPy is called for each customer of a
sample, and has slope and S; its p-values are another definition (two-sided, and for the normal form without the step of one
that the page "Evidence" has). Times are processor time."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

try:
    import numpy as np
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
CUSTOMERS, RUNS, FEW, SAMPLE, FEW_SAMPLE = 1_000_000, 3, 2_000, 2_000, 100
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


class Kogge:
    """A loop in C over one call a customer."""

    def __init__(self, bench, folder, quarters):
        self.command = [bench, folder / "quarters", folder / "answers"]
        quarters.tofile(self.command[1])

    def seconds(self):
        done = subprocess.run(self.command, capture_output=True, text=True, check=True)
        return float(done.stdout) / 1e3

    def answers(self):
        return np.fromfile(self.command[2], np.int64).reshape(-1, 4).T


def require_equal(quarters, answers):
    numerators, denominators, kendall_s, direction = answers
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


def print_times(microseconds, sample):
    fastest = microseconds["Kogge, one call a customer in C"]
    lines = [
        [name, measure.figure(value), measure.figure(1e3 / value), measure.figure(value / fastest)]
        for name, value in microseconds.items()
    ]
    print(f"\nSciPy and pandas: measured on {sample} customers\n" if stats else "")
    print(measure.markdown(["program", "us a customer", "thousand customers/s", "times Kogge"], lines))


def compare(kogge, quarters, sample, runs):
    kogge.seconds()
    require_equal(quarters, kogge.answers())
    if stats:
        require_like_scipy(sample, *kogge.answers()[:3])
        print(f"equal slope and S from SciPy for each of {len(sample)} customers", flush=True)
    if not runs:
        return
    packages = ("numpy", "scipy", "pandas") if stats else ("numpy",)
    print(f"{measure.machine()}; {', '.join(map(measure.version, packages))}; load {measure.load()}")
    took = [kogge.seconds() for _ in range(runs)]
    others = {"NumPy, all pairs in blocks": (numpy_all, quarters)}
    if stats:
        others |= {"SciPy, two calls a customer": (scipy_all, sample), "pandas, apply with SciPy": (pandas_all, sample)}
    works = {name: lambda job=job, rows=rows: job(rows) for name, (job, rows) in others.items()}
    medians = measure.medians(works, runs)
    microseconds = {"Kogge, one call a customer in C": 1e6 * statistics.median(took) / len(quarters)}
    microseconds |= {name: 1e6 * medians[name] / len(rows) for name, (_, rows) in others.items()}
    print_times(microseconds, len(sample))


def main(bench, *arguments):
    once = arguments == ("once",)
    customers, runs = (FEW, 0) if once else (*map(int, arguments), *(CUSTOMERS, RUNS)[len(arguments) :])
    quarters = new_quarters(customers)
    with tempfile.TemporaryDirectory() as folder:
        kogge = Kogge(os.fspath(bench), Path(folder), quarters)
        compare(kogge, quarters, quarters[: FEW_SAMPLE if once else SAMPLE], runs)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    measure.restart_on_one_core()
    main(*sys.argv[1:])
