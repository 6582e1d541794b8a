"""Random orders by hypothesis, answered by the library through Python and by the independent exact model."""

import sys
import unittest
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))

import kogge  # noqa: E402
import model  # noqa: E402
import run  # noqa: E402

MONEY = st.one_of(st.integers(-10_000, 200_000), st.integers(-model.MONEY_MAX, model.MONEY_MAX), st.just(2**62))
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


class Model(unittest.TestCase):
    def answers(self, books, vector):
        """What the model says of a line."""
        return model.answer(vector, books)

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


if __name__ == "__main__":
    print(f"kogge {kogge.version()}")
    unittest.main()
