#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Counts the sample ledger independently and compares the account review with the count.

review.py ACCOUNT_REVIEW LEDGER_FOLDER POLICY_FILE

Nothing of the library is used: the pages Strategy, Key accounts and Contacts of the guide are followed in integers and
fractions, on top of the count of customers.py. POLICY_FILE gives the criteria of key accounts and
how many can be served.
"""

import json
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from customers import Count, rounded, rows_of

HIDDEN, PROSPECT, SMART, CHURN, COSTLY, DEVELOPABLE, SELECTED = (1 << bit for bit in (0, 1, 2, 8, 11, 12, 13))
COUNTED = HIDDEN | PROSPECT | CHURN | COSTLY | DEVELOPABLE | SELECTED | SMART
STRATEGIES = {"retreat": 1, "forward": 2, "mixed": 3, "hold": 4}
COLUMNS = ["", "A", "B", "DEVELOPABLE", "SMALL", "D"]
OUTCOMES = ["", "NOT_ELIGIBLE", "NOT_STRATEGIC", "BELOW_SCORE", "UNDECIDED", "ASK_PENDING", "MAJOR_CUSTOMER",
            "KEY_ACCOUNT", "WAITING"]  # fmt: skip
TRIGGERS = ["", "OVERDUE", "WALLET_GAP", "GROWTH"]
ROUTES = ["", "OWN", "VALUE_BRAND", "PARTNER_COMPLETE", "WHITE_LABEL", "COMMISSION", "EFFORT_FEE", "EXIT"]
# The sales policy of all presets, and what the neutral preset says of development.
IMBALANCE, GROWTH, AMBITION, STRATEGIC_MIN, THRESHOLD, ACCEPTED_MIN = 15000, 300, 5000, 2, 6000, 1
BUDGET_SHARE, CALLS_A_DAY, PRIOR, YEARS = 2000, 30, (1, 9), 3
MARGIN, GAP_CUT, DEVELOPMENT_COST, CALL, VISIT = 2500, 1000000, 15000, 1200, 15000
WEIGHTS = {  # score, factor: low, high, weight
    (1, "IMBALANCE"): (10000, 30000, 50), (1, "MARKET_GROWTH"): (500, 0, 20), (1, "AMBITION"): (10000, 0, 10),
    (1, "FREE_CAPACITY"): (10000, 0, 10), (1, "HIDDEN_SHARE"): (1800, 0, 10), (2, "MARKET_GROWTH"): (0, 500, 30),
    (2, "AMBITION"): (0, 10000, 25), (2, "HIDDEN_SHARE"): (0, 1800, 20), (2, "FREE_CAPACITY"): (0, 10000, 15),
    (2, "AUTOMATION"): (0, 4, 10),
}  # fmt: skip


def share(value, bp):
    """A share in bp of a value, rounded."""
    return rounded(Fraction(value * bp, 10000))


def utility(value, low, high):
    return max(0, min(10000, rounded(Fraction((value - low) * 10000, high - low))))


class Review:
    """What the account review has to say of a ledger."""

    def __init__(self, folder, policy, known):
        self.count = Count(folder)
        self.known = known
        self.now = dict(zip(self.count.ids, self.count.now["years"], strict=True))
        self.number = {name: at for at, name in enumerate(self.count.ids)}
        self.cuts = self.count.now["cuts"]
        self.criteria, self.cap = policy["kam_criteria"], policy["sales_policy"]["key_account_cap"]
        self.insights = {row["customer_id"]: row for row in rows_of(folder / "kam.csv")}
        self.permissions = {row["customer_id"]: row["call_permission"] for row in rows_of(folder / "contacts.csv")}
        self.calls = {row["trigger"]: row for row in rows_of(folder / "calls.csv")}
        self.terms = {key: int(value) for row in rows_of(folder / "routes.csv") for key, value in row.items()}
        for name, year in self.now.items():
            self.describe(name, year)
        self.select()

    # ---- customers

    def describe(self, name, year):
        """What the other sections need of one customer."""
        year.name = name
        year.bought_here = max(0, year.revenue)
        year.small = year.revenue < self.cuts[1]
        year.own_cost = year.cost(self.count.has)
        year.left = year.contribution(self.count.has)
        margin = year.customer.number("margin_bp")
        year.margin = MARGIN if margin is None else margin
        demand = year.customer.number("demand_minor")
        year.gap = None if demand is None else max(demand, year.bought_here) - year.bought_here
        gross = share(year.revenue, year.margin)
        smart = year.small and year.left is not None and year.left > 0 and year.evidence >= 3
        year.flags = HIDDEN * year.hidden | PROSPECT * (year.small and year.evidence >= 3) | SMART * smart
        year.flags |= DEVELOPABLE * bool(year.flags) | CHURN * (year.overdue in ("OVERDUE", "SILENT"))
        year.flags |= COSTLY * (year.tier == "C" and year.own_cost is not None and year.own_cost >= max(1, gross))
        confirmed = demand is not None and demand > max(0, year.revenue) and demand > 0
        year.confirmed = confirmed and year.customer.number("demand_confidence_bp") >= 5000
        year.column = self.column_of(year)

    @staticmethod
    def column_of(year):
        """A customer without a tier of his own is treated like the tier that orders assume of him, C."""
        if year.tier == "A":
            return "A"
        if not year.small and year.tier not in ("too_new", "inactive"):
            return "B"
        return "DEVELOPABLE" if year.flags & DEVELOPABLE else "SMALL"

    def select(self, most=500):
        """Whom to develop."""

        def worth(year):
            chance = 0 if year.evidence < 0 else 500 if year.evidence < 3 else 5000 if year.confirmed else 3000
            return share(share(year.gap, chance), year.margin)

        able = [year for year in self.now.values() if year.flags & DEVELOPABLE]
        ranked = sorted(
            ((-worth(year), self.number[year.name], year) for year in able if year.gap is not None and worth(year) > 0),
            key=lambda row: row[:2],
        )
        self.developable, self.ranked = len(able), [(year, -value) for value, _, year in ranked]
        for year, _ in self.ranked[:most]:
            year.flags |= SELECTED

    def selection(self, most=500, budget=None):
        chosen = self.ranked[: most if budget is None else min(most, budget // DEVELOPMENT_COST)]
        figures = {
            "selection.developable": self.developable,
            "selection.chosen": len(chosen),
            "selection.spent": len(chosen) * DEVELOPMENT_COST,
            "selection.cut": chosen[-1][1] if chosen else 0,
        }
        figures |= {f"chosen.{year.name}": value for year, value in chosen}
        return figures | {f"next.{year.name}": value for year, value in self.ranked[len(chosen) : len(chosen) + 5]}

    # ---- advice

    def company(self):
        """Revenue share, resource share and share of hidden champions of the small; who has no known cost is left out."""
        years = [year for year in self.now.values() if year.own_cost is not None]
        small = [year for year in years if year.small]
        asked = [year for year in small if year.gap is not None]

        def part(value):
            return rounded(Fraction(sum(map(value, small)) * 10000, sum(map(value, years))))

        return {
            "revenue": part(lambda year: year.bought_here),
            "resource": part(lambda year: year.own_cost),
            "HIDDEN_SHARE": rounded(Fraction(sum(year.hidden for year in asked) * 10000, len(asked))),
            "left_out": len(self.now) - len(years),
            "small": sum(year.small for year in self.now.values()),
        }

    def advice(self):
        company = self.company()
        imbalance = rounded(Fraction(company["resource"] * 10000, company["revenue"]))
        values = {"IMBALANCE": imbalance, "HIDDEN_SHARE": company["HIDDEN_SHARE"]} | self.known
        costly = imbalance >= IMBALANCE
        below = [
            values[name] < least
            for name, least in (("MARKET_GROWTH", GROWTH), ("AMBITION", AMBITION))
            if name in values
        ]
        growing = False if any(below) else True if len(below) == 2 else None
        advice = 5 if growing is None else {(1, 0): 1, (0, 1): 2, (1, 1): 3, (0, 0): 4}[costly, growing]
        figures = {
            "company.revenue_share_bp": company["revenue"], "company.resource_share_bp": company["resource"],
            "company.hidden_share_bp": company["HIDDEN_SHARE"], "company.left_out": company["left_out"],
            "company.small": company["small"], "advice.imbalance_bp": imbalance, "advice": advice,
            "advice.high_cost": 2 if costly else 1, "advice.growing": {None: 0, False: 1, True: 2}[growing],
        }  # fmt: skip
        for score, name in ((1, "retreat"), (2, "forward")):
            counted = {
                factor: (utility(values[factor], low, high), weight)
                for (own, factor), (low, high, weight) in WEIGHTS.items()
                if own == score and factor in values
            }
            whole = sum(weight for _, weight in counted.values())
            total = sum(u * weight for u, weight in counted.values())
            figures[f"advice.{name}_score"] = rounded(Fraction(total, whole))
            for factor, (u, weight) in counted.items():
                figures[f"factor.{name.upper()}.{factor}"] = rounded(Fraction(u * weight, whole))
        return figures, advice

    # ---- key accounts

    def values(self, year):
        """By the id of the criterion; what is not known is not there."""
        found = {}
        row = self.insights.get(year.name, {})
        own = {"REVENUE_AT_RISK": year.bought_here, "OPPORTUNITY": year.gap, "CONTRIBUTION": year.left}
        for criterion in self.criteria:
            told = row.get(f"criterion_{criterion['id']}", "")
            value = int(told) if told else own.get(criterion["kind"])
            if value is not None:
                found[criterion["id"]] = value
        return found

    def assess(self, year):
        """Outcome, gate, lowest and highest score."""
        if year.gap is None and year.small:
            return "UNDECIDED", 0, None, None
        if year.gap is not None and year.small and year.gap < GAP_CUT:
            return "NOT_ELIGIBLE", 0, None, None
        values = self.values(year)
        soft = [c for c in self.criteria if c["stage"] == "STRATEGIC"]

        def passes(is_met):
            met = [c for c in soft if is_met(c)]
            return len(met) >= STRATEGIC_MIN or any("KNOCK_IN" in c.get("criterion_flags", []) for c in met)

        if not passes(lambda c: c["id"] in values and values[c["id"]] >= c["at_least"]):
            if passes(lambda c: c["id"] not in values or values[c["id"]] >= c["at_least"]):
                return "UNDECIDED", 1, None, None
            return "NOT_STRATEGIC", 1, None, None
        return self.score(year, values)

    def score(self, year, values):
        hard = [c for c in self.criteria if c["stage"] == "HARD"]
        weights = sum(c["weight"] for c in hard)

        def total(missing):
            return rounded(
                Fraction(
                    sum(
                        c["weight"]
                        * (
                            utility(values[c["id"]], cents(c["low"]), cents(c["high"]))
                            if c["id"] in values
                            else missing
                        )
                        for c in hard
                    ),
                    weights,
                )
            )

        low, high = total(0), total(10000)
        knocks = [c for c in hard if "KNOCK_OUT" in c.get("criterion_flags", [])]
        if any(c["id"] in values and values[c["id"]] < cents(c["knock_out"]) for c in knocks) or high <= THRESHOLD:
            return "BELOW_SCORE", 2, low, high
        if low <= THRESHOLD or any(c["id"] not in values for c in knocks):
            return "UNDECIDED", 2, low, high
        row = self.insights.get(year.name, {})
        asked = set(row.get("asked", "").split())
        if not asked:
            return "ASK_PENDING", 3, low, high
        accepted = asked & set(row["accepted"].split())
        return ("KEY_ACCOUNT" if len(accepted) >= ACCEPTED_MIN else "MAJOR_CUSTOMER"), 3, low, high

    def funnel(self):
        figures, passed = {}, []
        for name, year in self.now.items():
            outcome, gate, low, high = self.assess(year)
            year.outcome, key = outcome, f"customer.{name}"
            figures |= {f"{key}.outcome": OUTCOMES.index(outcome), f"{key}.gate": gate, f"{key}.rank": 0}
            if low is not None:
                figures |= {f"{key}.score_low": low, f"{key}.score_high": high}
            if outcome == "KEY_ACCOUNT":
                passed.append((-low, -year.bought_here, self.number[name], year))
        for rank, (*_, year) in enumerate(sorted(passed, key=lambda row: row[:3]), 1):
            year.outcome = "KEY_ACCOUNT" if rank <= self.cap else "WAITING"
            figures[f"customer.{year.name}.rank"] = rank
            figures[f"customer.{year.name}.outcome"] = OUTCOMES.index(year.outcome)
        return figures

    # ---- plans

    def plans(self, strategy):
        """By column of the treatment table. retreat: the fee for effort; forward: that, and offers to regular buyers."""
        figures = {"strategy": STRATEGIES[strategy]}
        for column in COLUMNS[1:]:
            figures |= {
                f"column.{column}.{what}": 0 for what in ("customers", "minor", "costly", "offers", "key_accounts")
            }
        for name, year in self.now.items():
            key_account = year.outcome == "KEY_ACCOUNT"
            column = "A" if key_account else year.column
            figures[f"customer.{name}.column"] = COLUMNS.index(column)
            forward = strategy == "forward" or (strategy == "mixed" and column == "DEVELOPABLE")
            small = column in ("DEVELOPABLE", "SMALL") and strategy != "hold"
            regular = self.is_regular(year)
            sums = {
                "customers": 1, "minor": year.revenue, "costly": small and bool(year.flags & COSTLY),
                "offers": small and forward and regular, "key_accounts": key_account,
            }  # fmt: skip
            for what, value in sums.items():
                figures[f"column.{column}.{what}"] += value
        return figures

    def is_regular(self, year):
        """On time by gaps of its own, at least five."""
        return year.overdue == "ON_TIME" and len(year.days) >= 6

    # ---- calls

    def day(self, agents=1):
        figures, calls = {}, []
        chances = {
            name: rounded(Fraction((int(row["won"]) + PRIOR[0]) * 10000, int(row["tried"]) + sum(PRIOR)))
            for name, row in self.calls.items()
        }
        figures |= {f"probability.{name}": chance for name, chance in chances.items()}
        said = [self.permissions.get(name, "") for name in self.now]
        figures["permission.unknown"] = said.count("")
        figures["permission.allowed"] = said.count("PRESUMED") + said.count("EXPLICIT")
        for name, year in self.now.items():
            stakes = self.stakes(year)
            figures |= {f"trigger.{name}.{trigger}": stake for trigger, stake in stakes.items()}
            best = max(((share(stake, chances[t]), -TRIGGERS.index(t)) for t, stake in stakes.items()), default=(0, 0))
            if self.may_be_called(year) and best[0] > CALL:
                calls.append((CALL - best[0], self.number[name], name, -best[1], best[0]))
        figures |= {"calls": len(calls), "calls.planned": min(len(calls), agents * CALLS_A_DAY)}
        for place, (surplus, _, name, trigger, expected) in enumerate(sorted(calls), 1):
            figures |= {f"call.{name}.place": place, f"call.{name}.trigger": trigger}
            figures |= {f"call.{name}.expected": expected, f"call.{name}.surplus": -surplus}
        return figures

    @staticmethod
    def stakes(year):
        gap = None if year.gap is None else max(0, share(year.gap, year.margin))
        stakes = {
            "OVERDUE": max(0, year.left) if year.flags & CHURN and year.left is not None else 0,
            "WALLET_GAP": gap if year.flags & HIDDEN and gap is not None else 0,
            "GROWTH": gap if year.flags & PROSPECT and gap is not None else 0,
        }
        return {trigger: stake for trigger, stake in stakes.items() if stake > 0}

    def may_be_called(self, year):
        """Permission, and one call left in the budget."""
        if year.left is None or self.permissions.get(year.name) not in ("PRESUMED", "EXPLICIT"):
            return False
        spent = year.customer.number("calls_12m") * CALL + year.customer.number("visits_12m") * VISIT
        budget = max(0, year.left + spent) * BUDGET_SHARE // 10000
        return budget - spent >= CALL

    # ---- routes

    def routes(self):
        figures, losses = {}, []
        for name, year in self.now.items():
            if not year.small or year.left is None or not year.sales:
                continue
            ways = self.ways(year)
            best = max(ways, key=lambda way: (ways[way], -ROUTES.index(way)))
            figures |= {f"route.{name}.best": ROUTES.index(best), f"route.{name}.value": ways[best]}
            losses += [year.left] if year.left < 0 else []
        return figures | {"routes.losers": len(losses), "routes.losses": sum(losses)}

    def ways(self, year):
        terms, n, left = self.terms, len(year.sales), year.left
        lost = rounded(Fraction(YEARS * max(0, left) * terms["migrate_bp"], 10000))
        forwarded = rounded(Fraction(year.revenue * terms["commission_bp"] * terms["close_bp"], 10**8))
        ways = {
            "OWN": left,
            "WHITE_LABEL": share(year.revenue, terms["resale_margin_bp"]) - n * terms["resale_order_cost_minor"],
            "COMMISSION": forwarded - n * terms["forward_cost_minor"] - lost,
            "EXIT": 0,
        }
        if year.tier not in ("A", "B"):
            ways["VALUE_BRAND"] = share(year.revenue, terms["value_margin_bp"]) - n * terms["value_order_cost_minor"]
        if year.flags & COSTLY:
            ways["EFFORT_FEE"] = share(left + terms["effort_fee_minor"] * n, terms["accept_bp"])
        return ways

    def flags(self):
        return {f"customer.{name}.flags": year.flags for name, year in self.now.items()}


def cents(text):
    return rounded(Fraction(text) * 100)


# ---- the review ----------------------------------------------------------------------------------------------------------


def run(review, folder, *options):
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "figures"
        done = subprocess.run(
            [review, "--figures", path, *options, folder], capture_output=True, encoding="utf-8", timeout=300
        )
        if done.returncode or done.stderr:
            sys.exit(f"status {done.returncode}, the review complains:\n{done.stderr}")
        pairs = (line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines())
        return done.stdout, {key: int(value) for key, value in pairs}


def compare(what, expected, found, all_of=()):
    """all_of: beginnings of keys; what the review has of these the count has, too."""
    found = {key: value & COUNTED if key.endswith(".flags") else value for key, value in found.items()}
    wrong = [f"{key}: the review has {found.get(key)}, the count {value}" for key, value in sorted(expected.items())
             if found.get(key) != value]  # fmt: skip
    wrong += [
        f"{key}: the count does not have it" for key in found if key.startswith(tuple(all_of)) and key not in expected
    ]
    if wrong:
        sys.exit(f"{what}: {len(wrong)} different figures\n" + "\n".join(wrong[:40]))
    print(f"{what}: {len(expected)} figures are the same")


WORDS = {  # of each language: the words around figures, separator of thousands, decimal point
    "en": ("tie up", "customers", "calls that make sense", ",", "."),
    "de": ("binden", "Kunden", "lohnenden Anrufe", ".", ","),
}


def check_printed(text, language, expected):
    """What is said of these figures, in words."""
    tie_up, customers, calls, group, point = WORDS[language]

    def number(value):
        return f"{value:,}".replace(",", group)

    def decimal(value, digits):
        return f"{number(value // 10**digits)}{point}{value % 10**digits:0{digits}}"

    wanted = [
        f"{tie_up} {decimal(rounded(Fraction(expected['company.resource_share_bp'], 10)), 1)} %",
        f"= {decimal(rounded(Fraction(expected['advice.imbalance_bp'], 100)), 2)}.",
        f"{number(expected['calls'])} {calls}",
        *(f": {number(expected[f'column.{column}.customers'])} {customers}, " for column in COLUMNS[1:]),
    ]
    joined = " ".join(text.split())
    missing = [part for part in wanted if part not in joined]
    if missing:
        sys.exit(f"{language}: not said: {missing}")


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    policy = json.loads(Path(sys.argv[3]).read_text("utf-8"))
    known = {"MARKET_GROWTH": 100, "AMBITION": 6000, "FREE_CAPACITY": 2000, "AUTOMATION": 1}
    company = ["--market-growth", "1", "--ambition", "60", "--free-capacity", "20", "--automation", "1"]
    rules = ["--policy", sys.argv[3]]
    count = Review(folder, policy, known)
    advice, code = count.advice()
    expected = advice | count.funnel() | count.selection() | count.day() | count.routes() | count.flags()
    expected |= count.plans({1: "retreat", 2: "forward", 3: "mixed", 4: "hold"}[code])
    text, found = run(program, folder, *rules, *company)
    compare("review", expected, found, ("chosen.", "next.", "call.", "trigger.", "route.", "factor.", "probability."))
    check_printed(text, "en", expected)
    check_printed(run(program, folder, *rules, *company, "--lang", "de")[0], "de", expected)
    for strategy in STRATEGIES:
        plans = count.plans(strategy)
        compare(strategy, plans, run(program, folder, *rules, "--strategy", strategy)[1], ("column.",))
    compare(
        "budget",
        count.selection(500, 120000),
        run(program, folder, *rules, "--budget", "1200")[1],
        ("chosen.", "next."),
    )
    for growth, ambition in (("4.5", "70"), ("4.5", "20"), ("-3", None)):
        count.known = {"MARKET_GROWTH": rounded(Fraction(growth) * 100)}
        options = ["--market-growth", growth]
        if ambition:
            count.known["AMBITION"] = int(ambition) * 100
            options += ["--ambition", ambition]
        compare(f"growth {growth}", count.advice()[0], run(program, folder, *rules, *options)[1], ("factor.",))


if __name__ == "__main__":
    main()
