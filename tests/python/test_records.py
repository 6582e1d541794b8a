"""Records as classes: everything that a caller may write into them, and what comes back."""

import copy
import datetime
import pickle
import unittest
from decimal import Decimal

import kogge
from kogge import Channel, Customer, Order, OrderFlag, OrderRule, Rows, Tier, TierMask


class Values(unittest.TestCase):
    def test_money(self):
        order = Order(currency="EUR", net_minor=Decimal("48.50"), freight_minor=700, tax_minor="9.22")
        self.assertEqual((order.net_minor, order.freight_minor, order.tax_minor), (4850, 700, 922))
        self.assertEqual(order.decimal("net_minor"), Decimal("48.50"))
        self.assertEqual(Order(currency="JPY", net_minor=Decimal("48.000")).net_minor, 48)
        self.assertEqual(Order(currency="EUR", net_minor=Decimal("1E+3")).net_minor, 100_000)
        self.assertEqual(Customer(currency="CHF", revenue_12m_minor=Decimal(-5)).revenue_12m_minor, -500)

    def test_money_that_does_not_fit(self):
        for wrong in ("1.005", "1e-3", "9e15", "NaN", "Infinity", "1.00000000000000000000000000000000001"):
            with self.subTest(wrong), self.assertRaises(kogge.Error):
                Order(currency="EUR", net_minor=Decimal(wrong))
        with self.assertRaisesRegex(TypeError, r"Decimal\('48.5'\)"):
            Order(net_minor=48.5)
        with self.assertRaisesRegex(TypeError, "needs the currency"):
            Order(net_minor=Decimal(48))
        with self.assertRaises(kogge.RangeError):
            Order(net_minor=2**63)

    def test_dates(self):
        day = datetime.date(2026, 3, 2)
        for given in (day, "2026-03-02", 20514, datetime.datetime(2026, 3, 2, 12)):
            self.assertEqual(Order(priced_at=given).priced_at, day)
        self.assertIsNone(Order().priced_at)
        with self.assertRaisesRegex(kogge.InvalidError, "no date"):
            Order(priced_at="02.03.2026")

    def test_long_texts_are_cut(self):
        """Not inside a character, wherever the cut falls."""
        for letter in "äЖ😀":
            for before in range(4):
                text = before * "a" + 60 * letter
                with self.assertRaisesRegex(kogge.UnsupportedError, before * "a" + letter):
                    kogge.Order(channel=text)
                with self.assertRaisesRegex(kogge.UnsupportedError, before * "a" + letter):
                    kogge.Policy(text, "EUR")
                with self.assertRaisesRegex(TypeError, before * "a" + letter):
                    kogge.Order(**{text: 1})

    def test_codes(self):
        for given in (Channel.SHOP, "SHOP", 5):
            self.assertIs(Order(channel=given).channel, Channel.SHOP)
        self.assertIsNone(Order().channel)
        self.assertIsNone(Order(channel=None).channel)
        self.assertEqual(Order(order_type=20).order_type, 20)  # the host's own
        with self.assertRaisesRegex(kogge.UnsupportedError, "did you mean SHOP"):
            Order(channel="SHOPP")
        with self.assertRaisesRegex(TypeError, "Tier.A"):
            Order(channel=Tier.A)

    def test_masks(self):
        wanted = TierMask.C | TierMask.D
        for given in ("C D", [Tier.C, "D"], {"C", "D"}, wanted, 0b11000, (TierMask.C, TierMask.D), [3, 4]):
            self.assertEqual(OrderRule(tiers=given).tiers, wanted)
        self.assertEqual(OrderRule(tiers=Tier.C).tiers, TierMask.C)
        self.assertEqual(Order(flags="RETURN CREDIT").flags, OrderFlag.RETURN | OrderFlag.CREDIT)
        self.assertEqual(Order(flags=[OrderFlag.QUOTE, "RETURN"]).flags, OrderFlag.QUOTE | OrderFlag.RETURN)
        self.assertEqual(Order(approved=[1, 48]).approved, 1 << 1 | 1 << 48)
        with self.assertRaises(kogge.UnsupportedError):
            OrderRule(tiers="C E")

    def test_unknown(self):
        order = Order()
        self.assertIsNone(order.line_count)
        order.line_count = 0
        self.assertEqual(order.line_count, 0)
        self.assertEqual(order.known, 1)
        order.line_count = None
        self.assertIsNone(order.line_count)
        with self.assertRaisesRegex(TypeError, "cannot be unknown"):
            order.net_minor = None

    def test_numbers(self):
        class Index:
            def __index__(self):
                return 12

        self.assertEqual(Order(line_count=Index()).line_count, 12)
        self.assertEqual(Order(id=2**64 - 1).id, 2**64 - 1)
        for wrong in (2**31, -(2**31) - 1):
            with self.assertRaises(kogge.RangeError) as caught:
                Order(line_count=wrong)
            self.assertEqual(caught.exception.field, "order.line_count")
        with self.assertRaisesRegex(TypeError, "float"):
            Order(line_count=1.0)
        with self.assertRaises(kogge.RangeError):
            Order(id=-1)

    def test_names(self):
        with self.assertRaisesRegex(TypeError, "did you mean 'net_minor'"):
            Order(nett_minor=1)
        with self.assertRaisesRegex(AttributeError, "did you mean 'net_minor'"):
            Order().nett_minor = 1
        with self.assertRaises(TypeError):
            Order(known=1)
        with self.assertRaises(AttributeError):
            Order().known = 1
        with self.assertRaises(TypeError):
            Order(1)
        with self.assertRaises(TypeError):
            del Order().net_minor


class Objects(unittest.TestCase):
    def setUp(self):
        self.order = Order(currency="EUR", net_minor=4800, priced_at="2026-03-02", channel="SHOP", line_count=0)

    def test_repr_is_the_call(self):
        self.assertEqual(eval(repr(self.order), vars(kogge) | {"datetime": datetime}), self.order)
        self.assertEqual(repr(Order()), "Order()")
        policy = kogge.Policy("NEUTRAL_2026", "EUR", max_fee_bp=3000)
        self.assertEqual(eval(repr(policy), vars(kogge)), policy)
        self.assertIn("max_fee_bp=3000", repr(policy))

    def test_equality(self):
        self.assertEqual(self.order, self.order.replace())
        self.assertNotEqual(self.order, self.order.replace(line_count=None))
        self.assertNotEqual(self.order, 1)
        with self.assertRaises(TypeError):
            hash(self.order)

    def test_copies(self):
        for other in (copy.copy(self.order), copy.deepcopy(self.order), pickle.loads(pickle.dumps(self.order))):
            self.assertEqual(other, self.order)
            other.net_minor = 1
            self.assertEqual(self.order.net_minor, 4800)
        customer = pickle.loads(pickle.dumps(Customer(currency="CHF")))
        customer.revenue_12m_minor = Decimal(1)
        self.assertEqual(customer.revenue_12m_minor, 100)

    def test_replace(self):
        other = self.order.replace(net_minor=Decimal("50"), channel=None)
        self.assertEqual((other.net_minor, other.channel, other.line_count), (5000, None, 0))

    def test_fields(self):
        fields = {field.name: field for field in Order.fields()}
        self.assertEqual(fields["net_minor"].unit, "MINOR")
        self.assertIs(fields["channel"].codes, Channel)
        self.assertTrue(fields["line_count"].unknown_able)
        self.assertTrue(fields["priced_at"].required)
        self.assertEqual(fields["net_minor"].text, "order value")
        self.assertEqual(fields["approved"].highest, 2**64 - 2)

    def test_text(self):
        order = self.order.replace(services="ADVICE FIELD_VISIT")
        self.assertEqual(order.text("channel", lang="de"), "Webshop")
        self.assertEqual(order.text("priced_at", lang="de"), "02.03.2026")
        self.assertEqual(order.text("services", lang="en").count(","), 1)
        self.assertIsNone(order.text("lead_time_days"))
        with self.assertRaisesRegex(AttributeError, "did you mean 'channel'"):
            order.text("chanel")

    def test_rows(self):
        rows = Rows(OrderRule, [OrderRule(id=1), {"id": 2}, OrderRule(id=3)])
        self.assertEqual([row.id for row in rows], [1, 2, 3])
        self.assertEqual(rows[-1].id, 3)
        self.assertEqual([row.id for row in rows[::-2]], [3, 1])
        self.assertEqual(rows, list(rows))
        self.assertEqual(pickle.loads(pickle.dumps(rows)), rows)
        self.assertNotEqual(rows, rows[:2])
        for wrong in (3, -4):
            with self.assertRaises(IndexError):
                rows[wrong]
        for wrong in ([Order()], OrderRule(), {"id": 1}, "x", 1):
            with self.assertRaises(TypeError):
                Rows(OrderRule, wrong)

    def test_codes(self):
        self.assertEqual(Channel.SHOP.text("de"), "Webshop")
        self.assertEqual((repr(Channel.SHOP), f"{Channel.SHOP}", Channel.SHOP + 0), ("Channel.SHOP", "SHOP", 5))
        self.assertIs(pickle.loads(pickle.dumps(Channel.SHOP)), Channel.SHOP)
        self.assertEqual(pickle.loads(pickle.dumps(TierMask.C | TierMask.D)), TierMask.C | TierMask.D)


class Changing(unittest.TestCase):
    """What is passed may change while it is read."""

    def test_a_list_that_shrinks(self):
        values = [1, 2, 3]

        class Sly:
            def __index__(self):
                values.clear()
                return 1

        values[0] = Sly()
        with self.assertRaises((IndexError, kogge.Error)):
            kogge.allocate(10, values)

    def test_classes_are_closed(self):
        with self.assertRaises(TypeError):
            type("More", (Order,), {})
        with self.assertRaises(TypeError):
            Order.net_minor = 1
        with self.assertRaises(TypeError):
            kogge.MigrationResult()


if __name__ == "__main__":
    unittest.main()
