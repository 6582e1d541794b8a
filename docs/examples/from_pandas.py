"""Kogge for DataFrames: orders in pandas, decided in one call, with their numbers, index and reasons."""

import sys
from datetime import date
from decimal import Decimal

import kogge
import pandas

lang = "de" if sys.argv[1:] == ["de"] else "en"
pandas.set_option("display.width", 120)

policy = kogge.Policy("NEUTRAL_2026", "EUR")
rule = kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990, cap="CLIFF")
book = kogge.Rulebook(policy, rules=[rule])

# Columns are found by the names of fields; amounts are decimals in whole units, or integers in minor units.
frame = pandas.DataFrame(
    {
        "number": ["A-17", "A-18", "A-19"],
        "net": [Decimal("48.00"), Decimal("52.00"), Decimal("20.50")],
        "priced_at": [date(2026, 3, 2)] * 3,
        "channel": ["SHOP", "PHONE", "SHOP"],
    },
    index=["north", "south", "north"],
)
table = book.order_assess_columns(frame, None, keys="number", fields=["action", "charged_minor"], threads=2)
print(table.to_pandas())

# Why, as a long table: which rule did what to which order.
reasons = table.reasons.explain(lang).to_pandas()
print(*reasons.loc[reasons["rule"] == 1, "text"], sep="\n")
