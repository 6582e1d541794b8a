#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Counts the customers of a ledger independently and compares the customer report with the count.

customers.py CUSTOMER_REPORT LEDGER_FOLDER

Nothing of the library is used here: cuts, concentration, order rhythm, growth and tiers follow the pages of the guide,
in integers and fractions. Exit status 77 (meson: skipped) if the ledger is not there.
"""

import csv
import functools
import math
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from statistics import median

getcontext().prec = 80
YEAR, HOLIDAYS = 365, 7
CUT_A, CUT_B, TENURE, SHARE_OF_WALLET, CONFIDENCE, GROWTH = 8000, 8500, 180, 5000, 5000, 1000  # preset-neutral-2026
HOPE_REALISATION, HOPE_COST = 3000, 2000
UPLIFT, LOSS = 1000, 1000  # what the report assumes
CHANNEL_COSTS = {  # fields.md, in cents
    "PHONE": 2500, "FAX": 2200, "EMAIL": 1800, "FIELD": 3500, "SHOP": 600, "PORTAL": 600, "EDI": 300, "PICKUP": 1200,
}  # fmt: skip
LINE, VISIT, CALL, RETURN, SERVICE, MARGIN = 100, 15000, 1200, 2000, 1500, 2500
OVERDUE = ["", "ON_TIME", "LATE", "OVERDUE", "SILENT"]
TIERS = ["", "A", "B", "C", "D"]
NOBODY = 900000000000001  # a cut that nobody reaches

# ---- numbers -----------------------------------------------------------------------------------------------------------


def rounded(value):
    """Half away from zero."""
    value = Fraction(value)
    return int(math.copysign(1, value)) * math.floor(abs(value) + Fraction(1, 2))


def wilson(hits, of):
    """The bounds of the 95 % interval in bp, the lower one rounded down, the upper one up."""
    if not of:
        return 0, 10000
    z2 = Decimal(3841459) / 1000000
    middle = (Decimal(2 * hits) + z2) / (2 * (of + z2))
    width = (z2 * (4 * Decimal(hits) * (of - hits) / of + z2)).sqrt() / (2 * (of + z2))
    low, high = (middle - width) * 10000, (middle + width) * 10000
    return max(0, math.floor(low)), min(10000, math.ceil(high))


def cut_values(values, cut_a=CUT_A, cut_b=CUT_B):
    """The smallest value of class A, and of class A or B."""
    total = sum(v for v in values if v > 0)
    found, above = {"A": NOBODY, "B": NOBODY}, 0
    counts = Counter(v for v in values if v > 0)
    for value in sorted(counts, reverse=True):
        for name, cut in (("A", cut_a), ("B", cut_b)):
            if above * 10000 < cut * total:
                found[name] = value
        above += value * counts[value]
    return found["A"], found["B"]


def class_of(value, cuts):
    return "A" if value >= cuts[0] else "B" if value >= cuts[1] else "C"


def edge_of(value):
    """The lower edge of the bucket that holds a value."""
    if value < 64:
        return value - 1
    exponent = value.bit_length() - 6
    return ((value >> exponent) << exponent) - 1


# ---- a ledger ------------------------------------------------------------------------------------------------------------


def rows_of(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


class Customer:
    def __init__(self, row):
        self.row, self.orders = row, []

    def number(self, column):
        """None: not known."""
        return int(self.row[column]) if self.row.get(column) else None


def is_sale(order):
    return order.get("is_return") != "1" and int(order["net_amount_minor"]) >= 0


class Year:
    """One customer in the twelve months up to a day."""

    def __init__(self, customer, today, quarters, past):
        self.customer, self.past = customer, past
        known = [order for order in customer.orders if order["day"] <= today]
        orders = [order for order in known if today - order["day"] < YEAR]
        sales = [order for order in orders if is_sale(order)]
        self.bought = bool(orders)
        self.revenue = sum(int(order["net_amount_minor"]) for order in orders)
        self.sales, self.returns = sales, len(orders) - len(sales)
        self.days = sorted({order["day"] for order in known if is_sale(order)})
        self.quarters = [0] * quarters
        for order in known:
            back = next((b for b in range(quarters) if today - order["day"] < (b + 1) * YEAR // 4), None)
            if back is not None:
                self.quarters[quarters - 1 - back] += int(order["net_amount_minor"])

    def cost(self, has):
        """Cost to serve; None: not known. What the ledger knows of nobody is left out."""
        calls, visits = (None if self.past else self.customer.number(name) for name in ("calls_12m", "visits_12m"))
        if (calls is None and "calls_12m" in has) or (visits is None and "visits_12m" in has):
            return None
        lines = [int(order["line_count"]) for order in self.sales if order.get("line_count")]
        if self.sales and not lines:
            return None
        all_lines = rounded(Fraction(sum(lines) * len(self.sales), len(lines))) if lines else 0
        dearest = max(CHANNEL_COSTS.values())
        selling = sum(CHANNEL_COSTS.get(order.get("channel", ""), dearest) for order in self.sales)
        selling += all_lines * LINE + (calls or 0) * CALL + (visits or 0) * VISIT
        services = sum(int(order.get("special_services") or 0) for order in self.sales)
        return selling + self.returns * RETURN + services * SERVICE

    def contribution(self, has):
        margin = self.customer.number("margin_bp")
        first = rounded(Fraction(self.revenue * (MARGIN if margin is None else margin), 10000))
        cost = self.cost(has)
        return None if cost is None else first - cost


def rhythm(days, today, pooled=None):
    """Class of the order rhythm, own median and longest gap."""
    gaps = [b - a for a, b in zip(days, days[1:], strict=False)]
    own = (Fraction(median(map(Fraction, gaps))), max(gaps)) if len(gaps) >= 5 else None
    used = own or (pooled if days else None)
    if not used:
        return "", own
    silence, (middle, longest) = today - days[-1], used
    if silence >= 3 * middle and silence * 10 > 15 * longest:
        return "SILENT", own
    if silence >= 2 * middle and silence > longest:
        return "OVERDUE", own
    return ("LATE" if silence * 2 >= 3 * middle else "ON_TIME"), own


# ---- growth --------------------------------------------------------------------------------------------------------------


@functools.cache
def inversions(n):
    """How many permutations of n have 0, 1, 2 .. inversions."""
    counts = [1]
    for size in range(2, n + 1):
        larger = [0] * (len(counts) + size - 1)
        for at, count in enumerate(counts):
            for more in range(size):
                larger[at + more] += count
        counts = larger
    return counts


@functools.cache
def kendall_tail(n, s):
    """Share of the permutations of n without ties with at least s."""
    pairs = n * (n - 1) // 2
    return Fraction(sum(c for i, c in enumerate(inversions(n)) if pairs - 2 * i >= s), math.factorial(n))


@functools.cache
def kendall_size(n):
    """The largest attainable tail of at most 5 %."""
    return max((tail for s in range(1, n * n) if (tail := kendall_tail(n, s)) * 20 <= 1), default=Fraction(0))


@functools.cache
def coin_tail(k, n):
    """Chance of k or more heads of n."""
    return Fraction(sum(math.comb(n, i) for i in range(k, n + 1)), 2**n)


@functools.cache
def coin_size(n):
    return max((tail for k in range(n + 1) if (tail := coin_tail(k, n)) * 20 <= 1), default=Fraction(0))


def tied(values):
    return [count for count in Counter(values).values() if count > 1]


def is_significant(values, s):
    n = len(values)
    if s == 0:
        return False
    if n <= 10 and not tied(values):
        return kendall_tail(n, abs(s)) * 20 <= 1
    spread = n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in tied(values))
    return 18000000 * (abs(s) - 1) ** 2 >= 2705543 * spread


def order_test(year, today, values):
    """Level and size by the number of order days; None: too little is known."""
    if not year.days or today - year.days[0] < 2 * YEAR or len(year.quarters) < 8:
        return None
    last = sum(today - day < YEAR for day in year.days)
    before = sum(YEAR <= today - day < 2 * YEAR for day in year.days)
    new, old = sum(values[-4:]), sum(values[-8:-4])
    both = before + last
    significant = coin_tail(max(before, last), both) * 20 <= 1
    if both > 62:
        significant = (abs(last - before) - 1) ** 2 * 1000000 >= 2705543 * both
    level = 0
    if significant and last > before and new > old:
        level = 3 if old <= 0 or (new - old) * 10000 >= GROWTH * old else 0
    elif significant and last < before and new < old:
        level = -3
    return level, rounded(coin_size(both) * 1000000) if both <= 62 else 50000


def season_of(years):
    quarters = len(years[0].quarters)
    whole = quarters // 4 * 4
    if whole < 8:
        return None
    sums = [0] * 4
    for year in years:
        for q in range(quarters - whole, quarters):
            sums[q % 4] += year.quarters[q]
    if min(sums) <= 0:
        return None
    factors = [max(1, rounded(Fraction(s * 40000, sum(sums)))) for s in sums]
    factors[sums.index(max(sums))] += 40000 - sum(factors)
    return factors


def kendall_test(values):
    n = len(values)
    s = sum((b > a) - (b < a) for a, b in combinations(values, 2))
    size = 50000 if n > 10 or tied(values) else rounded(kendall_size(n) * 1000000)
    if not is_significant(values, s):
        return 0, size
    middle = Fraction(median(values)) if n % 2 else Fraction(sum(sorted(values)[n // 2 - 1 : n // 2 + 1]), 2)
    slope = median(Fraction(values[j] - values[i], j - i) for i, j in combinations(range(n), 2))
    grows = middle > 0 and 40000 * slope >= GROWTH * middle
    return (3 if grows else 0) if s > 0 else -3, size


def evidence(year, season, today):
    """Measured level (3, 0 or -3), and the size of the test in ppm; None: no test."""
    values = [rounded(Fraction(v * 10000, season[q % 4])) if season else v for q, v in enumerate(year.quarters)]
    while values and values[0] == 0:
        values.pop(0)
    n = len(values)
    if n < 4:
        return 0, None
    if sum(v > 0 for v in values) >= n - 2:
        return kendall_test(values) if n >= 6 else (0, None)
    return order_test(year, today, [0] * 8 + values) or (0, None)


# ---- the count -----------------------------------------------------------------------------------------------------------


class Count:
    """Everything that the report says of a ledger, worked out anew."""

    def __init__(self, folder):
        self.customers = {row["customer_id"]: Customer(row) for row in rows_of(folder / "customers.csv")}
        self.guests, orders = [], rows_of(folder / "orders.csv")
        for order in orders:
            order["day"] = day_of(order["order_date"])
            if order["customer_id"]:
                self.customers.setdefault(order["customer_id"], Customer({})).orders.append(order)
            else:
                self.guests.append(order)
        self.ids = sorted(self.customers, key=str.encode)
        self.first = min(order["day"] for order in orders)
        self.today = max(order["day"] for order in orders)
        self.two = self.today - self.first + 1 + HOLIDAYS >= 2 * YEAR
        self.has = {
            name for name in ("calls_12m", "visits_12m") if any(c.row.get(name) for c in self.customers.values())
        }
        self.now = self.year(self.today, past=False)
        self.before = self.year(self.today - YEAR, past=True) if self.two else None

    def year(self, today, past):
        quarters = 0
        while quarters < 40 and today - (quarters + 1) * YEAR // 4 + 1 + HOLIDAYS >= self.first:
            quarters += 1
        years = [Year(self.customers[name], today, quarters, past) for name in self.ids]
        values = [year.revenue for year in years]
        cuts = cut_values(values)
        season = season_of(years)
        for year in years:
            year.abc = class_of(year.revenue, cuts) if year.bought else ""
            year.evidence, year.size = evidence(year, season, today)
            year.hidden = self.is_hidden(year, cuts)
            year.tier = self.tier(year, cuts, today)
        self.set_rhythms(years, today)
        return {"years": years, "values": values, "cuts": cuts}

    @staticmethod
    def is_hidden(year, cuts):
        """Small, demand of an A customer, half of it elsewhere, and known well enough."""
        demand = None if year.past else year.customer.number("demand_minor")
        if demand is None or year.revenue >= cuts[1]:
            return False
        bought = max(0, year.revenue)
        demand = max(demand, bought)
        sure = year.customer.number("demand_confidence_bp") >= CONFIDENCE
        return sure and demand >= cuts[0] and min(bought, demand) * 10000 <= SHARE_OF_WALLET * demand

    @staticmethod
    def tier(year, cuts, today):
        if year.days and today - year.days[0] < TENURE:
            return "too_new"
        if not year.sales:
            return "inactive"
        if year.revenue >= cuts[0]:
            return "A"
        return "B" if year.revenue >= cuts[1] or year.hidden or year.evidence >= 3 else "C"

    @staticmethod
    def set_rhythms(years, today):
        pools = defaultdict(list)
        for year in years:
            year.overdue, own = rhythm(year.days, today)
            if own:
                pools[year.tier].append(own)
        gaps = {
            tier: (
                Fraction(rounded(median(Fraction(2 * middle) for middle, _ in pool)), 2),
                rounded(median(Fraction(longest) for _, longest in pool)),
            )
            for tier, pool in pools.items()
            if tier in TIERS
        }
        for year in years:
            if year.tier in gaps:
                year.overdue, _ = rhythm(year.days, today, gaps[year.tier])

    def is_hope(self, year):
        """Announced, not ordered, no growth, and dear."""
        announced, realised = year.customer.number("announced_minor"), year.customer.number("realised_minor")
        cost = year.cost(self.has)
        if not announced or realised is None or year.evidence > 1 or not cost:
            return False
        bought = max(0, year.revenue)
        prior = Fraction(1000 * bought, 40000)
        drawn = (realised + prior) / (announced + 2 * prior)
        return drawn * 10000 < HOPE_REALISATION and cost * 10000 >= HOPE_COST * bought

    # ---- figures

    def classes(self):
        figures = Counter()
        for year in self.now["years"]:
            figures[f"class.{year.tier}.customers"] += 1
            figures[f"class.{year.tier}.minor"] += year.revenue
        return figures

    def portfolio(self, name, period):
        values, cuts = period["values"], period["cuts"]
        ranked = sorted((v for v in values if v > 0), reverse=True)
        total, squares = sum(ranked), sum(v * v for v in ranked)
        figures = Counter({"total": total, "count": len(values), "positive": len(ranked)})
        figures |= {"cut_a": cuts[0], "cut_b": cuts[1], "largest": ranked[0], "remaining": total - ranked[0]}
        for tier in "ABC":
            own = [v for v in values if class_of(v, cuts) == tier]
            minor = sum(v for v in own if v > 0)
            figures[f"abc.{tier}.customers"], figures[f"abc.{tier}.minor"] = len(own), minor
            figures[f"abc.{tier}.customers_bp"] = rounded(Fraction(len(own) * 10000, len(values)))
            figures[f"abc.{tier}.total_bp"] = rounded(Fraction(minor * 10000, total))
        for n in range(1, 11):
            figures[f"top.{n}"] = rounded(Fraction(sum(ranked[:n]) * 10000, total))
        figures["hhi_ppm"] = rounded(Fraction(squares * 1000000, total * total))
        figures["effective_hundredths"] = rounded(Fraction(total * total * 100, squares))
        small = figures["abc.C.minor"] - (ranked[0] if class_of(ranked[0], cuts) == "C" else 0)
        figures["absorption_bp"] = rounded(Fraction(small * UPLIFT, ranked[0]))
        figures["expected_loss"] = rounded(Fraction(total * LOSS, 10000))
        variance = Fraction(LOSS * (10000 - LOSS) * squares, 10000 * 10000)
        figures["loss_deviation"] = (math.isqrt(math.floor(4 * variance)) + 1) // 2
        for edge in {edge_of(v) for v in ranked}:
            above = [v for v in ranked if v > edge]
            figures[f"pareto.{edge}.customers"], figures[f"pareto.{edge}.minor"] = len(above), sum(above)
        return {f"{name}.{key}": value for key, value in figures.items()}

    def migration(self):
        figures = Counter()
        moves = Counter(
            (b.abc or "NEW", n.abc or "LOST")
            for b, n in zip(self.before["years"], self.now["years"], strict=True)
            if b.abc or n.abc
        )
        for (a, b), customers in moves.items():
            figures[f"migration.{a}.{b}"] = customers
        for name, start, goal in (("UP_ALL", "C", "AB"), ("DOWN_ALL", "AB", "C")):
            of = sum(count for (a, _), count in moves.items() if a in start)
            hits = sum(count for (a, b), count in moves.items() if a in start and b in goal)
            low, high = wilson(hits, of)
            rate = rounded(Fraction(hits * 10000, of)) if of else 0
            figures |= {f"rate.{name}.{key}": value for key, value in
                        (("hits", hits), ("of", of), ("bp", rate), ("low_bp", low), ("high_bp", high))}  # fmt: skip
        return figures

    def calibration(self):
        figures = Counter()
        for before, now in zip(self.before["years"], self.now["years"], strict=True):
            if before.overdue:
                key = f"calibration.{before.overdue}"
                figures[f"{key}.customers"] += 1
                figures[f"{key}.ordered"] += bool(now.sales)
                figures[f"{key}.grew"] += now.revenue > before.revenue
                figures[f"{key}.silent"] += not now.sales
        return figures

    def audit(self):
        figures = Counter()
        for year in self.now["years"]:
            stored = year.customer.row.get("tier", "")
            computed = year.tier if year.tier in TIERS else ""
            if stored or computed:
                figures[f"audit.{stored or 'NEW'}.{computed or 'LOST'}"] += 1
            if stored and computed:
                figures["audit.compared"] += 1
                figures["audit.misclassified"] += stored != computed
                if stored == "C":
                    figures["rate.HIDDEN.of"] += 1
                    figures["rate.HIDDEN.hits"] += year.tier == "A" or year.hidden
        hits, of = figures["rate.HIDDEN.hits"], figures["rate.HIDDEN.of"]
        figures["rate.HIDDEN.low_bp"], figures["rate.HIDDEN.high_bp"] = wilson(hits, of)
        figures["rate.HIDDEN.bp"] = rounded(Fraction(hits * 10000, of)) if of else 0
        return figures

    def each_customer(self):
        figures = {}
        for name, year in zip(self.ids, self.now["years"], strict=True):
            key = f"customer.{name}"
            figures[f"{key}.minor"], figures[f"{key}.orders"] = year.revenue, len(year.sales)
            figures[f"{key}.abc"] = TIERS.index(year.abc)
            figures[f"{key}.tier"] = TIERS.index(year.tier) if year.tier in TIERS else 0
            figures[f"{key}.overdue"] = OVERDUE.index(year.overdue)
            contribution = year.contribution(self.has)
            if contribution is not None:
                figures[f"{key}.contribution4"] = contribution
        if self.two:
            for name, year in zip(self.ids, self.before["years"], strict=True):
                key = f"customer.{name}.before_"
                figures[f"{key}minor"], figures[f"{key}abc"] = year.revenue, TIERS.index(year.abc)
                figures[f"{key}overdue"] = OVERDUE.index(year.overdue)
        return figures

    def figures(self):
        figures = {
            "today": self.today,
            "customers": len(self.ids),
            "guests.orders": len(self.guests),
            "guests.minor": sum(int(order["net_amount_minor"]) for order in self.guests),
            "two_periods": int(self.two),
        }
        figures |= self.classes() | self.portfolio("now", self.now) | self.audit() | self.each_customer()
        if self.two:
            figures |= self.portfolio("before", self.before) | self.migration() | self.calibration()
        years = self.now["years"]
        figures["evidence.tested"] = sum(year.size is not None for year in years)
        figures["evidence.rising"] = sum(year.evidence >= 3 for year in years)
        figures["evidence.falling"] = sum(year.evidence <= -3 for year in years)
        figures["evidence.expected_hundredths"] = rounded(Fraction(sum(year.size or 0 for year in years), 10000))
        return figures


# ---- the report ----------------------------------------------------------------------------------------------------------


def run(report, folder, *options):
    """What it prints, and its figures."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "figures"
        command = [report, "--figures", path, *options, folder.name]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder.parent, timeout=300)
        if done.returncode or done.stderr:
            sys.exit(f"status {done.returncode}, the report complains:\n{done.stderr}")
        pairs = (line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines())
        return done.stdout, {key: int(value) for key, value in pairs}


def compare(what, expected, found):
    """found may say more."""
    wrong = [
        f"{key}: the report has {found.get(key)}, the count {value}"
        for key, value in sorted(expected.items())
        if found.get(key, 0) != value
    ]
    if wrong:
        sys.exit(f"{what}: {len(wrong)} different figures\n" + "\n".join(wrong[:40]))


def check_groups(expected, found):
    """What the report has of a group of figures, the count has, too."""
    groups = re.compile(r"(class|migration|audit|calibration|now\.pareto|before\.pareto)\.")
    more = [key for key, value in found.items() if groups.match(key) and value and not expected.get(key)]
    if more:
        sys.exit("figures that the count does not have:\n" + "\n".join(more))


WORDS = {
    "en": ("WHO IS WHO", {"A": "A  large", "B": "B  medium", "C": "C  small", "D": "D  small", "too_new": "-  too new",
                          "inactive": "-  inactive"}, "year before, this year", ",", "new", "lost"),
    "de": ("WER IST WER", {"A": "A  groß", "B": "B  mittel", "C": "C  klein", "D": "D  klein", "too_new": "-  zu neu",
                           "inactive": "-  ruhend"}, "Vorjahr, dieses Jahr", ".", "neu", "verloren"),
}  # fmt: skip


def whole_numbers(text, group):
    return [int(found.replace(group, "")) for found in re.findall(rf"(?<![\d.,])-?\d[\d{group}]*(?![\d.,])", text)]


def check_printed(text, language, count, expected):
    """Class table and migration matrix as they are printed."""
    heading, labels, matrix, group, new, _ = WORDS[language]
    if heading not in text:
        sys.exit(f"{language}: no {heading}")
    for tier, label in labels.items():
        line = next((line for line in text.splitlines() if line.startswith(f"  {label}")), "")
        customers = whole_numbers(line[48:], group)[:1]
        if customers != [expected.get(f"class.{tier}.customers", 0)]:
            sys.exit(f"{language}: {label}: {line}")
    if not count.two:
        return
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"  {matrix}"))
    for start, line in zip(["A", "B", "C", new], lines[at + 1 : at + 5], strict=True):
        key = "NEW" if start == new else start
        wanted = [expected.get(f"migration.{key}.{goal}", 0) for goal in ("A", "B", "C", "LOST")]
        if not line.startswith(f"  {start} ") or whole_numbers(line[24:], group) != wanted[: 3 if key == "NEW" else 4]:
            sys.exit(f"{language}: migration from {start}: {line}, wanted {wanted}")


def check_shuffled(report, folder, text, figures):
    """The order of the rows changes nothing."""
    dice = random.Random(2026)
    with tempfile.TemporaryDirectory() as scratch:
        other = Path(scratch) / folder.name
        other.mkdir()
        for name in ("customers.csv", "orders.csv"):
            header, *rows = (folder / name).read_text("utf-8").splitlines()
            dice.shuffle(rows)
            (other / name).write_text("\n".join([header, *rows]) + "\n", "utf-8")
        if run(report, other) != (text, figures):
            sys.exit("the report depends on the order of the rows")


def check_explained(report, folder, name):
    for language in ("en", "de"):
        command = [report, "--lang", language, "--explain", name, folder]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        if name not in done.stdout or len(done.stdout.splitlines()) < 20:
            sys.exit(f"--explain {name}:\n{done.stdout}")


# ---- the lists -----------------------------------------------------------------------------------------------------------


def flagged(figures, bit):
    return {
        key.split(".")[1]
        for key, value in figures.items()
        if re.match(r"customer\..*\.flags$", key) and value >> bit & 1
    }


def check_lists(count, figures):
    """Who is flagged, by the count."""
    lists = {
        "hidden champions": (0, lambda year: year.hidden),
        "prospects": (1, lambda year: year.evidence >= 3 and year.revenue < count.now["cuts"][1]),
        "hope accounts": (4, count.is_hope),
        "declining": (7, lambda year: year.evidence <= -3),
        "churn risk": (8, lambda year: year.overdue in ("OVERDUE", "SILENT")),
    }
    for what, (bit, wanted) in lists.items():
        expected = {name for name, year in zip(count.ids, count.now["years"], strict=True) if wanted(year)}
        found = flagged(figures, bit)
        if found != expected:
            sys.exit(f"{what}: too many {sorted(found - expected)[:9]}, too few {sorted(expected - found)[:9]}")
        print(f"{what}: {len(found)} customers, all as counted")


def main():
    report, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if not (folder / "orders.csv").exists():
        print(f"{folder} is not there: skipped")
        sys.exit(77)
    count = Count(folder)
    expected = count.figures()
    text, figures = run(report, folder)
    compare("figures", expected, figures)
    check_groups(expected, figures)
    print(f"{len(expected)} figures are the same")
    check_lists(count, figures)
    check_printed(text, "en", count, expected)
    check_printed(run(report, folder, "--lang", "de")[0], "de", count, expected)
    check_shuffled(report, folder, text, figures)
    check_explained(report, folder, count.ids[len(count.ids) // 2])


if __name__ == "__main__":
    main()
