"""Kogge from Python: an order and its reasons, the terms as TOML, and customers in columns."""

import sys
from decimal import Decimal

import kogge

lang = "de" if sys.argv[1:] == ["de"] else "en"

# Terms: a preset, and one rule of our own. An order of 48.00 pays the surcharge, but never more than ordering up to 49.00.
policy = kogge.Policy("NEUTRAL_2026", "EUR")
rule = kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990, cap="CLIFF")
book = kogge.Rulebook(policy, rules=[rule])

order = kogge.Order(currency="EUR", net_minor=Decimal("48.00"), priced_at="2026-03-02", channel="SHOP")
result = book.assess(None, order, why="decisive")  # None: a guest
print(result.text("action", lang=lang), result.text("charged_minor", lang=lang))
for text in result.explain(lang=lang):
    print("-", text)

# The same terms as people write them: TOML here, JSON and dicts likewise.
TERMS = """
kogge = "policy"
version = 1
preset = "NEUTRAL_2026"
currency = "EUR"
[[order_rules]]
id = 1
effect = "FLAT"
below = "49.00"
amount = "9.90"
cap = "CLIFF"
"""
assert kogge.Rulebook.from_toml(TERMS).fingerprint() == book.fingerprint()

# What is wrong with terms is data, too. Without the cap, goods and fee become cheaper at 49.00.
for finding in kogge.Rulebook(policy, rules=[rule.replace(cap=None)]).lint():
    print(finding.level.text(lang), "-", finding.explain(lang=lang))

# Errors say what is wrong and where; what is misspelt gets a suggestion.
try:
    book.assess(None, kogge.Order(net_minor=4800))
except kogge.InvalidError as error:
    print(error.field, "-", error)
try:
    kogge.Order(nett_minor=4800)  # type: ignore[call-arg]
except TypeError as error:
    print(error)

# A portfolio in columns: lists, arrays, anything with the buffer protocol.
revenue = [50_000_00, 20_000_00, 9_000_00, 800_00, 100_00]
cuts = kogge.abc_cut(revenue, kogge.AbcOptions(cut_a_bp=8000, cut_b_bp=9500))
print([kogge.Tier(tier).name for tier in kogge.abc_classes(cuts, revenue)])
moves = kogge.migration({"from_tier": ["C", "C", "B"], "to_tier": ["B", "C", "B"]})
for cell in moves.cells:
    print(f"{cell.from_tier} -> {cell.to_tier}: {cell.customers}")
