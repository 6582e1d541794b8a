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
SMALL = {
    "revenue_12m_minor": [900_000, 100_000],
    "cost_to_serve_minor": [60_000, 40_000],
    "demand_minor": [900_000, 500_000],
    "classification.is_small": [0, 1],
    "classification.class_flags": [0, "HIDDEN_CHAMPION"],
}
COMPANY = kogge.Company(revenue_share_bp=1500, resource_share_bp=4000, market_growth_bp=100, ambition=3000)
TODAY = "2026-03-02"
TERMS = kogge.RouteTerms(
    resale_margin_bp=1200, resale_order_cost_minor=3000, part_revenue_minor=0, part_margin_bp=0, part_order_cost_minor=0
)
PLAN = BOOK.plan_customer(CUSTOMER, TODAY)
CANDIDATE = kogge.KamCandidate(id=7, segment="TOP", asked="PLANT_ACCESS", accepted="PLANT_ACCESS")
FIGURES = [kogge.KamValue(criterion=1, value=1), kogge.KamValue(criterion=5, value=20_000_000)]
RANKED = {"id": [1, 2], "kam_result.outcome": ["KEY_ACCOUNT", "KEY_ACCOUNT"], "kam_result.score": [7000, 8000]}
CONTACT = kogge.ContactCandidate(id=7, contribution_before_contact_minor=40_000, call_permission="EXPLICIT")
TRIGGERS = [kogge.ContactTrigger(customer=7, stake_minor=50_000, trigger="OVERDUE", probability_bp=2000)]
TO_CALL = {"id": [7], "contribution_before_contact_minor": [40_000], "call_permission": ["EXPLICIT"]}
CAMPAIGN = kogge.Campaign(
    addresses=2000, attempts=3, reach_bp=3500, offer_bp=1200, close_bp=3000, day_cost_minor=60_000
)
ORDERS = {
    "net_minor": [4800, 5200],
    "priced_at": [TODAY, TODAY],
    "channel": ["SHOP", "SHOP"],
    "order_row.customer_row": [0, 2],
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
    "sales_policy_init": lambda: kogge.sales_policy_init("NEUTRAL_2026"),
    "rulebook_sales_policy": lambda: BOOK.sales(),
    "rulebook_strategy_weights": lambda: BOOK.strategy_weights(),
    "rulebook_lint_portfolio": lambda: BOOK.lint_portfolio(CUTS, customers=100, key_accounts=50),
    "company_measure": lambda: kogge.company_measure(SMALL),
    "company_advise": lambda: BOOK.company_advise(COMPANY),
    "strategy_comparison": lambda: kogge.strategy_comparison(),
    "plan_customer": lambda: BOOK.plan_customer(CUSTOMER, TODAY),
    "visit_check": lambda: BOOK.visit_check(PLAN, "USAGE_INSIGHT", 1),
    "route_assess": lambda: BOOK.route_assess(CUSTOMER, TERMS, TODAY),
    "rhythm_assess": lambda: BOOK.rhythm_assess(CUSTOMER, 2500),
    "kam_assess": lambda: BOOK.kam_assess(CANDIDATE, FIGURES),
    "kam_weights": lambda: BOOK.kam_weights(FIGURES),
    "kam_rank": lambda: BOOK.kam_rank(RANKED, customers=100),
    "contact_assess": lambda: BOOK.contact_assess(CONTACT, TRIGGERS),
    "contact_triggers": lambda: BOOK.contact_triggers(CUSTOMER, growth_bp=1000),
    "calibrate_trigger": lambda: BOOK.calibrate_trigger(40, 7),
    "day_plan": lambda: BOOK.day_plan(TO_CALL, TRIGGERS, 2),
    "capacity_assess": lambda: BOOK.capacity_assess(5000),
    "campaign_assess": lambda: BOOK.campaign_assess(CAMPAIGN),
    "make_or_buy_assess": lambda: kogge.make_or_buy_assess(kogge.MakeOrBuy(volume=1000, team_fixed_minor=50_000)),
    "order_assess_columns": lambda: BOOK.order_assess_columns(ORDERS, CUSTOMERS),
    "economics_assess_columns": lambda: BOOK.economics_assess_columns([ECONOMICS, ECONOMICS]),
    "classify_columns": lambda: BOOK.classify_columns(([CUSTOMER], [BASIS])),
    "evidence_assess_columns": lambda: BOOK.evidence_assess_columns(
        [HISTORY, HISTORY], QUARTERS, [0, 8, 8], DAYS, [0, 0, 7]
    ),
    "regularity_assess_columns": lambda: kogge.regularity_assess_columns([HISTORY, HISTORY], DAYS, [0, 3, 7]),
    "kam_assess_columns": lambda: BOOK.kam_assess_columns([CANDIDATE, CANDIDATE], FIGURES, [0, 2, 2]),
    "plan_customer_columns": lambda: BOOK.plan_customer_columns([CUSTOMER], TODAY),
    "visit_check_columns": lambda: BOOK.visit_check_columns(([PLAN], [kogge.Visit(justification="QUOTE")])),
    "route_assess_columns": lambda: BOOK.route_assess_columns(([CUSTOMER], [TERMS]), TODAY),
    "contact_assess_columns": lambda: BOOK.contact_assess_columns(TO_CALL),
    "rhythm_assess_columns": lambda: BOOK.rhythm_assess_columns([CUSTOMER], 2500),
    "campaign_assess_columns": lambda: BOOK.campaign_assess_columns([CAMPAIGN]),
    "make_or_buy_assess_columns": lambda: kogge.make_or_buy_assess_columns(
        {"volume": [1000], "team_fixed_minor": [50_000]}
    ),
}


def listed():
    """What the function list says of every public function."""
    command = [sys.executable, ROOT / "lib/base/functions.py", "names", ROOT / "include/kogge"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
