"""Tables: whatever holds them, in whatever parts and threads they are decided, row for row what one call gives.

Libraries that are not installed are skipped; the first half needs none.
"""

import contextlib
import gc
import importlib.util
import os
import pickle
import subprocess
import sys
import threading
import unittest
from datetime import date
from decimal import Decimal

import kogge
from kogge import tables
from test_life import growth

TODAY = date(2026, 3, 2)
BOOK = kogge.Rulebook(
    kogge.Policy("NEUTRAL_2026", "EUR"),
    [kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990, cap="CLIFF")],
)
ROWS, REFUSED = 203, {3, 64, 65, 199}
CHANNELS = ["SHOP", "PHONE", None, "EMAIL"]


def net(row):
    return -(10**18) if row in REFUSED else 10_00 + row * 37


ORDERS = {
    "net_minor": [net(row) for row in range(ROWS)],
    "priced_at": [TODAY] * ROWS,
    "channel": [CHANNELS[row % 4] for row in range(ROWS)],
    "line_count": [row % 5 or None for row in range(ROWS)],
}
NAMES = [f"K-{row}" if row % 7 else None for row in range(ROWS)]
FIELDS = ["action", "charged_minor", "missing_to_free_minor", "handling_cost_minor"]
SOME = [row for row in range(ROWS) if row not in REFUSED]


def orders(rows=None):
    """One order a row, for the call that decides one."""
    kept = range(ROWS) if rows is None else rows
    return [kogge.Order(**{name: column[row] for name, column in ORDERS.items()}) for row in kept]


def taken(rows):
    return {name: [column[row] for row in rows] for name, column in ORDERS.items()}


def expected(rows, with_reasons=False):
    """What the call for one record gives, and None where it refuses."""
    found = []
    for order in orders(rows):
        try:
            result = BOOK.assess(None, order)
            values = [getattr(result, name) for name in FIELDS]
            found.append((values, [reason.to_dict() for reason in result.why]) if with_reasons else values)
        except kogge.RangeError:
            found.append(None)
    return found


def decided(result):
    """The same of a table."""
    rows = zip(result.out, result.row_status, strict=True)
    return [[getattr(row, name) for name in FIELDS] if not status else None for row, status in rows]


class Stream:
    """Columns of Python as something that speaks Arrow."""

    def __init__(self, **columns):
        self.columns = columns

    def __arrow_c_stream__(self, requested_schema=None):
        rows = len(next(iter(self.columns.values())))
        return tables._pack(self.columns, list(self.columns), rows)


EXPECTED = expected(None)


class Results(unittest.TestCase):
    def test_as_single_calls(self):
        self.assertEqual([row for row in range(ROWS) if EXPECTED[row] is None], sorted(REFUSED))
        for given in (ORDERS, Stream(**ORDERS)):
            result = BOOK.order_assess_columns(given, None, errors="keep")
            self.assertEqual(decided(result), EXPECTED)
            self.assertEqual((result.total_rows, result.accepted, result.refused), (ROWS, ROWS - 4, 4))
            self.assertEqual((result.first_refused, result.first_status), (3, kogge.Status.RANGE))
            self.assertEqual(len(result), ROWS)

    def test_columns_are_buffers(self):
        result = BOOK.order_assess_columns(taken(SOME), None, fields=FIELDS)
        self.assertEqual(list(result), FIELDS)
        wanted = [row for row in EXPECTED if row]
        self.assertEqual(list(result["charged_minor"]), [row[1] for row in wanted])
        self.assertEqual(list(result["action"]), [int(row[0]) for row in wanted])
        self.assertEqual((result["action"].format, result["charged_minor"].format), ("i", "q"))
        self.assertTrue(result["action"].readonly)
        bits = result.valid("handling_cost_minor")
        known = [bool(bits[row // 8] >> row % 8 & 1) for row in range(len(wanted))]
        self.assertEqual(known, [row[3] is not None for row in wanted])
        self.assertIsNone(result.valid("action"))
        view = result["charged_minor"]
        del result
        gc.collect()
        self.assertEqual(list(view), [row[1] for row in wanted])

    def test_errors(self):
        with self.assertRaises(kogge.SomeRowsError) as caught:
            BOOK.order_assess_columns(ORDERS, None)
        error = caught.exception
        self.assertEqual(decided(error.result), EXPECTED)
        self.assertEqual([row for row, status in enumerate(error.row_status) if status], sorted(REFUSED))
        self.assertEqual((error.row, error.field), (3, "order.net_minor"))
        self.assertTrue(str(error).startswith("row 3: "), error)

    def test_reasons(self):
        wanted = expected(SOME, with_reasons=True)
        result = BOOK.order_assess_columns(taken(SOME), None)
        found, before = [], 0
        for end in result.reason_end:
            found.append([reason.to_dict() for reason in result.why[before:end]])
            before = end
        self.assertEqual(found, [reasons for _, reasons in wanted])
        self.assertEqual(list(result.reasons.row), [r for r, (_, why) in enumerate(wanted) for _ in why])
        self.assertIsNone(BOOK.order_assess_columns(taken(SOME), None, why=None).reasons)
        decisive = BOOK.order_assess_columns(taken(SOME), None, why="decisive")
        self.assertLess(len(decisive.reasons), len(result.reasons))
        self.assertEqual(result.explain("de"), result.why.explain("de", BOOK))

    def test_empty(self):
        for given in ({name: [] for name in ORDERS}, [], Stream(net_minor=[], priced_at=[])):
            result = BOOK.order_assess_columns(given, None, threads=3)
            self.assertEqual((len(result), result.total_rows, len(result.out)), (0, 0, 0))
        with self.assertRaises(kogge.InvalidError):
            BOOK.order_assess_columns(Stream(net_minor=[1, 2]), None)  # no day

    def test_pickled(self):
        result = BOOK.order_assess_columns(taken(SOME), None)
        self.assertEqual(pickle.loads(pickle.dumps(result)), result)
        kept = BOOK.order_assess_columns(taken(SOME), None, keys="net_minor")
        with self.assertRaisesRegex(TypeError, "key columns"):
            pickle.dumps(kept)

    def test_repr(self):
        result = BOOK.order_assess_columns(taken(SOME), None)
        self.assertIn(f"{len(SOME)} rows of Assessment", repr(result))
        self.assertIn("Reasons", repr(result.reasons))


class Columns(unittest.TestCase):
    def refused(self, text, given, **options):
        with self.assertRaisesRegex((TypeError, ValueError, kogge.Error), text):
            BOOK.order_assess_columns(given, None, **options)

    def test_extra(self):
        for given in (taken(SOME) | {"note": ["x"] * len(SOME)}, Stream(**taken(SOME), note=["x"] * len(SOME))):
            self.refused("Order has no field 'note'", given)
            self.assertEqual(BOOK.order_assess_columns(given, None, extra="ignore").kept, [])
            self.assertEqual(BOOK.order_assess_columns(given, None, extra="pass").kept, ["note"])
            self.assertEqual(BOOK.order_assess_columns(given, None, keys=["note"]).kept, ["note"])
            both = BOOK.order_assess_columns(given, None, keys=["net_minor"], extra="pass")
            self.assertEqual(both.kept, ["net_minor", "note"])
            self.refused("none of 'refuse', 'ignore' and 'pass'", given, extra="drop")
            self.refused("no column 'nott'", given, keys=["nott"], extra="ignore")
        self.refused("did you mean 'net_minor'", Stream(nett_minor=[1]))
        self.refused("did you mean 'net_minor'", {"nett_minor": [1]})

    def test_nothing_is_passed_where_rows_are_others(self):
        with self.assertRaisesRegex(ValueError, "other rows"):
            BOOK.select({"id": [1]}, most=1, extra="pass")
        self.assertRegex(kogge.Rulebook.order_assess_columns.__doc__, "threads: parts of the table")
        self.assertNotRegex(kogge.Rulebook.select.__doc__, "threads: parts of the table")

    def test_keys_of_records(self):
        wanted = [row for row in EXPECTED if row]
        for given in (orders(SOME), kogge.Rows(kogge.Order, orders(SOME))):
            result = BOOK.order_assess_columns(given, None, keys="net_minor")
            self.assertEqual((result.kept, decided(result)), (["net_minor"], wanted))
            self.refused("no column 'nett'", given, keys="nett")
        basis = kogge.ClassificationBasis(cut_a_minor=100, cut_b_minor=50, today_at=TODAY)
        pair = ([kogge.Customer(id=7), kogge.Customer(id=8)], [basis] * 2)
        self.assertEqual(BOOK.classify_columns(pair, keys="id").kept, ["id"])

    def test_numbers_that_are_texts(self):
        texts = [name or "" for name in NAMES[: len(SOME)]]
        for given in (taken(SOME) | {"id": texts}, Stream(**taken(SOME), id=texts)):
            result = BOOK.order_assess_columns(given, None, keys="id")
            self.assertEqual(decided(result), [row for row in EXPECTED if row])
            self.assertEqual(result.kept, ["id"])
        self.refused("name it in keys", Stream(**taken(SOME), id=texts))

    def test_fields(self):
        one = BOOK.order_assess_columns(taken(SOME), None, fields="action")
        self.assertEqual(one.names, ["action"])
        self.refused("did you mean 'action'", taken(SOME), fields=["acton"])
        self.refused("given twice", taken(SOME), fields=["action", "action"])

    def test_wrong_options(self):
        self.refused("threads is 0", taken(SOME), threads=0)
        self.refused("neither 'raise' nor 'keep'", taken(SOME), errors="ignore")
        with self.assertRaises(TypeError):
            BOOK.order_assess_columns(taken(SOME), None, kyes=["id"])
        with self.assertRaises(TypeError):
            BOOK.select({"id": [1]}, most=1, threads=2)  # looks at all rows together

    def test_decimals_need_a_currency(self):
        with self.assertRaises(TypeError):
            kogge.make_or_buy_assess_columns({"volume": [1000], "team_fixed_minor": [Decimal("500.00")]})

    def test_wrong_producers(self):
        class Liar:
            def __init__(self, gives):
                self.gives = gives

            def __arrow_c_stream__(self, requested_schema=None):
                return self.gives

        for gives in (None, 5, "text", (1, 2)):
            with self.subTest(gives), self.assertRaises((TypeError, ValueError)):
                BOOK.order_assess_columns(Liar(gives), None)
        used = Stream(**taken(SOME)).__arrow_c_stream__()
        BOOK.order_assess_columns(used, None)
        with self.assertRaises(kogge.Error):
            BOOK.order_assess_columns(used, None)  # a stream is read once


class Threads(unittest.TestCase):
    def test_as_one_thread(self):
        alone = BOOK.order_assess_columns(ORDERS, None, errors="keep")
        for threads in (2, 3, 4, 7, 26, 500):
            with self.subTest(threads):
                result = BOOK.order_assess_columns(ORDERS, None, errors="keep", threads=threads)
                self.assertEqual(result, alone)
                self.assertEqual([bytes(result[name]) for name in result], [bytes(alone[name]) for name in alone])
                known = [[result.valid(n) and bytes(result.valid(n)) for n in r] for r in (result, alone)]
                self.assertEqual(*known)

    def test_first_refused(self):
        """Only in a later part, so that its row has to be counted from the start."""
        later = dict(ORDERS, net_minor=[100 if row in (3, 64, 65) else net(row) for row in range(ROWS)])
        for threads in (1, 4):
            with self.assertRaises(kogge.SomeRowsError) as caught:
                BOOK.order_assess_columns(later, None, threads=threads)
            error = caught.exception
            self.assertEqual((error.row, error.result.first_refused, error.result.refused), (199, 199, 1))
            self.assertTrue(str(error).startswith("row 199: order.net_minor is -1000000000000000000"), error)

    def test_whole_tables_are_refused(self):
        for threads in (1, 4):
            with self.assertRaisesRegex(kogge.InvalidError, "priced_at"):
                BOOK.order_assess_columns({"net_minor": [1] * 100}, None, threads=threads)

    def test_customers(self):
        """Rows of all parts point into one table of customers."""
        customers = {"tier": ["A", "B", "C"]}
        joined = taken(SOME) | {"order_row.customer_row": [row % 3 for row in range(len(SOME))]}
        alone = BOOK.order_assess_columns(joined, customers)
        self.assertEqual(BOOK.order_assess_columns(joined, customers, threads=5), alone)
        singles = [kogge.Customer(tier=tier) for tier in "ABC"]
        for row, order in enumerate(orders(SOME)):
            single = BOOK.assess(singles[row % 3], order)
            found = alone.out[row]
            self.assertEqual([getattr(found, name) for name in FIELDS], [getattr(single, name) for name in FIELDS])

    def test_lists(self):
        """The lists of all rows stay whole; where those of a part begin does not."""
        rows = [list(range(1000, 1000 + row % 9 * 100, 100)) for row in range(50)]
        offsets = [0]
        for row in rows:
            offsets.append(offsets[-1] + len(row))
        given = {"quarters": sum(rows, []), "quarter_offsets": offsets}
        for threads in (1, 2, 7):
            result = BOOK.evidence_assess_columns({"today_at": [20000] * len(rows)}, **given, threads=threads)
            for number, row in enumerate(rows):
                alone = BOOK.evidence_assess(kogge.History(today_at=20000), quarters=row, why=None)
                self.assertEqual(result.out[number], alone, (threads, number))

    def test_what_starts_late_does_nothing(self):
        """A helper that gives up while parts run: the call waits for those, and no other can start."""
        kept, threads = [], []

        def gives_up(run, parts):
            kept.append(run)
            threads.extend(threading.Thread(target=run, args=(part,)) for part in range(parts - 1))
            for thread in threads:
                thread.start()
            raise KeyboardInterrupt

        kogge._kogge._use_tables(kogge.Table, tables._open_frame, tables._pack, gives_up)
        try:
            with self.assertRaises(KeyboardInterrupt):
                BOOK.order_assess_columns({name: column * 50 for name, column in ORDERS.items()}, None, threads=4)
        finally:
            kogge._kogge._use_tables(kogge.Table, tables._open_frame, tables._pack, tables._spread)
            for thread in threads:
                thread.join()
        with self.assertRaises(ValueError):
            kept[0](3)


class Life(unittest.TestCase):
    @unittest.skipUnless(sys.platform == "linux" and os.environ.get("KOGGE_CALLS") != "0", "reads /proc")
    def test_memory(self):
        columns = taken(SOME) | {"note": ["x"] * len(SOME)}

        def once():
            result = BOOK.order_assess_columns(Stream(**columns), None, keys="note", threads=2)
            again = BOOK.order_assess_columns(columns, None, keys="note", fields=["action"])
            for table in (result, again, result.reasons):
                table.__arrow_c_stream__()
            return result["charged_minor"], result.out

        def refused():
            for wrong in ({"keys": "nott"}, {"extra": "x"}, {"fields": ["acton"]}, {}):
                with contextlib.suppress(TypeError, ValueError):
                    BOOK.order_assess_columns(Stream(**columns), None, **wrong)

        self.assertLess(growth(once, 300, 1 << 20), 1 << 20)
        self.assertLess(growth(refused, 300, 1 << 20), 1 << 20)

    def test_without_libraries(self):
        """None of them can be imported: what needs one says which."""
        code = """if True:
            import sys
            for name in ("numpy", "pandas", "polars", "pyarrow", "duckdb"):
                sys.modules[name] = None
            import test_tables
            result = test_tables.BOOK.order_assess_columns(test_tables.taken(test_tables.SOME), None, keys="net_minor")
            assert test_tables.decided(result) == [row for row in test_tables.EXPECTED if row]
            assert len(result.reasons.explain("en")) and result.reasons.__arrow_c_stream__()
            for method, library in (("to_arrow", "pyarrow"), ("to_polars", "polars"), ("to_pandas", "pandas")):
                for table in (result, result.reasons):
                    try:
                        getattr(table, method)()
                    except ImportError as error:
                        assert str(error) == f"{method}() needs {library}, which is not installed: pip install {library}"
                    else:
                        raise AssertionError(method)
            print("done")
        """
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join([*sys.path]))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
        self.assertEqual((done.stdout, done.returncode), ("done\n", 0), done.stderr)


def missing(*names):
    return [name for name in names if importlib.util.find_spec(name) is None]


@unittest.skipIf(missing("numpy"), "needs numpy")
class NumPy(unittest.TestCase):
    def test_arrays(self):
        import numpy

        columns = taken(SOME)
        arrays = {
            "net_minor": numpy.array(columns["net_minor"], numpy.int64),
            "priced_at": numpy.full(len(SOME), 20514, numpy.int32),
            "line_count": columns["line_count"],
            "ident": numpy.arange(len(SOME), dtype=numpy.uint16)[::-1],
        }
        plain = {name: column for name, column in columns.items() if name != "channel"}
        result = BOOK.order_assess_columns(arrays, None, keys="ident", threads=2)
        alone = BOOK.order_assess_columns(plain, None)
        self.assertEqual(result, alone)
        self.assertEqual(numpy.asarray(result["charged_minor"]).dtype, numpy.int64)


@unittest.skipIf(missing("pyarrow"), "needs pyarrow")
class PyArrow(unittest.TestCase):
    def table(self, rows=None):
        import pyarrow

        columns = ORDERS if rows is None else taken(rows)
        count = len(columns["net_minor"])
        return pyarrow.table(
            {
                "name": NAMES[:count],
                "net": pyarrow.array([Decimal(n).scaleb(-2) for n in columns["net_minor"]], pyarrow.decimal128(24, 2)),
                "priced_at": columns["priced_at"],
                "channel": pyarrow.array(columns["channel"]).dictionary_encode(),
                "line_count": pyarrow.array(columns["line_count"], pyarrow.int16()),
                "order": pyarrow.array(range(count), pyarrow.int64()),
                "list": pyarrow.array([[row, row + 1] if row % 3 else None for row in range(count)]),
            }
        )

    def chunks(self, *ends):
        import pyarrow

        whole, parts, first = self.table(SOME), [], 0
        for end in (*ends, len(whole)):
            parts.append(whole.slice(first, end - first))
            first = end
        return pyarrow.concat_tables(parts)

    def check(self, result, given, keys):
        """Keys as they came, values as the single calls have them."""
        made = result.to_arrow()
        made.validate(full=True)
        self.assertEqual(made.column_names, [*keys, *FIELDS])
        for key in keys:
            self.assertEqual(made[key].to_pylist(), given[key].to_pylist())
        rows = [[row[name] for name in FIELDS] for row in made.to_pylist()]
        self.assertEqual(rows, [[row[0].name, *row[1:]] for row in EXPECTED if row])
        return made

    def test_chunks(self):
        keys = ["list", "name"]
        for ends in ((), (5,), (0, 0, 13, 13, 90), (1, 2, 3, 198)):
            for threads in (1, 3):
                with self.subTest(ends=ends, threads=threads):
                    given = self.chunks(*ends)
                    result = BOOK.order_assess_columns(
                        given, None, keys=keys, fields=FIELDS, extra="ignore", threads=threads
                    )
                    made = self.check(result, given, keys)
                    lengths = [len(chunk) for chunk in given["name"].chunks]
                    self.assertEqual([len(chunk) for chunk in made["action"].chunks], lengths)
                    self.check(result, given, keys)  # asked for once more

    def test_batch(self):
        given = self.table(SOME).to_batches()[0]
        result = BOOK.order_assess_columns(given, None, keys="name", fields=FIELDS, extra="ignore")
        self.check(result, given, ["name"])

    def test_nothing_is_copied(self):
        import pyarrow

        kept = ["order", "list", "net_minor"]  # the last one is read, too
        net_minor = pyarrow.array(taken(SOME)["net_minor"], pyarrow.int64())
        given = self.table(SOME).drop_columns("net").append_column("net_minor", net_minor)
        given = pyarrow.concat_tables([given.slice(0, 13), given.slice(13, 77), given.slice(90)])
        result = BOOK.order_assess_columns(given, None, keys=kept, fields=FIELDS, extra="ignore")
        self.assertEqual(decided(BOOK.order_assess_columns(given, None, extra="ignore")), [r for r in EXPECTED if r])
        made = result.to_arrow()
        for place in range(3):
            for name in kept:
                before, after = given[name].chunk(place), made[name].chunk(place)
                addresses = [[b and b.address for b in array.buffers()] for array in (before, after)]
                self.assertEqual(*addresses)
                self.assertEqual(before.offset, after.offset)
            written = pyarrow.py_buffer(result["charged_minor"]).address
            self.assertEqual(made["charged_minor"].chunk(place).buffers()[1].address, written)
        self.assertEqual([made["charged_minor"].chunk(place).offset for place in range(3)], [0, 13, 90])

    def test_what_lives_longer(self):
        given = self.chunks(13, 90)
        wanted = given["list"].to_pylist()
        result = BOOK.order_assess_columns(given, None, keys=["list"], fields=FIELDS, extra="ignore")
        made, stream = result.to_arrow(), result.__arrow_c_stream__()
        del result, given, stream
        gc.collect()
        action, kept = made["action"], made["list"]
        del made
        gc.collect()
        self.assertEqual(kept.to_pylist(), wanted)
        self.assertEqual(action.to_pylist(), [row[0].name for row in EXPECTED if row])

    def test_early_release(self):
        import pyarrow

        result = BOOK.order_assess_columns(self.chunks(13, 90), None, keys=["name"], fields=FIELDS, extra="ignore")
        reader = pyarrow.RecordBatchReader.from_stream(result)
        first = reader.read_next_batch()
        del reader, result
        gc.collect()
        self.assertEqual(first["name"].to_pylist(), NAMES[:13])

    def test_refused_rows(self):
        with self.assertRaises(kogge.SomeRowsError) as caught:
            BOOK.order_assess_columns(self.table(), None, keys="order", extra="ignore", threads=2)
        self.assertEqual(decided(caught.exception.result), EXPECTED)
        self.assertEqual(caught.exception.result.to_arrow()["order"].to_pylist(), list(range(ROWS)))

    def test_name_clash(self):
        given = self.table(SOME).append_column("action", [[1] * len(SOME)])
        result = BOOK.order_assess_columns(given, None, keys="action", extra="ignore")
        with self.assertRaisesRegex(kogge.InvalidError, "rename it"):
            result.to_arrow()
        other = BOOK.order_assess_columns(given, None, keys="action", extra="ignore", fields=["charged_minor"])
        self.assertEqual(other.to_arrow().column_names, ["action", "charged_minor"])

    def test_codes_as_numbers(self):
        result = BOOK.order_assess_columns(self.table(SOME), None, extra="ignore", fields="action", names=False)
        self.assertEqual(result.to_arrow()["action"].to_pylist(), [int(row[0]) for row in EXPECTED if row])

    def test_reasons(self):
        result = BOOK.order_assess_columns(self.chunks(13, 90), None, keys=["name"], extra="ignore")
        made = result.reasons.explain("de").to_arrow()
        self.assertEqual(made.column_names[:3], ["row", "name", "code"])
        self.assertEqual(made["text"].to_pylist(), result.explain("de"))
        self.assertEqual(made["code"].to_pylist(), [reason.code.name for reason in result.why])
        self.assertEqual(made["outcome"].to_pylist(), [reason.outcome.name for reason in result.why])
        self.assertEqual(made["field"].to_pylist(), [reason.field for reason in result.why])
        self.assertEqual(made["observed"].to_pylist(), [reason.observed for reason in result.why])
        self.assertEqual(made["name"].to_pylist(), [NAMES[row] for row in result.reasons.row])

    def test_digits(self):
        """Whole units of the currency of the rulebook: yen have no decimals."""
        import pyarrow

        book = kogge.Rulebook(kogge.Policy("NEUTRAL_2026", "JPY"))
        yen = pyarrow.table({"net": pyarrow.array([Decimal(48)], pyarrow.decimal128(9, 0)), "priced_at": [TODAY]})
        self.assertEqual(book.order_assess_columns(yen, None).out[0].net_base_minor, 48)
        with self.assertRaisesRegex(kogge.InvalidError, "expected is scale 2"):
            BOOK.order_assess_columns(yen, None)
        needs = pyarrow.table({"team_fixed": pyarrow.array([Decimal("5.00")], pyarrow.decimal128(9, 2)), "volume": [1]})
        with self.assertRaisesRegex(TypeError, "decimals need the currency"):
            kogge.make_or_buy_assess_columns(needs)

    def test_tables_that_are_looked_at_together(self):
        """In chunks as in one piece, for customers of orders and for functions that compare rows."""
        import pyarrow

        customers = {"id": list(range(1, 31)), "flags": ["DEVELOPABLE"] * 30, "demand_minor": [None, 500_000] * 15}
        whole = pyarrow.table(customers)
        parts = pyarrow.concat_tables([whole.slice(0, 7), whole.slice(7, 0), whole.slice(7)])
        chosen = BOOK.select(customers, most=20)
        self.assertEqual(BOOK.select(parts, most=20), chosen)
        self.assertEqual(BOOK.select(whole.append_column("x", [[1] * 30]), most=20, extra="ignore"), chosen)
        tiers = {"tier": ["A", "B", "C", None] * 5}
        joined = taken(SOME) | {"order_row.customer_row": [row % 20 for row in range(len(SOME))]}
        table = pyarrow.table(tiers)
        split = pyarrow.concat_tables([table.slice(0, 9), table.slice(9)])
        self.assertEqual(BOOK.order_assess_columns(joined, split), BOOK.order_assess_columns(joined, tiers))

    @unittest.skipUnless(sys.platform == "linux" and os.environ.get("KOGGE_CALLS") != "0", "reads /proc")
    def test_memory(self):
        import pyarrow

        given = self.chunks(13, 90)
        before = pyarrow.total_allocated_bytes()

        def once():
            BOOK.order_assess_columns(given, None, keys=["list", "name"], extra="ignore", threads=2).to_arrow()

        self.assertLess(growth(once, 300, 2 << 20), 2 << 20)
        gc.collect()
        self.assertLessEqual(pyarrow.total_allocated_bytes(), before)


@unittest.skipIf(missing("pandas", "numpy"), "needs pandas")
class Pandas(unittest.TestCase):
    def frame(self):
        import pandas

        frame = pandas.DataFrame(taken(SOME), index=[f"r{row}" for row in SOME])
        frame["line_count"] = frame["line_count"].astype("Int64")
        frame.insert(0, "name", NAMES[: len(SOME)])
        frame["when"] = pandas.Timestamp("2026-03-02 12:00")
        return frame.rename_axis("place")

    def check(self, frame, result, keys):
        import pandas

        made = result.to_pandas()
        self.assertEqual(list(made.columns), [*keys, *FIELDS])
        pandas.testing.assert_index_equal(made.index, frame.index)
        pandas.testing.assert_frame_equal(made[keys], frame[keys])
        for place, name in enumerate(FIELDS):
            values = [None if pandas.isna(value) else value for value in made[name]]
            wanted = [row[place].name if name == "action" else row[place] for row in EXPECTED if row]
            self.assertEqual(values, wanted)
        self.assertEqual(str(made.dtypes["handling_cost_minor"]), "Int64")
        self.assertEqual(str(made.dtypes["action"]), "category")

    def test_frames(self):
        frame, keys = self.frame(), ["when", "name"]
        result = BOOK.order_assess_columns(frame, None, keys=keys, fields=FIELDS, threads=2)
        self.check(frame, result, keys)
        passed = BOOK.order_assess_columns(frame, None, extra="pass", fields=FIELDS)
        self.check(frame, passed, ["name", "when"])
        with self.assertRaisesRegex(TypeError, "no field 'name'"):
            BOOK.order_assess_columns(frame, None)

    def test_the_frame_may_change_meanwhile(self):
        frame = self.frame()
        result = BOOK.order_assess_columns(frame, None, keys=["name"], extra="ignore", fields=FIELDS)
        untouched = frame.copy()
        frame.loc[:, "name"] = "other"
        self.check(untouched, result, ["name"])

    def test_reasons(self):
        frame = self.frame()
        result = BOOK.order_assess_columns(frame, None, keys=["name"], extra="ignore")
        made = result.reasons.explain("en").to_pandas()
        self.assertEqual(list(made["text"]), result.explain("en"))
        self.assertEqual(list(made.index), [frame.index[row] for row in result.reasons.row])
        self.assertEqual(list(made["code"]), [reason.code.name for reason in result.why])
        self.assertEqual(list(made["field"]), [reason.field for reason in result.why])

    def test_dates(self):
        result = BOOK.plan_customer_columns({"tier": ["A", "C"]}, TODAY).to_pandas()
        single = [BOOK.plan_customer(kogge.Customer(tier=tier), TODAY) for tier in "AC"]
        dates = [info.name for info in kogge.Plan.fields() if info.unit == "DATE"]
        for name in dates:
            wanted = [getattr(plan, name) for plan in single]
            self.assertEqual([value.date() if value == value else None for value in result[name]], wanted)

    def test_without_pyarrow(self):
        code = """if True:
            import sys
            sys.modules["pyarrow"] = None
            import unittest, test_tables
            case = test_tables.Pandas("test_frames")
            case.test_frames()
            case.test_reasons()
            frame = case.frame().assign(priced_at=case.frame()["when"])
            try:
                test_tables.BOOK.order_assess_columns(frame, None, extra="ignore")
            except TypeError as error:
                assert "is not a date" in str(error), error
                print("done")
        """
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join([*sys.path]))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
        self.assertEqual((done.stdout, done.returncode), ("done\n", 0), done.stderr)


@unittest.skipIf(missing("polars", "pyarrow"), "needs polars and pyarrow")
class Polars(unittest.TestCase):
    def test_frames(self):
        import polars

        given = polars.from_arrow(PyArrow().chunks(13, 90))
        result = BOOK.order_assess_columns(given, None, keys=["list", "name"], fields=FIELDS, extra="ignore")
        made = result.to_polars()
        self.assertEqual(made.select("list", "name").rows(), given.select("list", "name").rows())
        wanted = [(row[0].name, *row[1:]) for row in EXPECTED if row]
        self.assertEqual(made.select(FIELDS).rows(), wanted)
        reasons = result.reasons.explain("de").to_polars()
        self.assertEqual(reasons["text"].to_list(), result.explain("de"))
        self.assertEqual(reasons["name"].to_list(), [NAMES[row] for row in result.reasons.row])


@unittest.skipIf(missing("duckdb", "pyarrow"), "needs duckdb and pyarrow")
class DuckDb(unittest.TestCase):
    def test_relations(self):
        import duckdb

        given = PyArrow().chunks(13, 90)  # found by its name
        relation = duckdb.sql('select * exclude (list) from given order by "order"')
        result = BOOK.order_assess_columns(relation, None, keys=["order"], fields=FIELDS, extra="ignore", threads=2)
        self.assertEqual(len(given), len(result))
        rows = duckdb.sql(f'select {", ".join(FIELDS)} from result order by "order"').fetchall()
        self.assertEqual([list(row) for row in rows], [[row[0].name, *row[1:]] for row in EXPECTED if row])


if __name__ == "__main__":
    unittest.main()
