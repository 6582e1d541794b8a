#!/usr/bin/env python3
"""Runs the golden vectors that a table can say through the tables of Python's libraries.

    run_tables.py FILE.jsonl ...

Vectors of one function, rulebook and day become one table. It is built in NumPy, pyarrow (in chunks), pandas, Polars and
DuckDB; what comes of it is read back by the same library, and must be what the vectors expect, row for row: values,
statuses, reasons, the first refused row. Which functions there are, and what they take, says the function list. A
library that is not installed is left out, and without any of them the test is skipped.
"""

import functools
import importlib.util
import json
import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import kogge
from run import FUNCTIONS, REASON, RECORDS, Runner, number, plain, record, same, title

DAY_ZERO = date(1970, 1, 1).toordinal()
THREADS = 3
ORDERS = "order_assess"  # what a vector with a case is


class NoTable(Exception):
    """A vector with a list that its function for tables does not take."""


def infos(name):
    return [info for info in RECORDS[title(name)].fields() if info.name != "known"]


# ---- vectors as rows -------------------------------------------------------------------------------------------


class Group:
    """Vectors that go into one table."""

    def __init__(self, function, book, given):
        arguments = FUNCTIONS[function]["args"]
        self.given, self.vectors, self.inputs, self.customers = given, [], [], []
        self.lists = {}  # those of all rows one after another, and where each row's begin, by their arguments
        self.tables = [arg for arg in arguments if arg.kind == "table"]
        self.result = next(arg.words[0] for arg in arguments if arg.kind == "out_columns")
        self.function = getattr(book or kogge, function)
        self.digits = kogge.currency_digits(book.policy().currency) if book else None

    def add(self, vector, inputs, lists=()):
        self.vectors.append(vector)
        self.inputs.append(inputs)
        for values, offsets, of_row in lists:
            self.lists.setdefault(values, []).extend(of_row)
            self.lists.setdefault(offsets, [0]).append(len(self.lists[values]))

    @functools.cached_property
    def columns(self):
        return columns_of(self.inputs, self.tables[0].words)

    @functools.cached_property
    def columns_of_customers(self):
        return columns_of(self.customers, self.tables[1].words)

    @functools.cached_property
    def values(self):
        """What is expected of each row, as numbers; None is unknown."""
        found = []
        for vector in self.vectors:
            wanted = expected_record(self.result, vector)
            known = record(self.result, wanted)
            found.append({n: None if v is None else plain(getattr(known, n)) for n, v in wanted.items()})
        return found

    @functools.cached_property
    def reasons(self):
        """The reasons that are expected of each row, or None: not compared."""
        lists = [vector["expect"].get("reasons") for vector in self.vectors]
        return [why and [tuple(number(value) for value in reason) for reason in why] for why in lists]


def expected_record(name, vector):
    """A function for one record may give its result as plain numbers."""
    expect = vector["expect"]
    if "out" in expect:
        return dict(zip((info.name for info in infos(name)), expect["out"], strict=True))
    return expect.get("assessment" if "case" in vector else "result") or {}


def fields_among(record_name, given):
    """What a function for one record takes as plain numbers, and the one for tables as a record."""
    return {info.name: given[info.name] for info in infos(record_name) if info.name in given}


def value_of(row, name):
    """A number; None is unknown."""
    value = getattr(row, name)
    return None if value is None else plain(value)


def columns_of(records, names):
    """Columns that say something, and one at least, as {name: (info, values)}; those of the second record by both names."""
    columns = {}
    for place, name in enumerate(names):
        for info in infos(name):
            values = [value_of(row[place], info.name) for row in records]
            if not columns or any(value is not None if info.unknown_able else value for value in values):
                columns[f"{name}.{info.name}" if place else info.name] = (info, values)
    return columns


# ---- the libraries ---------------------------------------------------------------------------------------------


class NumPy:
    needs = ("numpy",)

    def table(self, columns, rows, digits):
        import numpy

        made = {}
        for name, (info, values) in columns.items():
            full = None not in values
            made[name] = numpy.array(values, info.type.lower()) if full else values
        return made

    def read(self, result):
        import numpy

        for name in result.names:
            values, bits = numpy.asarray(result[name]).tolist(), result.valid(name)
            known = None if bits is None else numpy.unpackbits(numpy.asarray(bits), bitorder="little").tolist()
            yield name, [v if known is None or known[row] else None for row, v in enumerate(values)]


class PyArrow:
    needs = ("pyarrow",)

    def column(self, info, values, digits):
        """The type that a data scientist would have, where it can hold the values."""
        import pyarrow

        if info.unit == "MINOR" and digits is not None and digits > 0:
            whole = [None if value is None else Decimal(value).scaleb(-digits) for value in values]
            return pyarrow.array(whole, pyarrow.decimal128(38, digits))
        if info.unit == "DATE":
            return pyarrow.array(values, pyarrow.int32()).cast(pyarrow.date32())
        if info.unit == "CODE" and info.codes:
            words = {int(member): member.name for member in info.codes} | {None: None}
            if all(value in words for value in values):
                return pyarrow.array([words[value] for value in values])
        return pyarrow.array(values, info.type.lower())

    def arrow(self, columns, rows, digits):
        import pyarrow

        return pyarrow.table({name: self.column(info, values, digits) for name, (info, values) in columns.items()})

    def table(self, columns, rows, digits):
        import pyarrow

        whole = self.arrow(columns, rows, digits)
        return pyarrow.concat_tables([whole.slice(0, rows // 3), whole.slice(rows // 3, 0), whole.slice(rows // 3)])

    def read(self, result):
        yield from self.values(result.to_arrow())

    def values(self, made):
        """Days as numbers: those beyond the year 9999 are no date in Python."""
        import pyarrow

        for name, column in zip(made.column_names, made.columns, strict=True):
            yield name, (column.cast(pyarrow.int32()) if column.type == pyarrow.date32() else column).to_pylist()


class Pandas(PyArrow):
    needs = ("pandas", "numpy", "pyarrow")

    def table(self, columns, rows, digits):
        import pandas

        return self.arrow(columns, rows, digits).to_pandas(types_mapper=pandas.ArrowDtype)

    def read(self, result):
        made = result.to_pandas()
        for name in made.columns:
            column = made[name]
            days = column.astype("int64") // 86400 if column.dtype.kind == "M" else column
            yield name, [None if gone else v for v, gone in zip(days.tolist(), column.isna(), strict=True)]


class Polars(PyArrow):
    needs = ("polars", "pyarrow")

    def table(self, columns, rows, digits):
        import polars

        return polars.from_arrow(self.arrow(columns, rows, digits))

    def read(self, result):
        import polars

        made = result.to_polars()
        made = made.with_columns(polars.col(polars.Date).to_physical())
        yield from ((name, made[name].to_list()) for name in made.columns)


class DuckDb(PyArrow):
    needs = ("duckdb", "pyarrow")

    def table(self, columns, rows, digits):
        import duckdb

        return duckdb.from_arrow(self.arrow(columns, rows, digits))

    def read(self, result):
        import duckdb

        yield from self.values(duckdb.sql("from result").to_arrow_table())


LIBRARIES = [NumPy, PyArrow, Pandas, Polars, DuckDb]


# ---- what must come out ----------------------------------------------------------------------------------------


def as_number(info, value):
    """What a library gives for a value; a code that is none is a null where 0 has no name."""
    if value is None:
        return None if info.unknown_able else 0
    if isinstance(value, str):
        return int(info.codes[value]) if info.codes and value in info.codes.__members__ else int(value)
    return value.toordinal() - DAY_ZERO if isinstance(value, date) else value


def check_values(group, found, accepted):
    described = {info.name: info for info in infos(group.result)}
    for row in accepted:
        for name, expected in group.values[row].items():
            same(f"row {row}: {name}", as_number(described[name], found[name][row]), expected)


def check_reasons(group, result, accepted):
    if result.reasons is None:
        return
    why = result.reasons
    reasons = list(zip(*(why[name] for name in REASON), strict=True))
    for row in accepted:
        first = result.reason_end[row - 1] if row else 0
        if group.reasons[row] is not None:
            same("reasons", reasons[first : result.reason_end[row]], group.reasons[row])


def check(group, library, result, error):
    statuses = [vector["expect"].get("status", "OK") for vector in group.vectors]
    same("row_status", [status.name for status in result.row_status], statuses)
    refused = [row for row, status in enumerate(statuses) if status != "OK"]
    same("refused", (result.refused, result.accepted), (len(refused), len(statuses) - len(refused)))
    same("first_refused", result.first_refused, refused[0] if refused else -1)
    if error:
        same("the row of the error", error.row, refused[0])
        wanted = group.vectors[refused[0]]["expect"]
        same("the field of the error", error.field, wanted.get("field", error.field))
    accepted = [row for row, status in enumerate(statuses) if status == "OK"]
    check_values(group, dict(library.read(result)), accepted)
    check_reasons(group, result, accepted)


def decide(group, library):
    """One table through one library."""
    table = library.table(group.columns, len(group.vectors), group.digits)
    arguments, error = group.given | group.lists, None
    if group.customers:
        customers = library.table(group.columns_of_customers, len(group.customers), group.digits)
        arguments[group.tables[1].name] = customers
    try:
        result = group.function(table, **arguments, threads=THREADS)
    except kogge.SomeRowsError as some:
        result, error = some.result, some
    except kogge.Error as whole:
        for vector in group.vectors:  # what is wrong for all rows refuses the table
            same("status", whole.status.name, vector["expect"].get("status", "OK"))
        return
    check(group, library, result, error)


# ---- files -----------------------------------------------------------------------------------------------------


class Tables(Runner):
    """Books as the runner of single calls makes them; all else is collected."""

    def __init__(self):
        super().__init__()
        self.groups, self.lists = {}, 0

    def group(self, function, book, given, lists=()):
        key = (function, book, tuple(sorted(given.items())), lists)
        if key not in self.groups:
            self.groups[key] = Group(function, self.books[book] if book is not None else None, given)
        return self.groups[key]

    def order(self, vector):
        """An order, and the row of its customer."""
        function = f"{ORDERS}_columns"
        lists = list(self.lists_of(function, vector))
        group = self.group(function, vector["book"], {}, tuple(one[0] for one in lists))
        place = kogge.OrderRow()
        if vector.get("customer") is not None:
            place = kogge.OrderRow(customer_row=len(group.customers))
            group.customers.append((record("customer", vector["customer"]),))
        group.add(vector, (record("order", vector["order"]), place), lists)

    def lists_of(self, function, given):
        """The lists that a vector has, with the names of their arguments; what it has none of is left out."""
        values = None
        for arg in FUNCTIONS[function]["args"]:
            if "rows_and_one" in arg.words:
                of_row = self.argument(values, given)
                if of_row is not None:
                    yield values.name, arg.name, of_row
            elif arg.kind != "size":
                values = arg

    def decision(self, vector):
        function, given = f"{vector['do']}_columns", vector.get("in", {})
        args = FUNCTIONS[function]["args"]
        words = [word for arg in args if arg.kind == "table" for word in arg.words]
        numbers = [arg.name for arg in args if arg.number() and not arg.kind.startswith("out_") and arg.kind[-1] != "s"]
        lists = list(self.lists_of(function, given))
        alone = {
            name: value for name, value in given.items() if name not in [*words, *numbers, *(one[0] for one in lists)]
        }
        inputs = [record(name, given.get(name) or fields_among(name, alone)) for name in words]
        taken = [info.name for name in words if name not in given for info in infos(name)]
        if any(value for name, value in alone.items() if name not in taken):
            raise NoTable
        plain_ones = {name: given.get(name, 0) for name in numbers}
        which = tuple(one[0] for one in lists)
        self.group(function, vector.get("book"), plain_ones, which).add(vector, inputs, lists)

    def collect(self, vector):
        if "case" in vector:
            self.order(vector)
        elif f"{vector.get('do')}_columns" in FUNCTIONS:
            self.decision(vector)
        elif "book" in vector and "policy" in vector:
            self.run_book(vector)

    def collect_file(self, path):
        for text in path.read_text("utf-8").splitlines():
            function = re.match(r'\{"do":"(\w+)"', text)
            if function and f"{function[1]}_columns" not in FUNCTIONS:
                continue  # before it is read, for most lines are of such functions
            vector = json.loads(text)
            try:
                self.collect(vector)
            except NoTable:
                self.lists += 1


def main(*files):
    libraries = [cls for cls in LIBRARIES if all(importlib.util.find_spec(name) for name in cls.needs)]
    runner, wrong = Tables(), 0
    if not libraries:
        print("skipped: none of the libraries is installed; tests/run installs them")
        sys.exit(77)
    for file in files:
        runner.collect_file(Path(file))
    cases = sum(len(group.vectors) for group in runner.groups.values())
    for cls in libraries:
        for (function, book, *_), group in runner.groups.items():
            try:
                decide(group, cls())
            except Exception as error:  # one table more that is wrong
                wrong += 1
                print(f"{cls.__name__}: {function}, book {book}: {type(error).__name__}: {error}", file=sys.stderr)
    names = ", ".join(cls.__name__ for cls in libraries)
    print(f"{cases} cases in {len(runner.groups)} tables, each through {names}; {wrong} tables are wrong; "
          f"{runner.lists} more have lists that no table takes")  # fmt: skip
    sys.exit(1 if wrong or not cases else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
