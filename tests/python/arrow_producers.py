"""One table of orders from each producer of Arrow data, decided in C, read by each consumer: arrow_producers.py LIBRARY

What the library takes from its allocator and from the producers is counted, and what it gives back: whoever stops early,
nothing is left. Needs cffi, pyarrow, polars, duckdb and pandas; without one of them the test is skipped.
"""

import ctypes
import gc
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
            [Decimal(n) for n in ("40.00", "50.00", "75.00", "49.99")],
            pyarrow.decimal128(12, 2),
        ),
        "priced_at": pyarrow.array([date(2026, 3, 2)] * 4, pyarrow.date32()),
        "channel": pyarrow.array(["SHOP", "PHONE", None, "SHOP"]).dictionary_encode(),
        "brand": pyarrow.array(["MAIN", None, "VALUE", "MAIN"]),
        "line_count": pyarrow.array([1, None, 3, 4], pyarrow.int16()),
        "payment": pyarrow.nulls(4),
        "note": pyarrow.array(["a", "b", None, "d"]),  # no field: passed through
    }
)
CHUNKS = pyarrow.concat_tables([ORDERS.slice(0, 3), ORDERS.slice(3)])
POLARS_CHUNKS = polars.concat([polars.from_arrow(ORDERS[:3]), polars.from_arrow(ORDERS[3:])], rechunk=False)
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
    yield "pyarrow in chunks", pyarrow.concat_tables([ORDERS.slice(1, 0), CHUNKS])
    yield "pyarrow batch", ORDERS.slice(0).to_batches()[0]
    yield "polars", polars.from_arrow(ORDERS)
    yield (
        "polars with categories",
        polars.from_arrow(ORDERS).with_columns(polars.col("brand").cast(polars.Categorical)),
    )
    yield "polars in chunks", POLARS_CHUNKS
    yield "duckdb", connection.sql("select * exclude (payment) from orders")
    yield "pandas", ORDERS.to_pandas(types_mapper=pandas.ArrowDtype)


# The same with a channel that is none, after rows that are right.
SPOILT = pyarrow.concat_tables(
    [
        ORDERS,
        ORDERS.slice(0, 2),
        ORDERS.slice(2).set_column(
            ORDERS.schema.get_field_index("channel"),
            "channel",
            pyarrow.array(["SHOP", "SHPO"]).dictionary_encode(),
        ),
    ]
)


def spoilt_producers():
    connection = duckdb.connect()
    connection.register("orders", SPOILT)
    yield "pyarrow", SPOILT
    yield "polars", polars.from_arrow(SPOILT, rechunk=False)
    yield "duckdb", connection.sql("select * exclude (payment) from orders")
    yield "pandas", SPOILT.to_pandas(types_mapper=pandas.ArrowDtype)


REFUSED = 'row 7: column channel has channel: "SHPO" is no channel; did you mean SHOP?'


def consumers():
    """Functions that read all of a stream into lists by name, each with another program."""
    yield (
        "pyarrow",
        lambda stream: pyarrow.RecordBatchReader.from_stream(stream).read_all().to_pydict(),
    )
    yield "polars", lambda stream: polars.DataFrame(stream).to_dict(as_series=False)
    yield "pandas", lambda stream: pandas_lists(pandas.DataFrame.from_arrow(stream))
    yield (
        "duckdb",
        lambda stream: duckdb.sql("select * from stream").to_arrow_table().to_pydict(),
    )


def pandas_lists(frame):
    return {name: [None if pandas.isna(value) else value for value in frame[name]] for name in frame}


def keep_column(stream):
    """A column outlives the table and its reader."""
    kept = pyarrow.RecordBatchReader.from_stream(stream).read_next_batch().column("charged_minor")
    gc.collect()
    return kept.to_pylist()


def keep_series(stream):
    kept = polars.DataFrame(stream)["charged_minor"]
    gc.collect()
    return kept.to_list()


def leavers():
    """Functions that do not read all of a stream: what they have of a column, and how many rows that are at least."""
    yield "pyarrow: a column", keep_column, 3
    yield "polars: a column", keep_series, 4
    yield "pyarrow: the schema", lambda stream: pyarrow.RecordBatchReader.from_stream(stream).schema and [], 0
    yield "duckdb: a row", lambda stream: [*duckdb.sql("select charged_minor from stream limit 1").fetchall()[0]], 1
    yield "nobody", lambda stream: [], 0


class Counts:
    """What the library has: blocks of an allocator, and parts of Arrow data."""

    def __init__(self, ffi):
        self.ffi, self.blocks, self.total, self.parts = ffi, 0, 0, {}
        self.c = ffi.dlopen(None)
        self.callbacks = [
            ffi.callback("void *(void *, size_t)", self.take),
            ffi.callback("void (void *, void *)", self.give_back),
        ]
        self.allocator = ffi.new("kogge_allocator *", self.callbacks)
        kinds = ("struct ArrowSchema", "struct ArrowArray", "struct ArrowArrayStream")
        self.releases = {kind: ffi.callback(f"void ({kind} *)", self.released(kind)) for kind in kinds}

    def take(self, _context, size):
        self.blocks += 1
        self.total += 1
        return self.c.malloc(size)

    def give_back(self, _context, block):
        self.blocks -= block != self.ffi.NULL
        self.c.free(block)

    def watch(self, kind, part):
        """Has the release of a part come through here."""
        self.total += 1
        self.parts[kind, self.ffi.cast("uintptr_t", part.private_data)] = part.release
        part.release = self.releases[kind]

    def released(self, kind):
        def release(part):
            part.release = self.parts.pop((kind, self.ffi.cast("uintptr_t", part.private_data)))
            part.release(part)

        return release

    def left(self):
        gc.collect()
        return self.blocks, len(self.parts)


class Watched:
    """The stream of a producer, whose schema and arrays are watched."""

    def __init__(self, counts, stream):
        ffi = counts.ffi
        self.counts, self.inner, self.stream = (
            counts,
            ffi.new("struct ArrowArrayStream *", stream[0]),
            stream,
        )
        self.callbacks = [
            ffi.callback("int (struct ArrowArrayStream *, struct ArrowSchema *)", self.get_schema),
            ffi.callback("int (struct ArrowArrayStream *, struct ArrowArray *)", self.get_next),
            ffi.callback(
                "const char *(struct ArrowArrayStream *)",
                lambda _: self.inner.get_last_error(self.inner),
            ),
        ]
        stream.get_schema, stream.get_next, stream.get_last_error = self.callbacks
        counts.watch("struct ArrowArrayStream", stream)

    def get_schema(self, _stream, schema):
        status = self.inner.get_schema(self.inner, schema)
        if not status:
            self.counts.watch("struct ArrowSchema", schema)
        return status

    def get_next(self, _stream, array):
        status = self.inner.get_next(self.inner, array)
        if not status and array.release != self.counts.ffi.NULL:
            self.counts.watch("struct ArrowArray", array)
        return status


class Stream:
    """A stream of the library, to be read once."""

    def __init__(self, ffi, stream):
        self.ffi, self.stream = ffi, stream

    def __arrow_c_stream__(self, requested_schema=None):
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = (
            ctypes.py_object,
            [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p],
        )
        return new(int(self.ffi.cast("uintptr_t", self.stream)), b"arrow_array_stream", None)

    def close(self):
        if self.stream.release != self.ffi.NULL:
            self.stream.release(self.stream)


def stream_in(ffi, capsule):
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return ffi.cast("struct ArrowArrayStream *", get(capsule, b"arrow_array_stream"))


class Library:
    def __init__(self, path):
        self.ffi = cffi.FFI()
        self.ffi.cdef(api.cdef())
        self.ffi.cdef("void *malloc(size_t); void free(void *);")
        self.c = self.ffi.dlopen(path)
        self.error = self.ffi.new("kogge_error *", {"struct_size": self.ffi.sizeof("kogge_error")})
        self.counts = Counts(self.ffi)

    def check(self, status):
        if status:
            raise ValueError(self.ffi.string(self.error.text).decode())

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
        spec.rules.data, spec.rules.count, spec.rules.row_size = (
            rule,
            1,
            self.ffi.sizeof("kogge_order_rule"),
        )
        book = self.ffi.new("kogge_rulebook **")
        self.check(self.c.kogge_rulebook_new(spec, book, self.error))
        return book[0]

    def imported(self, table):
        capsule = table.__arrow_c_stream__()  # it owns the struct, whose content is taken over
        stream, arrow = stream_in(self.ffi, capsule), self.ffi.new("kogge_arrow **")
        watched = Watched(self.counts, stream)
        orders, passed, digits, memory = [1], 2, 2, self.counts.allocator
        self.check(self.c.kogge_arrow_import_stream(stream, orders, 1, passed, digits, memory, arrow, self.error))
        same("a stream", "is released", self.ffi.NULL, watched.stream.release)
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
        """A result for all chunks."""
        ffi, c = self.ffi, self.c
        tables = self.tables(arrow)
        fields = [self.field(b"kogge_assessment", n) for n in (b"charged_minor", b"missing_to_free_minor", b"action")]
        result, count = ffi.new("kogge_arrow_result **"), ffi.new("size_t *")
        rows, names, memory = (
            sum(table.row_count for table in tables),
            1,
            self.counts.allocator,
        )
        self.check(c.kogge_arrow_result_new(40, fields, len(fields), rows, names, memory, result, self.error))
        columns, first = c.kogge_arrow_result_columns(result[0], count), 0
        for table in tables:
            part = ffi.new("kogge_out_column[]", [columns[i] for i in range(count[0])])
            for column in part:
                column.data = ffi.cast("char *", column.data) + first * column.stride
                column.valid_offset += first
            none = ffi.NULL
            done = c.kogge_order_assess_columns(
                book, table, none, none, none, part, count[0], none, none, none, none, self.error
            )
            self.check(done)
            first += table.row_count
        return result[0]

    def exported(self, result):
        """The result in one struct array, as pyarrow reads it."""
        schema, array = (
            self.ffi.new("struct ArrowSchema *"),
            self.ffi.new("struct ArrowArray *"),
        )
        self.check(self.c.kogge_arrow_result_export(result, schema, array, self.error))
        self.c.kogge_arrow_result_free(result)
        address = [int(self.ffi.cast("uintptr_t", p)) for p in (array, schema)]
        batch = pyarrow.RecordBatch._import_from_c(*address)
        batch.validate(full=True)
        return batch.to_pydict()

    def streamed(self, result, arrow):
        """The same in the chunks of the table, behind its column note; both handles are given back."""
        stream, null = self.ffi.new("struct ArrowArrayStream *"), self.ffi.NULL
        self.check(self.c.kogge_arrow_result_export_stream(result, arrow, null, 0, stream, self.error))
        self.c.kogge_arrow_result_free(result)
        self.c.kogge_arrow_free(arrow)
        return Stream(self.ffi, stream)


def same(producer, what, expected, found):
    if expected != found:
        sys.exit(f"{producer}: {what}\n  expected {expected}\n  found    {found}")


def nothing_left(library, who):
    same(who, "blocks and parts of Arrow data are left", (0, 0), library.counts.left())


def check_producer(library, book, name, table):
    before = pyarrow.total_allocated_bytes()
    arrow = library.imported(table)
    seen = library.seen(arrow)
    same(name, "columns", {k: v for k, v in SEEN.items() if k in seen}, seen)
    same(name, "columns", set(SEEN) - {"payment"}, set(seen) - {"payment"})
    same(name, "columns that are no field", 1, library.c.kogge_arrow_passed(arrow))
    same(name, "decisions", DECIDED, library.exported(library.decided(book, arrow)))
    library.c.kogge_arrow_free(arrow)
    nothing_left(library, name)
    leaked = pyarrow.total_allocated_bytes() - before  # below 0: memory of an earlier table has gone meanwhile
    same(name, "memory is kept", False, leaked > 0)


def check_refusal(library, name, table):
    """The import stops inside the stream, and gives back what it has."""
    try:
        library.imported(table)
    except ValueError as error:
        same(name, "refusal", REFUSED, str(error))
    else:
        sys.exit(f"{name}: a channel that is none is imported")
    nothing_left(library, name)


def check_consumers(library, book, producer, table):
    expected = {"note": ORDERS["note"].to_pylist()} | DECIDED
    for name, read in consumers():
        arrow = library.imported(table)
        stream = library.streamed(library.decided(book, arrow), arrow)
        same(f"{name} of {producer}", "decisions", expected, read(stream))
        stream.close()
        nothing_left(library, f"{name} of {producer}")
    for name, read, least in leavers():
        arrow = library.imported(table)
        stream = library.streamed(library.decided(book, arrow), arrow)
        found = read(stream)
        same(
            f"{name} of {producer}", "part of the decisions", DECIDED["charged_minor"][: max(least, len(found))], found
        )
        stream.close()
        nothing_left(library, f"{name} of {producer}")


def check_in_place(library):
    arrow = library.imported(ORDERS)
    ids = library.tables(arrow)[0].columns[0].data
    same(
        "pyarrow",
        "ids in place",
        ORDERS["id"].chunk(0).buffers()[1].address,
        int(library.ffi.cast("uintptr_t", ids)),
    )
    library.c.kogge_arrow_free(arrow)
    nothing_left(library, "pyarrow")


def main(path):
    library = Library(path)
    book = library.book()
    for name, table in producers():
        check_producer(library, book, name, table)
    for name, table in spoilt_producers():
        check_refusal(library, name, table)
    for name, table in (("pyarrow", CHUNKS), ("polars", POLARS_CHUNKS)):
        check_consumers(library, book, name, table)
    check_in_place(library)
    library.c.kogge_rulebook_unref(book)
    print(f"the same from all producers to all consumers; {library.counts.total} blocks and parts were given back")


if __name__ == "__main__":
    main(sys.argv[1])
