"""One table of orders from each producer of Arrow data, decided in C, read by pyarrow: arrow_producers.py LIBRARY

Needs cffi, pyarrow, polars, duckdb and pandas; without one of them the test is skipped.
"""

import ctypes
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

try:
    import cffi
    import duckdb
    import pandas
    import polars
    import pyarrow
except ImportError as missing:
    print(f"skipped: {missing}; tests/run installs it")
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "abi"))
import api  # noqa: E402

ORDERS = pyarrow.table(
    {
        "id": pyarrow.array([11, 12, 13, 14], pyarrow.int64()),
        "net_minor": pyarrow.array(
            [Decimal(n) for n in ("40.00", "50.00", "75.00", "49.99")], pyarrow.decimal128(12, 2)
        ),
        "priced_at": pyarrow.array([date(2026, 3, 2)] * 4, pyarrow.date32()),
        "channel": pyarrow.array(["SHOP", "PHONE", None, "SHOP"]).dictionary_encode(),
        "brand": pyarrow.array(["MAIN", None, "VALUE", "MAIN"]),
        "line_count": pyarrow.array([1, None, 3, 4], pyarrow.int16()),
        "payment": pyarrow.nulls(4),
        "note": pyarrow.array(["a", "b", None, "d"]),  # no field: passed through
    }
)
# What the library must see: minor units, days since 1970-01-01, codes; None is unknown.
SEEN = {
    "id": [11, 12, 13, 14],
    "net_minor": [4000, 5000, 7500, 4999],
    "priced_at": [20514] * 4,
    "channel": ["SHOP", "PHONE", None, "SHOP"],
    "brand": ["MAIN", None, "VALUE", "MAIN"],
    "line_count": [1, None, 3, 4],
    "payment": [None] * 4,
}
# A fee of 9.00 on orders below 50.00.
DECIDED = {
    "charged_minor": [900, 0, 0, 900],
    "missing_to_free_minor": [1000, 0, 0, 1],
    "action": ["SURCHARGE", "ALLOW", "ALLOW", "SURCHARGE"],
}


def producers():
    """Tables that say they are ORDERS, each from another program."""
    connection = duckdb.connect()
    connection.register("orders", ORDERS)
    yield "pyarrow", ORDERS
    yield "pyarrow in chunks", pyarrow.concat_tables([ORDERS.slice(1, 0), ORDERS.slice(0, 3), ORDERS.slice(3)])
    yield "pyarrow batch", ORDERS.slice(0).to_batches()[0]
    yield "polars", polars.from_arrow(ORDERS)
    yield "polars with categories", polars.from_arrow(ORDERS).with_columns(polars.col("brand").cast(polars.Categorical))
    yield (
        "polars in chunks",
        polars.concat([polars.from_arrow(ORDERS[:2]), polars.from_arrow(ORDERS[2:])], rechunk=False),
    )
    yield "duckdb", connection.sql("select * exclude (payment) from orders")
    yield "pandas", ORDERS.to_pandas(types_mapper=pandas.ArrowDtype)


def stream_in(ffi, capsule):
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return ffi.cast("struct ArrowArrayStream *", get(capsule, b"arrow_array_stream"))


class Library:
    def __init__(self, path):
        self.ffi = cffi.FFI()
        self.ffi.cdef(api.cdef())
        self.c = self.ffi.dlopen(path)
        self.error = self.ffi.new("kogge_error *", {"struct_size": self.ffi.sizeof("kogge_error")})

    def check(self, status):
        if status:
            sys.exit(f"status {status}: {self.ffi.string(self.error.text).decode()}")

    def record(self, name, **fields):
        return self.ffi.new(f"kogge_{name} *", fields)

    def sized(self, name, **fields):
        return self.record(name, struct_size=self.ffi.sizeof(f"kogge_{name}"), **fields)

    def field(self, record, name):
        return self.c.kogge_field_of(record, name)

    def book(self):
        policy, rule = (
            self.sized("policy"),
            self.record("order_rule", id=1, effect=101, below_minor=5000, amount_minor=900),
        )
        self.check(self.c.kogge_policy_init(policy, self.ffi.sizeof("kogge_policy"), 1, 978))
        spec = self.sized("rulebook_spec", policy=policy)
        spec.rules.data, spec.rules.count, spec.rules.row_size = rule, 1, self.ffi.sizeof("kogge_order_rule")
        book = self.ffi.new("kogge_rulebook **")
        self.check(self.c.kogge_rulebook_new(spec, book, self.error))
        return book[0]

    def imported(self, table):
        capsule = table.__arrow_c_stream__()  # it owns the struct, whose content is taken over
        stream, arrow = stream_in(self.ffi, capsule), self.ffi.new("kogge_arrow **")
        orders, passed, digits, null = [1], 2, 2, self.ffi.NULL
        self.check(self.c.kogge_arrow_import_stream(stream, orders, 1, passed, digits, null, arrow, self.error))
        return arrow[0]

    def tables(self, arrow):
        return [self.c.kogge_arrow_table(arrow, i) for i in range(self.c.kogge_arrow_chunks(arrow))]

    def value(self, column, row):
        """What a column says in a row: None = unknown, a name for a code."""
        bit = column.valid_offset + row
        if column.valid and not column.valid[bit // 8] >> bit % 8 & 1:
            return None
        kind = {1: "int32_t", 2: "uint32_t", 3: "int64_t", 4: "uint64_t"}[column.type]
        number = self.ffi.cast(f"{kind} *", self.ffi.cast("char *", column.data) + row * column.stride)[0]
        name = self.ffi.string(self.c.kogge_field_name(column.field))
        word = self.c.kogge_code_name(name, number) if name in (b"channel", b"brand") else self.ffi.NULL
        return self.ffi.string(word).decode() if word else number

    def seen(self, arrow):
        """All chunks as {name: values}."""
        found = {}
        for table in self.tables(arrow):
            for column in table.columns[0 : table.column_count]:
                name = self.ffi.string(self.c.kogge_field_name(column.field)).decode()
                found.setdefault(name, []).extend(self.value(column, row) for row in range(table.row_count))
        return found

    def decided(self, book, arrow):
        """The result of all chunks in one struct array, as pyarrow reads it."""
        ffi, c = self.ffi, self.c
        tables = self.tables(arrow)
        fields = [self.field(b"kogge_assessment", n) for n in (b"charged_minor", b"missing_to_free_minor", b"action")]
        result, count = ffi.new("kogge_arrow_result **"), ffi.new("size_t *")
        rows, names = sum(table.row_count for table in tables), 1
        self.check(c.kogge_arrow_result_new(40, fields, len(fields), rows, names, ffi.NULL, result, self.error))
        columns, first = c.kogge_arrow_result_columns(result[0], count), 0
        for table in tables:
            part = ffi.new("kogge_out_column[]", [columns[i] for i in range(count[0])])
            for column in part:
                column.data = ffi.cast("char *", column.data) + first * column.stride
                column.valid_offset += first
            none = ffi.NULL
            done = c.kogge_order_assess_columns(book, table, none, part, count[0], none, none, none, none, self.error)
            self.check(done)
            first += table.row_count
        schema, array = ffi.new("struct ArrowSchema *"), ffi.new("struct ArrowArray *")
        self.check(c.kogge_arrow_result_export(result[0], schema, array, self.error))
        c.kogge_arrow_result_free(result[0])
        address = [int(ffi.cast("uintptr_t", p)) for p in (array, schema)]
        batch = pyarrow.RecordBatch._import_from_c(*address)
        batch.validate(full=True)
        return batch.to_pydict()


def same(producer, what, expected, found):
    if expected != found:
        sys.exit(f"{producer}: {what}\n  expected {expected}\n  found    {found}")


def main(path):
    library = Library(path)
    book = library.book()
    for name, table in producers():
        before = pyarrow.total_allocated_bytes()
        arrow = library.imported(table)
        seen = library.seen(arrow)
        same(name, "columns", {k: v for k, v in SEEN.items() if k in seen}, seen)
        same(name, "columns", set(SEEN) - {"payment"}, set(seen) - {"payment"})
        same(name, "columns that are no field", 1, library.c.kogge_arrow_passed(arrow))
        same(name, "decisions", DECIDED, library.decided(book, arrow))
        library.c.kogge_arrow_free(arrow)
        leaked = pyarrow.total_allocated_bytes() - before  # below 0: memory of an earlier table has gone meanwhile
        same(name, "memory is kept", False, leaked > 0)
    arrow = library.imported(ORDERS)
    ids = library.tables(arrow)[0].columns[0].data
    same("pyarrow", "ids in place", ORDERS["id"].chunk(0).buffers()[1].address, int(library.ffi.cast("uintptr_t", ids)))
    library.c.kogge_arrow_free(arrow)
    library.c.kogge_rulebook_unref(book)
    print("the same from all producers")


if __name__ == "__main__":
    main(sys.argv[1])
