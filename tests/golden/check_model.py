"""Proves the model: its answers to the hand-written vectors, and properties that must hold whatever the numbers.

The worked numbers come from the specification, not from the model, so a difference is a mistake of one of the two.
"""

import json
import sys
from collections import Counter
from fractions import Fraction
from functools import partial
from pathlib import Path

import check_contact
import check_evidence
import check_kam
import check_strategy
import check_tier
import customers
import economics
import generate
import generate_economics
import generate_portfolio
import model
import portfolio

HERE = Path(__file__).parent
CUSTOMERS = [f"worked_{family}.jsonl" for family in customers.FAMILIES]
HAND_WRITTEN = ["worked.jsonl", "terms.jsonl"] + [name for name in CUSTOMERS if (HERE / name).exists()]


def read(name):
    text = (HERE / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def title(line):
    for kind in ("case", "reassess"):
        if kind in line:
            return f"{kind} {line[kind]}"
    if "do" in line:
        return f"{line['do']} {line['name']}"
    return f"call {line['call']} {line['in']}" if "call" in line else f"book {line['book']}"


def differences(expected, found):
    """What a hand-written line lists and the model does not give; what it does not list is not compared."""
    for name, value in expected.items():
        if name != "assessment":
            if generate.portable(found.get(name)) != value:
                yield f"{name}: {value} expected, {found.get(name)} found"
            continue
        for field, wanted in value.items():
            spec = next(spec for spec in model.field_table("assessment") if spec["name"] == field)
            got = found.get("assessment", {}).get(field)
            if model.plain(spec, wanted) != got:
                yield f"{field}: {wanted} expected, {got} found"


def check_vectors():
    """Differences of all hand-written lines, each as one sentence."""
    for name in HAND_WRITTEN:
        books = {}
        for line in read(name):
            found = customers.answer(line, books)
            compare = partial(customers.differences, line["do"]) if "do" in line else differences
            for difference in compare(line["expect"], found):
                yield f"{name}: {title(line)}: {difference}"


# ---- properties ------------------------------------------------------------------------------------------------------


def check_rounding():
    """All modes are symmetric about zero, at most one unit off, and the half modes at most half a unit."""
    for d in (1, 2, 3, 7, 10, -4):
        for x in range(-45, 46):
            exact = Fraction(x, d)
            for mode in range(1, 5):
                rounded = model.mul_div(x, 1, d, mode)
                assert rounded == -model.mul_div(-x, 1, d, mode)
                assert abs(rounded - exact) < 1
                assert mode > 2 or abs(rounded - exact) <= Fraction(1, 2)


def check_helpers():
    draw = generate.Draw(1)
    for _ in range(400):
        total, weights = generate.draw_amount(draw), [draw.below(9) for _ in range(draw.between(1, 6))]
        parts = model.allocate(total, weights)
        assert sum(parts) == total
        assert parts == [-part for part in model.allocate(-total, weights)]
        root = generate.draw_isqrt(draw)
        assert model.floor_root(root) ** 2 <= root < (model.floor_root(root) + 1) ** 2
        check_settle(draw)


def check_settle(draw):
    """Over any split that ends with CHARGE_REST the sum is the fee; without an end it is the fee for what was invoiced."""
    fee, ordered, mode = draw.below(5000), draw.between(1, 9000), draw.between(1, 3)
    parts = [draw.between(0, ordered) for _ in range(draw.between(1, 5))]
    before = charged = 0
    for part in parts[:-1]:
        charged += model.settle(fee, ordered, before, part, 0, mode)
        before += part
    assert charged + model.settle(fee, ordered, before, parts[-1], 1, mode) == fee
    forfeited = charged + model.settle(fee, ordered, before, parts[-1], 2, mode)
    assert forfeited == model.settle(fee, ordered, 0, sum(parts), 0, mode)


def check_calendar():
    """Every day follows the one before it."""
    number = model.day(1896, 1, 1)
    for year in range(1896, 2105):
        for month in range(1, 13):
            for of_month in range(1, model.days_in(year, month) + 1):
                assert model.day(year, month, of_month) == number
                number += 1


def check_intervals():
    """Bounds hold the share, are mirrored by the complement, and no tighter number of basis points is outside."""
    for n in (1, 2, 8, 31, 3000):
        for k in range(0, n + 1, max(1, n // 20)):
            low, high = model.wilson(k, n)
            assert low <= Fraction(k * model.BP, n) <= high
            assert [model.BP - high, model.BP - low] == model.wilson(n - k, n)
            left, right = model.newcombe(k, n, n - k, n)
            assert left <= Fraction((2 * k - n) * model.BP, n) <= right
            assert [-right, -left] == model.newcombe(n - k, n, k, n)


def check_cliff(draw, number):
    """Under cliff rules of one group order value + fee never falls when the order grows (formulas.md F16)."""
    rules = generate.adjoining_bands(draw, 10)
    for position, rule in enumerate(rules, 1):
        rule |= {"id": position, "group": 1, "cap": model.CLIFF}
    policy = {"preset": 1, "currency": 978, "strategy": "HOLD"}
    book = model.compile_book({"book": f"cliff {number}", "policy": policy, "order_rules": rules})
    previous = 0
    limit = rules[-1]["below_minor"]
    for net in sorted({draw.between(1, limit + 20) for _ in range(60)} | {rule["below_minor"] - 1 for rule in rules}):
        customer = {"tier": "C", "service_state": "EFFORT_FEE"}
        order = {"net_minor": net, "priced_at": 1, "special_services": 2}
        paid = net + model.assess(book, customer, order)["assessment"]["charged_minor"]
        assert paid >= previous, (rules, net)
        previous = paid


def check_books(draw):
    """Input order changes nothing; a step that the answer names really leads where it says; twice gives 0."""
    for number in range(60):
        line, book = generate.good_book(draw, number)
        for table in ("order_rules", "channel_costs", "treatment_rows", "kam_criteria", "strategy_weights"):
            if table in line:
                line[table] = line[table][::-1]
        turned = model.compile_book(line)
        assert turned.fingerprint == book.fingerprint
        for _ in range(12):
            case = generate.draw_case(draw, book)
            arguments = (case["customer"], case["order"], case["lines"])
            answer = model.assess(book, *arguments)
            assert answer == model.assess(turned, *arguments)
            check_answer(book, case, answer)


def check_answer(book, case, answer):
    result = answer["assessment"]
    assert result["charged_minor"] == sum(fee[3] for fee in answer["fees"])
    assert result["charged_minor"] == result["small_order_fees_minor"] + result["service_fees_minor"]
    charged = [[fee[0], fee[3]] for fee in answer["fees"]]
    changes = model.reassess(book, case["customer"], case["order"], case["lines"], charged)
    assert all(delta == 0 for _, _, delta, _ in changes)
    missing = result["next_step_missing_minor"]
    if missing:
        then = grown(book, case, missing)
        assert then["small_order_fees_minor"] == result["next_step_fees_minor"] < result["small_order_fees_minor"]
    if result["missing_to_free_minor"]:
        assert grown(book, case, result["missing_to_free_minor"])["small_order_fees_minor"] == 0


def grown(book, case, amount):
    """The assessment of the order with that much more of counting goods."""
    order = case["order"] | {"net_minor": case["order"]["net_minor"] + amount}
    return model.assess(book, case["customer"], order, case["lines"])["assessment"]


def check_names():
    """Books and cases have names of their own, within a file."""
    for file in [*HAND_WRITTEN, generate.TARGET.name]:
        names = Counter(title(line) for line in read(file) if "call" not in line)
        assert max(names.values()) == 1, [name for name, count in names.items() if count > 1]


# Every outcome that a reason can have in an assessment; 222 and 243 stand in none (guide, "Reasons").
OUTCOMES = {
    "MATCHED": [201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 220, 241, 242],
    "NOT_MATCHED": [*range(201, 211), 221, *range(223, 234), 240, 241, 242],
    "UNKNOWN": [203, 204, 205, 206, 207, 224, 225, 227, 228, 229, 230, 232, 244],
    "APPROVED": [202, 203, 204, 205, 206, 207, 208, 209, 220],
    "WAIVED": [220],
    "SUPERSEDED": [220],
    "CAPPED": [220, 240],
}


def check_coverage():
    """The generated cases show every reason with every outcome, every action and every fee kind; and nothing else."""
    expects = [line["expect"] for line in read(generate.TARGET.name) if "case" in line]
    found = {(reason[0], reason[1]) for expect in expects for reason in expect.get("reasons", [])}
    assert found == {(number, model.code("outcome", name)) for name, numbers in OUTCOMES.items() for number in numbers}
    actions = {expect["assessment"]["action"] for expect in expects if "assessment" in expect}
    assert actions == set(vars(model.ACTION).values())
    kinds = {fee[1] for expect in expects for fee in expect.get("fees", [])}
    assert kinds == set(vars(model.EFFECT).values()) - model.ACTIONS


def check_contributions(draw):
    """What lies between two levels is the cost of the lower one, exactly; cost to serve is what DB I loses to DB IV."""
    book = model.compile_book({"book": "preset", "policy": {"preset": 1, "currency": 978}})
    for _ in range(300):
        given = {"economics": generate_economics.draw_economics(draw)}
        try:
            result = economics.economics_assess(book, given)["result"]
        except model.Refused:
            continue
        for level, cost in enumerate(("marketing", "selling", "service"), 1):
            above, below = (result[f"contribution{k}_minor"] for k in (level, level + 1))
            assert below is None or above - below == result[f"{cost}_minor"]
        first, last = result["contribution1_minor"], result["contribution4_minor"]
        assert last is None or first - last == result["cost_to_serve_minor"]


def check_cuts(draw):
    """Cut values give each value the class that the two conditions give it, and nobody's order matters."""
    for _ in range(400):
        values = generate_portfolio.draw_values(draw, draw.between(1, 9))
        options = {"cut_a_bp": draw.below(model.BP), "cut_b_bp": model.BP - draw.below(2), "cut_rule": draw.below(3)}
        if max(values) <= 0:
            continue
        cuts = portfolio.abc_cut(None, {"abc_options": options, "values": values})["result"]
        assert cuts == portfolio.abc_cut(None, {"abc_options": options, "values": values[::-1]})["result"]
        total = sum(value for value in values if value > 0)
        for value in values:
            after = options["cut_rule"] == portfolio.CUM_AFTER
            above = sum(other for other in values if other > value or (after and other == value)) * model.BP
            limits = [options[name] * total for name in ("cut_a_bp", "cut_b_bp")]
            reached = [value > 0 and (above <= limit if after else above < limit) for limit in limits]
            tier = 1 if reached[0] else 2 if reached[1] else 3
            assert tier == portfolio.class_of(value, cuts["cut_a_minor"], cuts["cut_b_minor"])


def check_portfolios(draw):
    """Pieces change nothing, classes add up to all, Pareto points end with all, one customer has an HHI of one."""
    for _ in range(200):
        given = generate_portfolio.draw_portfolio(draw)
        try:
            answer = portfolio.portfolio(None, given)
        except model.Refused:
            continue
        joined = dict(given, pieces=[sum(given["pieces"], [])])
        if "ids" in given:
            joined["ids"] = [sum(given["ids"], [])]
        assert answer == portfolio.portfolio(None, joined)
        if answer["cuts"]["status"] != "OK":
            continue
        cuts, rows, last = answer["cuts"]["result"], answer["shares"]["shares"], answer["pareto"][-1]
        assert cuts["count"] == sum(row["customers"] for row in rows)
        assert cuts["total_minor"] == sum(row["total_minor"] for row in rows) == last["total_minor"]
        assert cuts["positive"] == last["customers"]


def check_properties():
    check_rounding()
    check_helpers()
    check_calendar()
    check_intervals()
    draw = generate.Draw(2)
    for number in range(40):
        check_cliff(draw, number)
    check_books(draw)
    check_contributions(draw)
    check_cuts(draw)
    check_portfolios(draw)
    check_names()
    check_coverage()
    check_evidence.check_properties()
    check_tier.check_properties()
    check_kam.check_properties()
    check_contact.check_properties()
    check_strategy.check_properties()


def main():
    found = list(check_vectors())
    for difference in found:
        print(difference, file=sys.stderr)
    if found:
        sys.exit(f"{len(found)} differences")
    check_properties()
    print(f"{sum(len(read(name)) for name in HAND_WRITTEN)} hand-written lines and all properties agree")


if __name__ == "__main__":
    main()
