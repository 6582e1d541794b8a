"""Random orders and customers by hypothesis, answered by the library through Python and by the independent exact models."""

import sys
import unittest
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))

import customers  # noqa: E402
import generate  # noqa: E402
import generate_economics as economics  # noqa: E402
import generate_evidence as evidence  # noqa: E402
import generate_portfolio as portfolio  # noqa: E402
import generate_tier as tier  # noqa: E402
import kogge  # noqa: E402
import model  # noqa: E402
import run  # noqa: E402

MONEY = st.one_of(st.integers(-10_000, 200_000), st.integers(-model.MONEY_MAX, model.MONEY_MAX), st.just(2**62))
AMOUNT = st.integers(-model.MONEY_MAX, model.MONEY_MAX)
DAY = model.day(2026, 3, 2)


def maybe(values):
    return st.one_of(st.none(), values)


def without_none(fields):
    return {name: value for name, value in fields.items() if value is not None}


ORDERS = st.fixed_dictionaries(
    {
        "net_minor": MONEY,
        "priced_at": st.integers(DAY - 400, DAY + 400),
        "channel": st.integers(0, 9),
        "brand": st.integers(0, 3),
        "flags": st.integers(0, 7),
        "freight_minor": maybe(st.integers(0, 5000)),
        "discount_minor": maybe(st.integers(0, 5000)),
        "line_count": maybe(st.integers(0, 40)),
        "waivers": maybe(st.sampled_from([2, 4, 8])),
    }
).map(without_none)
CUSTOMERS = maybe(
    st.fixed_dictionaries(
        {
            "tier": st.integers(0, 4),
            "margin_bp": maybe(st.integers(-10_000, 10_000)),
            "service_state": st.integers(0, 3),
            "flags": st.integers(0, 15),
        }
    ).map(without_none)
)
RULES = st.lists(
    st.fixed_dictionaries(
        {
            "effect": st.sampled_from([101, 101, 102, 10, 60]),
            "below_minor": st.integers(1, 50_000),
            "amount_minor": maybe(st.integers(0, 3000)),
            "rate_bp": maybe(st.integers(0, 3000)),
            "tiers": maybe(st.sampled_from([8, 16, 24])),
            "cap": maybe(st.just(1)),
            "group": st.integers(0, 2),
        }
    ).map(without_none),
    max_size=4,
).map(lambda rules: [rule | {"id": place + 1} for place, rule in enumerate(rules)])
POLICY = {"preset": 1, "currency": 978}


class Choices(generate.Draw):
    """What the generators of the vectors choose, chosen by hypothesis: it looks for other cases, and makes them small."""

    def __init__(self, draw):
        self.draw = draw

    def below(self, n):
        return self.draw(st.integers(0, n - 1))


@st.composite
def made(draw, make, *arguments):
    """What a generator makes; in a quarter of the cases with any other number in one place."""
    given = make(Choices(draw), *arguments)
    places = list(numbers_in(given))
    if places and draw(st.integers(0, 3)) == 3:
        parent, key, is_money = draw(st.sampled_from(places))
        parent[key] = draw(st.integers(-(2**62), 2**62) if is_money else st.integers(0, 2**31 - 1))
    return given


def numbers_in(given, is_money=False):
    """Where plain numbers stand, and whether 64 bits belong there."""
    for key, value in given.items() if isinstance(given, dict) else enumerate(given):
        is_wide = is_money or str(key).endswith("_minor") or key in ("values", "pieces", "quarters")
        if isinstance(value, (dict, list)):
            yield from numbers_in(value, is_wide)
        elif type(value) is int and key not in ("times", "memory", "preset", "currency"):
            yield given, key, is_wide


class Model(unittest.TestCase):
    def answers(self, books, vector):
        """What the models say of a line."""
        return customers.answer(vector, books)

    @settings(max_examples=400, deadline=None, derandomize=True)
    @given(RULES, CUSTOMERS, st.lists(ORDERS, min_size=1, max_size=4))
    def test_orders(self, rules, customer, orders):
        runner, books = run.Runner(), {}
        book = {"book": "one", "policy": POLICY, "order_rules": rules}
        runner.run(book | {"expect": self.answers(books, book)})
        if "one" not in runner.books:
            return
        for order in orders:
            case = {"case": "one", "book": "one", "customer": customer, "order": order}
            runner.run(case | {"expect": self.answers(books, case)})

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(st.integers(0, model.MONEY_MAX), st.lists(st.integers(0, 10**12), max_size=20))
    def test_allocate(self, total, weights):
        call = {"call": "allocate", "in": [total, weights]}
        run.Runner().run(call | {"expect": self.answers({}, call)})

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(*[st.integers(-(2**63), 2**63 - 1)] * 3, st.integers(1, 4))
    def test_mul_div(self, x, n, d, mode):
        call = {"call": "mul_div", "in": [x, n, d, mode]}
        run.Runner().run(call | {"expect": self.answers({}, call)})

    # ---- customers -------------------------------------------------------------------------------------------------

    def ask(self, function, given, book=None):
        """One call, of a rulebook if there is one, must give what the models say."""
        runner, books = run.Runner(), {}
        line = {"do": function, "in": given}
        if book:
            runner.run(book | {"expect": self.answers(books, book)})
            line["book"] = book["book"]
        if not book or book["book"] in runner.books:
            runner.run(line | {"expect": self.answers(books, line)})

    @settings(max_examples=250, deadline=None, derandomize=True)
    @given(made(economics.draw_book, 1), made(economics.draw_economics))
    def test_economics(self, book, figures):
        self.ask("economics_assess", {"economics": figures}, book)

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(made(economics.draw_profile))
    def test_profile(self, given):
        self.ask("economics_profile", given)

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(made(portfolio.draw_options), st.lists(AMOUNT, max_size=40), made(portfolio.draw_values, 12))
    def test_abc(self, options, values, others):
        self.ask("abc_cut", {"abc_options": options, "values": values})
        self.ask("abc_cut", {"abc_options": options, "values": others + values})

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(made(portfolio.draw_portfolio))
    def test_portfolio(self, given):
        self.ask("portfolio", given)

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(made(portfolio.draw_migration), made(portfolio.draw_audit))
    def test_migration(self, moves, audited):
        self.ask("migration", moves)
        self.ask("audit_tiers", audited)

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(made(evidence.draw_book, 1), st.data())
    def test_evidence(self, book, data):
        self.ask("evidence_assess", data.draw(made(evidence.draw_evidence, book["policy"])), book)

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(made(evidence.draw_rhythm), made(evidence.draw_tested), made(evidence.draw_periods))
    def test_rhythm(self, rhythm, tested, periods):
        self.ask("regularity_assess", rhythm)
        self.ask("evidence_summarise", tested)
        self.ask("calibrate", periods)

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(made(tier.draw_book, 1), st.data())
    def test_tier(self, book, data):
        try:
            policy = model.compile_book(book).policy
        except model.Refused:
            return
        self.ask("classify", data.draw(made(tier.draw_subject, policy)), book)
        self.ask("select", data.draw(made(tier.draw_selection, policy)), book)

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(made(tier.draw_demand))
    def test_demand(self, given):
        self.ask("demand_estimate", given)


if __name__ == "__main__":
    print(f"kogge {kogge.version()}")
    unittest.main()
