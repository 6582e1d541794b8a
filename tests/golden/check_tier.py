"""Properties of the model of classification, demand and selection; check_model.py runs them."""

import generate
import generate_tier
import model
import tier
from model import OUTCOME, TIER

FLAG, DAY_MAX = tier.FLAG, model.DAY_MAX
# What may be unknown, and the flags that hang on the tier too: less knowledge may lead to another tier.
UNKNOWN_ABLE = [spec["name"] for spec in model.field_table("customer") if "known" in spec]
BY_TIER = model.bit("flag", FLAG.KEY_DISCOUNT) | model.bit("flag", FLAG.COSTLY)


def subjects(draw, number):
    """Books and what is classified under them."""
    for index in range(1, number + 1):
        book = model.compile_book(generate_tier.draw_book(draw, index))
        for _ in range(20):
            given = generate_tier.draw_subject(draw, book.policy)
            given["customer"] = {name: value for name, value in given["customer"].items() if value is not None}
            yield book, given


def check_reasons(book, given):
    """Flags are the reasons that matched; the reason that decided is there and stands for the tier."""
    answer = tier.classify(book, given)
    result, reasons = answer["result"], {row[0]: row for row in answer["reasons"]}
    assert len(reasons) == len(answer["reasons"])
    matched = sum(1 << (code - 630) for code, row in reasons.items() if code >= 630 and row[1] == OUTCOME.MATCHED)
    assert matched == result["class_flags"]
    deciding = reasons[result["tier_reason"]][1]
    assert deciding in (OUTCOME.MATCHED, OUTCOME.HELD) or result["tier_reason"] == model.REASON.WILLING_TO_PAY
    assert result["held"] == 0 or result["rule_tier"] == given["customer"]["tier"] != result["plain_tier"]
    assert result["overridden"] or result["tier"] == result["rule_tier"]
    return result


def check_hysteresis(book, given):
    """Classified again with the tier it got, a customer keeps it: nothing flips."""
    customer = given["customer"] | {"tier_since_at": 0}
    first = tier.classify(book, given | {"customer": customer})["result"]["rule_tier"]
    again = tier.classify(book, given | {"customer": customer | {"tier": first}})["result"]["rule_tier"]
    assert again == first


def check_between_the_cuts(draw):
    """While the revenue moves between the moved cuts, it never changes the tier."""
    policy = {"preset": 1, "currency": 978, "scheme": "CLASSIC_ABC", "dwell_days": 0}
    book = model.compile_book({"book": "hysteresis", "policy": policy})
    basis = {"cut_a_minor": 1_000_000, "cut_b_minor": 200_000, "today_at": 20_000}
    for old, low, high in ((TIER.A, 900_000, 9_000_000), (TIER.B, 180_000, 1_099_999), (TIER.C, 0, 219_999)):
        now = old
        for _ in range(200):
            customer = {"tier": now, "tier_since_at": 20_000, "revenue_12m_minor": draw.between(low, high)}
            now = tier.classify(book, {"customer": customer, "classification_basis": basis})["result"]["rule_tier"]
            assert now == old


def check_unknown(draw, book, given):
    """What is not known never leads to D or to a flag."""
    customer, known = given["customer"], tier.classify(book, given)["result"]
    forgotten = [name for name in UNKNOWN_ABLE if draw.chance(40)]
    less = {name: value for name, value in customer.items() if name not in forgotten}
    result = tier.classify(book, given | {"customer": less})["result"]
    assert result["class_flags"] & ~known["class_flags"] & ~BY_TIER == 0
    if result["rule_tier"] == TIER.D and customer["tier"] != TIER.D:
        assert less["contribution4_minor"] < 0 < less["negative_streak"]

    nothing = {name: value for name, value in customer.items() if name not in UNKNOWN_ABLE}
    nothing |= {"flags": 0, "overdue": 0, "classified_at": 0}
    basis = {name: given["classification_basis"].get(name, 0) for name in ("cut_a_minor", "cut_b_minor", "today_at")}
    result = tier.classify(book, {"customer": nothing, "classification_basis": basis})["result"]
    assert result["class_flags"] == 0
    assert result["rule_tier"] != TIER.D or customer["tier"] == TIER.D


def check_demand(draw):
    """The order of the rows means nothing; an estimate is never below the revenue."""
    for _ in range(150):
        given = generate_tier.draw_demand(draw)
        try:
            found = tier.demand_estimate(None, given)
        except model.Refused:
            continue
        turned = tier.demand_estimate(None, given | {"rows": given["rows"][::-1]})
        assert turned["rows"][::-1] == found["rows"]
        for row, estimate in zip(given["rows"], found["rows"]):
            bought = max(0, row.get("revenue_12m_minor", 0))
            if estimate["demand_source"]:
                assert estimate["demand_minor"] - estimate["gap_minor"] == bought
                assert estimate["gap_minor"] >= 0


def check_selection(draw):
    """The order of the rows means nothing, limits are kept, and nobody left out is worth more than the last one."""
    book = model.compile_book({"book": "selection", "policy": {"preset": 1, "currency": 978}})
    for _ in range(400):
        given = generate_tier.draw_selection(draw, book.policy)
        try:
            found = tier.select(book, given)
        except model.Refused:
            continue
        turned = tier.select(book, given | {"rows": given["rows"][::-1]})
        assert [row["id"] for row in turned["chosen"]] == [row["id"] for row in found["chosen"]]
        assert turned["class_flags"][::-1] == found["class_flags"]
        result, chosen, left = found["result"], found["chosen"], found["next"]
        assert result["chosen"] == len(chosen) <= result["developable"]
        assert result["chosen"] <= given.get("most", DAY_MAX)
        assert result["spent_minor"] <= given.get("budget_minor", 2**63 - 1)
        values = [row["development_minor"] for row in chosen + left]
        assert values == sorted(values, reverse=True)


def check_properties():
    draw = generate.Draw(4)
    for book, given in subjects(draw, 40):
        try:
            check_reasons(book, given)
        except model.Refused:
            continue
        check_hysteresis(book, given)
        check_unknown(draw, book, given)
    check_between_the_cuts(draw)
    check_demand(draw)
    check_selection(draw)
