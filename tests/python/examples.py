"""A call of each function of the list, as a user would write it."""

import array
import json
import subprocess
import sys
from pathlib import Path

import kogge

ROOT = Path(__file__).resolve().parents[2]
RULES = [kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990, cap="CLIFF")]
POLICY = kogge.Policy("NEUTRAL_2026", "EUR")
BOOK = kogge.Rulebook(POLICY, RULES)
CUSTOMER = kogge.Customer(id=7, tier="C", currency="EUR")
ORDER = kogge.Order(net_minor=4800, priced_at="2026-03-02", channel="SHOP")
LINES = [kogge.OrderLine(quantity=2, net_minor=2400), kogge.OrderLine(quantity=1, net_minor=2400)]
RESULT = BOOK.assess(CUSTOMER, ORDER, LINES)
OPTIONS = kogge.AbcOptions(cut_a_bp=8000, cut_b_bp=9500)
VALUES = array.array("q", [50_000, 20_000, 9_000, 800, 100])
HISTORY = kogge.History(today_at="2026-03-02", first_order_at="2023-01-05")
DAYS = ["2025-01-10", "2025-02-11", "2025-03-12", "2025-05-01", "2025-06-03", "2025-08-01", "2025-11-20"]
QUARTERS = [10_000, 12_000, 13_000, 15_000, 16_000, 18_000, 19_000, 21_000]
ECONOMICS = kogge.Economics(gross_minor=1_000_000)


def fed():
    portfolio = kogge.Portfolio(OPTIONS)
    portfolio.add(None, VALUES)
    return portfolio


def refined():
    portfolio = fed()
    while portfolio.refine():
        portfolio.add(None, VALUES)
    return portfolio


FED, REFINED = fed(), refined()
CUTS = kogge.abc_cut(VALUES, OPTIONS)
BASIS = kogge.ClassificationBasis(cut_a_minor=CUTS.cut_a_minor, cut_b_minor=CUTS.cut_b_minor, today_at="2026-03-02")
MOVES = {"from_tier": ["C", "B", "C"], "to_tier": ["B", "B", "C"], "treated": [1, 0, 1]}
LEVELS = {"level": [1, 2, 0], "test": ["ORDERS", "ORDERS", None], "size_ppm": [100, 100, 100]}
RHYTHM = kogge.regularity_assess(HISTORY, DAYS)
REASON = RESULT.why[0]
FINDING = kogge.Rulebook(POLICY, [kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990)]).lint()[0]
CUSTOMERS = {
    "id": [1, 2, 3],
    "flags": ["DEVELOPABLE", "DEVELOPABLE", 0],
    "demand_minor": [500_000, 300_000, None],
    "evidence": [1, 2, 1],
    "revenue_12m_minor": [100_000, 100_000, 100_000],
}

EXAMPLES = {
    "version": lambda: kogge.version(),
    "semantics": lambda: kogge.semantics(),
    "mul_div": lambda: kogge.mul_div(7, 3, 2, "HALF_EVEN"),
    "currency_digits": lambda: kogge.currency_digits("JPY"),
    "explain": lambda: kogge.explain(REASON, lang="de", book=BOOK),
    "explain_finding": lambda: kogge.explain_finding(FINDING, book=BOOK),
    "money_text": lambda: kogge.money_text(123_456, "EUR", 2, lang="de"),
    "policy_init": lambda: kogge.policy_init("NEUTRAL_2026", "EUR"),
    "rulebook_new": lambda: kogge.Rulebook(POLICY, rules=RULES),
    "rulebook_fingerprint": lambda: BOOK.fingerprint(),
    "rulebook_serialise": lambda: BOOK.serialise(),
    "rulebook_policy": lambda: BOOK.policy(),
    "rulebook_rules": lambda: BOOK.rules(),
    "rulebook_rule_fingerprint": lambda: BOOK.rule_fingerprint(1),
    "rulebook_channel_costs": lambda: BOOK.channel_costs(),
    "rulebook_treatments": lambda: BOOK.treatments(),
    "rulebook_criteria": lambda: BOOK.criteria(),
    "rulebook_lint": lambda: BOOK.lint(today_at="2026-03-02"),
    "order_assess": lambda: BOOK.assess(CUSTOMER, ORDER, LINES),
    "order_reassess": lambda: BOOK.reassess(CUSTOMER, ORDER, LINES, [kogge.ChargedFee(rule=1, charged_minor=500)]),
    "settle": lambda: kogge.settle(990, 4800, 0, 2400, 0, "PRO_RATA"),
    "allocate": lambda: kogge.allocate(100, [1, 2, 3]),
    "cash_round": lambda: kogge.cash_round(102, 5),
    "economics_assess": lambda: BOOK.economics_assess(ECONOMICS),
    "economics_profile": lambda: kogge.economics_profile({"tier": ["A", "C"], "contribution.net_minor": [100, 50]}),
    "time_cost": lambda: kogge.time_cost(1_000_000, 10_000, 3, 5),
    "break_even": lambda: kogge.break_even(1200, 0, 2500),
    "abc_cut": lambda: kogge.abc_cut(VALUES, OPTIONS),
    "abc_classes": lambda: kogge.abc_classes(CUTS, VALUES),
    "portfolio_new": lambda: kogge.Portfolio(OPTIONS),
    "portfolio_add": lambda: fed(),
    "portfolio_merge": lambda: fed().merge(FED),
    "portfolio_refine": lambda: refined(),
    "portfolio_save": lambda: FED.save(),
    "portfolio_load": lambda: kogge.Portfolio.load(FED.save()),
    "portfolio_cuts": lambda: REFINED.cuts(),
    "portfolio_concentration": lambda: FED.concentration(),
    "portfolio_pareto": lambda: FED.pareto(),
    "portfolio_shares": lambda: REFINED.shares(),
    "migration": lambda: kogge.migration(MOVES),
    "evidence_assess": lambda: BOOK.evidence_assess(HISTORY, QUARTERS, DAYS),
    "evidence_summarise": lambda: kogge.evidence_summarise(LEVELS),
    "regularity_assess": lambda: kogge.regularity_assess(HISTORY, DAYS),
    "regularity_pool": lambda: kogge.regularity_pool([RHYTHM]),
    "calibrate": lambda: kogge.calibrate([kogge.CalibrationInput()]),
    "classify": lambda: BOOK.classify(CUSTOMER, BASIS),
    "demand_estimate": lambda: kogge.demand_estimate([kogge.DemandInput(stated_minor=100, stated_confidence_bp=5000)]),
    "select": lambda: BOOK.select(CUSTOMERS, most=2),
    "audit_tiers": lambda: kogge.audit_tiers(MOVES),
}


def listed():
    """What the function list says of every public function."""
    command = [sys.executable, ROOT / "lib/base/functions.py", "names", ROOT / "include/kogge"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
