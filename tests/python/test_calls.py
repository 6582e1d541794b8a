"""Functions: arguments in all their forms, results, errors."""

import array
import inspect
import pickle
import tomllib
import unittest
from decimal import Decimal

import examples
import kogge
from examples import BOOK, CUSTOMER, CUSTOMERS, EXAMPLES, LINES, OPTIONS, ORDER, RULES, VALUES


class Coverage(unittest.TestCase):
    def test_every_function_has_an_example(self):
        bound = {name for name, entry in examples.listed().items() if "by_hand" not in entry}
        self.assertEqual(bound, EXAMPLES.keys())

    def test_every_function_is_there_and_documented(self):
        for name, entry in examples.listed().items():
            if "by_hand" in entry or "makes" in entry:
                continue
            where = getattr(kogge, entry["of"].capitalize()) if "of" in entry else kogge
            function = getattr(where, entry.get("name", name))
            self.assertRegex(function.__doc__, r"since\s0\.", name)
            inspect.signature(function)

    def test_every_field_is_an_attribute(self):
        records = tomllib.loads((examples.ROOT / "lib/base/fields.toml").read_text("utf-8"))
        for name, record in records.items():
            cls = getattr(kogge, "".join(part.capitalize() for part in name.split("_")))
            described = {field.name for field in cls.fields()}
            for field in record["fields"]:
                self.assertTrue(inspect.isdatadescriptor(getattr(cls, field["name"])), field)
                self.assertIn(field["name"], described)

    def test_every_code_is_a_member(self):
        for name, codes in tomllib.loads((examples.ROOT / "lib/base/codes.toml").read_text("utf-8")).items():
            title = "".join(part.capitalize() for part in name.split("_"))
            members = getattr(kogge, title + "Code", None) or getattr(kogge, title, None)
            for code in codes["codes"]:
                if "name" in code:
                    self.assertEqual(members[code["name"]], code["code"])

    def test_examples(self):
        for name, example in EXAMPLES.items():
            with self.subTest(name):
                first, second = example(), example()
                if not isinstance(first, (kogge.Rulebook, kogge.Portfolio)):
                    self.assertEqual(first, second)
                    self.assertEqual(pickle.loads(pickle.dumps(first)), first)
                repr(first)


class Orders(unittest.TestCase):
    def test_result(self):
        result = BOOK.assess(CUSTOMER, ORDER, LINES)
        self.assertEqual((result.action, result.charged_minor), (kogge.Action.SURCHARGE, 100))
        self.assertEqual(result.decimal("charged_minor"), Decimal("1.00"))
        self.assertEqual([fee.rule for fee in result.fees], [1])
        self.assertIsNone(result.changes)
        german = result.explain(lang="de")
        self.assertEqual(len(german), len(result.why))
        self.assertIn("Regel 1 (Pauschale) gilt und ist gedeckelt: Nettowert 48,00 EUR, Grenze 49,00 EUR.", german)
        self.assertEqual(result.why.explain("de"), german)
        self.assertEqual([reason.explain(kogge.Language.GERMAN) for reason in result.why], german)
        loaded = pickle.loads(pickle.dumps(result))
        self.assertEqual(loaded, result)
        self.assertEqual(loaded.explain("de", book=BOOK), german)

    def test_level(self):
        all_of_them = BOOK.assess(None, ORDER)
        decisive = BOOK.assess(None, ORDER, why="decisive")
        self.assertLess(len(decisive.why), len(all_of_them.why))
        self.assertEqual(BOOK.assess(None, ORDER, why=kogge.Level.DECISIVE), decisive)
        self.assertIsNone(BOOK.assess(None, ORDER, why=None).why)
        for wrong in ("some", 3.5, object()):
            with self.assertRaises((ValueError, TypeError)):
                BOOK.assess(None, ORDER, why=wrong)

    def test_dicts(self):
        order = {"net_minor": Decimal("48"), "priced_at": "2026-03-02", "channel": "SHOP"}
        self.assertEqual(BOOK.assess(None, order), BOOK.assess(None, ORDER))
        lines = [{"quantity": 2, "net_minor": "24.00"}, {"quantity": 1, "net_minor": 2400}]
        self.assertEqual(BOOK.assess(None, order, lines), BOOK.assess(None, ORDER, LINES))
        rows = kogge.Rows(kogge.OrderLine, LINES)
        self.assertEqual(BOOK.assess(None, order, lines=rows), BOOK.assess(customer=None, order=ORDER, lines=LINES))
        with self.assertRaisesRegex(TypeError, "did you mean 'quantity'"):
            BOOK.assess(None, order, [{"quanttity": 1}])

    def test_wrong_arguments(self):
        for wrong in (
            lambda: BOOK.assess(),
            lambda: BOOK.assess(None, None),
            lambda: BOOK.assess(ORDER, CUSTOMER),
            lambda: BOOK.assess(None, ORDER, None, "all"),
            lambda: BOOK.assess(None, ORDER, order=ORDER),
            lambda: BOOK.assess(None, ORDER, what=1),
            lambda: BOOK.assess(None, ORDER, LINES[0]),
            lambda: kogge.Rulebook.assess(None, None, ORDER),
            lambda: kogge.Rulebook(),
            lambda: kogge.Rulebook(None),
            lambda: kogge.explain(ORDER),
            lambda: kogge.allocate(100, None),
            lambda: kogge.allocate(None, [1]),
        ):
            with self.assertRaises(TypeError):
                wrong()

    def test_errors(self):
        with self.assertRaises(kogge.InvalidError) as caught:
            BOOK.assess(None, kogge.Order())
        error = caught.exception
        self.assertEqual((error.status, error.field, error.row), (kogge.Status.INVALID, "order.priced_at", None))
        self.assertEqual(str(error), error.reason)
        self.assertEqual(pickle.loads(pickle.dumps(error)).field, error.field)
        with self.assertRaises(kogge.CurrencyError):
            BOOK.assess(None, ORDER.replace(currency="CHF"))
        with self.assertRaises(kogge.RangeError) as caught:
            BOOK.assess(None, ORDER, [LINES[0], LINES[1].replace(minimum_quantity=-1)])
        self.assertEqual(caught.exception.row, 1)
        with self.assertRaises(kogge.Error) as caught:
            kogge.Rulebook(examples.POLICY, [RULES[0].replace(below_minor=0)])
        self.assertEqual(caught.exception.rule, 1)
        statuses = {status for status in kogge.Status if status}
        self.assertEqual({cls.status for cls in kogge.Error.__subclasses__()}, statuses)

    def test_many_reasons(self):
        rules = [RULES[0].replace(id=i, country=276, group=1) for i in range(1, 300)]
        book = kogge.Rulebook(
            examples.POLICY, [rule.replace(below_minor=i + 1, from_minor=i) for i, rule in enumerate(rules)]
        )
        result = book.assess(None, ORDER)
        self.assertGreater(len(result.why), 290)
        self.assertEqual(len(book.rules()), 299)
        self.assertGreater(len(book.serialise()), 5000)

    def test_a_guest_without_a_language(self):
        with self.assertRaisesRegex(ValueError, "'en' and 'de'"):
            examples.RESULT.explain(lang="fr")
        self.assertEqual(examples.RESULT.explain(), examples.RESULT.explain(lang="english"))


class Arrays(unittest.TestCase):
    def test_forms(self):
        wanted = kogge.abc_cut(VALUES, OPTIONS)
        forms = [list(VALUES), tuple(VALUES), memoryview(VALUES), array.array("i", VALUES), array.array("Q", VALUES)]
        strided = array.array("q", [value for pair in zip(VALUES, VALUES) for value in pair])
        for form in [*forms, memoryview(strided)[::2], (value for value in VALUES)]:
            with self.subTest(form):
                self.assertEqual(kogge.abc_cut(form, OPTIONS), wanted)

    def test_what_does_not_fit(self):
        for wrong in (array.array("d", [1.0]), [1.5], ["x"], 1, "12", b"12345678", [None]):
            with self.subTest(wrong), self.assertRaises(TypeError):
                kogge.abc_cut(wrong, OPTIONS)
        with self.assertRaises(kogge.RangeError):
            kogge.abc_cut(array.array("Q", [2**63]), OPTIONS)
        with self.assertRaises(kogge.RangeError) as caught:
            kogge.abc_cut([1, 2**63], OPTIONS)
        self.assertEqual(caught.exception.row, 1)
        with self.assertRaises(ValueError):
            kogge.Portfolio(OPTIONS).add([1, 2], [1])

    def test_results_are_buffers(self):
        parts = kogge.allocate(100, [1, 2, 3])
        self.assertEqual((list(parts), memoryview(parts).format), ([17, 33, 50], "q"))

    def test_bundles(self):
        rounded, difference = kogge.cash_round(102, 5)
        self.assertEqual((rounded, difference), (100, -2))
        self.assertEqual(kogge.cash_round(102, 5).difference, -2)


class Tables(unittest.TestCase):
    def test_forms(self):
        names = list(CUSTOMERS)
        records = [kogge.Customer(**{name: CUSTOMERS[name][row] for name in names}) for row in range(3)]
        columns = CUSTOMERS | {"id": array.array("Q", [1, 2, 3]), "revenue_12m_minor": 100_000}
        result = BOOK.select(CUSTOMERS, most=1)
        self.assertEqual([row.id for row in result.chosen_rows], [1])
        for form in (
            records,
            kogge.Rows(kogge.Customer, records),
            columns,
            tuple(records),
            [dict(r.to_dict()) for r in records],
        ):
            with self.subTest(form):
                self.assertEqual(BOOK.select(form, most=1), result)

    def test_two_records(self):
        columns = kogge.economics_profile({"tier": ["A", "C"], "contribution.net_minor": [100, 50]})
        inputs = [kogge.ProfileInput(tier="A"), kogge.ProfileInput(tier="C")]
        nets = [kogge.Contribution(net_minor=100), kogge.Contribution(net_minor=50)]
        self.assertEqual(len(kogge.economics_profile((inputs, nets))), len(columns))

    def test_wrong_tables(self):
        for wrong in ({"id": [1], "flags": [0, 0]},):
            with self.assertRaises(ValueError):
                BOOK.select(wrong, most=1)
        for wrong in ({"idd": [1]}, {1: [1]}, None, 5, [ORDER]):
            with self.subTest(wrong), self.assertRaises(TypeError):
                BOOK.select(wrong, most=1)
        with self.assertRaises(kogge.InvalidError):
            BOOK.select(CUSTOMERS)

    def test_some_rows(self):
        inputs = [kogge.DemandInput(stated_minor=100, stated_confidence_bp=10_000)]
        too_much = kogge.DemandInput(size=900_000_000_000_000, consumption_minor=900_000_000_000_000)
        with self.assertRaises(kogge.SomeRowsError) as caught:
            kogge.demand_estimate([*inputs, too_much.replace(consumption_confidence_bp=5000)])
        error = caught.exception
        self.assertEqual([status.name for status in error.row_status], ["OK", "RANGE"])
        self.assertEqual(error.result[0].demand_minor, 100)
        self.assertIsNone(error.result[1].demand_minor)

    def test_columns_of_other_lengths(self):
        for count, message in ((2, "to_tier has 2 rows, what came before it 3"), (4, "to_tier has 4 rows")):
            with self.assertRaisesRegex(ValueError, message):
                kogge.migration({"from_tier": ["C", "C", "B"], "to_tier": ["B"] * count})

    def test_the_first_table_has_the_rows(self):
        many = {name: [values[0]] * 1000 for name, values in examples.ORDERS.items()}
        guests = {name: values for name, values in many.items() if "." not in name}
        for result in (BOOK.order_assess_columns(many, CUSTOMERS), BOOK.order_assess_columns(guests, None)):
            self.assertEqual((len(result.out), len(result.reason_end)), (1000, 1000))

    def test_lists_of_rows(self):
        days, three = ["2026-01-01", "2026-02-01", "2026-02-20"], [examples.HISTORY] * 3
        for offsets in ([0, 1, 1, 3], array.array("q", [0, 1, 1, 3])):
            result = kogge.regularity_assess_columns(three, days, offsets)
            self.assertEqual([row.order_days for row in result.out], [1, 0, 2])
        for offsets in ([], [0, 1, 3], [0, 1, 1, 3, 3], array.array("q", [0])):
            with self.subTest(offsets), self.assertRaisesRegex(ValueError, "order_day_offsets has .* one more are 4"):
                kogge.regularity_assess_columns(three, days, offsets)
        with self.assertRaises(kogge.SomeRowsError) as caught:
            kogge.regularity_assess_columns(three, days, [0, 4, 3, 3])
        self.assertEqual([status.name for status in caught.exception.row_status], ["INVALID", "INVALID", "OK"])
        with self.assertRaises(kogge.InvalidError):
            kogge.regularity_assess_columns(three, days)
        self.assertEqual([row.order_days for row in kogge.regularity_assess_columns(three).out], [0, 0, 0])

    def test_empty(self):
        self.assertEqual(len(kogge.demand_estimate([])), 0)
        self.assertEqual(len(kogge.demand_estimate({"size": []})), 0)

    def test_large(self):
        count = 50_000
        result = BOOK.select({"id": range(1, count + 1), "flags": "DEVELOPABLE", "demand_minor": 500_000}, most=1000)
        self.assertEqual(len(result.class_flags), count)


class Handles(unittest.TestCase):
    def test_rulebooks_are_pickled(self):
        other = pickle.loads(pickle.dumps(BOOK))
        self.assertEqual(other.fingerprint(), BOOK.fingerprint())

    def test_portfolios_are_saved(self):
        with self.assertRaises(TypeError):
            pickle.dumps(examples.FED)
        self.assertEqual(kogge.Portfolio.load(examples.FED.save()).save(), examples.FED.save())
        for wrong in (b"", b"x" * 100, examples.FED.save()[:-1]):
            with self.assertRaises(kogge.DamagedError):
                kogge.Portfolio.load(wrong)
        with self.assertRaises(kogge.InvalidError):
            examples.FED.merge(examples.FED)


if __name__ == "__main__":
    unittest.main()
