# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Tables: results in columns, and what Arrow, pandas, Polars and NumPy have to do with them.

None of these libraries is needed: each is imported by the method that is named after it.
"""

import array as _array
import datetime as _datetime
import importlib as _importlib
import itertools as _itertools
import sys as _sys
import types as _types
from collections.abc import Mapping as _Mapping

from . import _kogge

_DAY_ZERO = _datetime.date(1970, 1, 1).toordinal()


def _need(library, what):
    try:
        return _importlib.import_module(library)
    except ImportError as error:
        raise ImportError(f"{what} needs {library}, which is not installed: pip install {library}") from error


# ---- columns of Python as Arrow data ---------------------------------------------------------------------------


def _bits(flags):
    """A bitmap, the first flag lowest."""
    out = bytearray(len(flags) // 8 + 1)
    for row, flag in enumerate(flags):
        if flag:
            out[row // 8] |= 1 << row % 8
    return bytes(out)


def _of_numbers(view):
    """Format and bytes of a buffer of numbers, or None."""
    kind = view.format.lstrip("@=<") if view.ndim == 1 else ""
    if kind in ("f", "d"):
        return {"f": "f", "d": "g"}[kind], view.tobytes()
    if len(kind) != 1 or kind not in "bhilqBHILQ":
        return None
    return {1: "cC", 2: "sS", 4: "iI", 8: "lL"}[view.itemsize][kind.isupper()], view.tobytes()


def _of_texts(items):
    texts = [b"" if item is None else item.encode() for item in items]
    ends = _array.array("q", _itertools.accumulate(map(len, texts), initial=0))
    return "U", ends, b"".join(texts)


def _of_items(name, items):
    """Format and buffers of a list with None for null."""
    kind = next((type(item) for item in items if item is not None), int)
    if issubclass(kind, str):
        return _of_texts(items)
    if issubclass(kind, bool):
        return "b", _bits(items)
    if issubclass(kind, float):
        return "g", _array.array("d", [item or 0 for item in items])
    if issubclass(kind, _datetime.date) and not issubclass(kind, _datetime.datetime):
        return "tdD", _array.array("i", [item.toordinal() - _DAY_ZERO if item else 0 for item in items])
    try:
        return "l", _array.array("q", [int(item.__index__()) if item is not None else 0 for item in items])
    except AttributeError:
        text = f"{name}: a column of {kind.__name__} cannot be kept: ints, floats, texts and dates can, in Arrow all"
        raise TypeError(text) from None


def _of_times(name, values):
    """Times of NumPy, whose unit Arrow has, too."""
    unit = values.dtype.str.partition("[")[2].rstrip("]")
    if unit not in ("s", "ms", "us", "ns"):
        raise TypeError(f"{name}: times in {unit or 'no unit'} cannot be kept: convert them to seconds or less")
    missing = [value != value for value in values]  # NaT differs from itself
    valid = _bits([not one for one in missing]) if any(missing) else None
    return name, f"ts{unit[0]}:", sum(missing), (valid, values.astype("i8").tobytes())


def _packed(name, values, rows):
    """A column for _kogge._pack()."""
    if str(getattr(values, "dtype", "")).startswith("datetime64["):
        return _of_times(name, values)
    if isinstance(values, (str, int)) or values is None:
        values = [values] * rows
    try:
        found = _of_numbers(memoryview(values))
    except (TypeError, ValueError, NotImplementedError):
        found = None
    if found:
        return name, found[0], 0, (None, found[1])
    items = list(values)
    if len(items) != rows:
        raise ValueError(f"{name} has {len(items)} rows, the table {rows}")
    kind, *buffers = _of_items(name, items)
    nulls = sum(item is None for item in items)
    return name, kind, nulls, (_bits([item is not None for item in items]) if nulls else None, *buffers)


def _values(given, name):
    """A column of a mapping, or a field of records; of the first ones, where there are two."""
    rows = given[0] if isinstance(given, tuple) and hasattr(given[0], "__len__") else given
    try:
        if hasattr(given, "keys"):
            return given[name]
        return [row[name] if isinstance(row, _Mapping) else getattr(row, name) for row in rows]
    except (KeyError, AttributeError):
        raise TypeError(f"keys: the table has no column {name!r}") from None


def _pack(given, names, rows):
    """Columns that are kept beside a table, as an Arrow stream."""
    return _kogge._pack(rows, [_packed(name, _values(given, name), rows) for name in names])


# ---- DataFrames of pandas --------------------------------------------------------------------------------------


def _plain(series):
    """A column of pandas without pyarrow: a buffer, or a list with None."""
    if series.dtype.kind in "iuM" and hasattr(series.dtype, "str"):
        return series.to_numpy()
    return [None if missing else item for item, missing in zip(series.tolist(), series.isna(), strict=True)]


def _open_frame(given):
    """A DataFrame of pandas as what C reads, and itself, for its index and keys; anything else as it is."""
    pandas = _sys.modules.get("pandas")
    if pandas is None or not isinstance(given, pandas.DataFrame):
        return given, None
    frame = given.copy(deep=False)
    plain = frame.reset_index(drop=True)
    try:
        return plain.__arrow_c_stream__(), frame
    except ImportError:
        return {name: _plain(plain[name]) for name in plain.columns}, frame


def _mask(numpy, core, name):
    """True where a value is not known."""
    bits = core.valid(name)
    if bits is None:
        return numpy.zeros(len(core), bool)
    return numpy.unpackbits(numpy.asarray(bits), count=len(core), bitorder="little") == 0


def _categories(pandas, numpy, values, missing, codes):
    """Codes by name; all names of the set, so that columns of two frames have the same type."""
    named = sorted(codes, key=int)
    numbers = numpy.array([int(member) for member in named] or [0])
    others = sorted(set(numpy.unique(values[~missing]).tolist()) - {0, *numbers.tolist()})
    words = [member.name for member in named] + [str(other) for other in others]
    every = numpy.concatenate([numbers, numpy.array(others, numbers.dtype)])
    order = numpy.argsort(every, kind="stable")
    found = order[numpy.searchsorted(every, values, sorter=order).clip(0, len(every) - 1)]
    found[(every[found] != values) | missing] = -1
    return pandas.Categorical.from_codes(found, words)


def _series(pandas, numpy, core, info, named):
    """A column of a result as pandas has it."""
    values, missing = numpy.asarray(core.buffer(info.name)), _mask(numpy, core, info.name)
    if info.unit == "CODE" and info.codes and named:
        return _categories(pandas, numpy, values, missing, info.codes)
    if info.unit == "DATE":
        days = values.astype("datetime64[D]").astype("datetime64[s]")
        days[missing] = numpy.datetime64("NaT")
        return days
    return pandas.arrays.IntegerArray(values.copy(), missing) if info.unknown_able else values


def _kept_frame(pandas, table):
    """Keys and columns that were passed through."""
    names = table._core.kept()
    if table._frame is not None:
        return table._frame[names].reset_index(drop=True)
    if not names:
        return pandas.DataFrame(index=range(len(table)))
    return _need("pyarrow", "a key that did not come from pandas").table(table).select(names).to_pandas()


# ---- results ---------------------------------------------------------------------------------------------------


class Table:
    """What a function that decides row by row gives: a column a field, row for row those of the table.

    Key columns and those that were passed through stand before them. Every program that speaks the Arrow C stream
    interface takes it, without a copy. The attributes of the summary (how many rows were accepted and refused) are
    those of the table, too.
    """

    __class_getitem__ = classmethod(_types.GenericAlias)

    def __init__(self, *, out, summary, row_status, index=None, book=None, why=None, reason_end=None, named=True):
        self._core, self._frame, self._book, self._status, self._named = out, index, book, row_status, named
        self._out = self._row_status = None
        self.summary = summary
        self.why = why
        self.reason_end = reason_end

    @property
    def out(self):
        """The result as records."""
        if self._out is None:
            self._out = self._core.rows(self._book)
        return self._out

    @property
    def row_status(self):
        """The status of each row."""
        if self._row_status is None:
            members = {int(member): member for member in _status_class()}
            self._row_status = [members[number] for number in self._status]
        return self._row_status

    @property
    def names(self):
        """Names of the columns of the result."""
        return self._core.names()

    @property
    def kept(self):
        """Names of the columns that stand before them: keys, and what was passed through."""
        return self._core.kept()

    @property
    def reasons(self):
        """The reasons of all rows as a long table; None if none were asked for."""
        return None if self.why is None else Reasons(self)

    def __len__(self):
        return len(self._core)

    def __getitem__(self, name):
        """A column as a buffer: codes are numbers, dates days since 1970-01-01, amounts minor units."""
        return self._core.buffer(name)

    def __iter__(self):
        return iter(self.names)

    def valid(self, name):
        """The bitmap of a column, the lowest bit first: which rows are known; None = all."""
        return self._core.valid(name)

    def explain(self, lang=None, book=None):
        """The texts of all reasons, one after another."""
        return [] if self.why is None else self.why.explain(lang, self._book if book is None else book)

    def __arrow_c_stream__(self, requested_schema=None):
        """The Arrow C stream interface: the chunks of the table that was decided."""
        return self._core.stream()

    def to_arrow(self):
        """A pyarrow.Table on the same memory."""
        return _need("pyarrow", "to_arrow()").table(self)

    def to_polars(self):
        """A polars.DataFrame on the same memory."""
        return _need("polars", "to_polars()").DataFrame(self)

    def to_pandas(self):
        """A pandas.DataFrame; with the index and the key columns of the one that was decided, if it was one."""
        pandas, numpy = _need("pandas", "to_pandas()"), _need("numpy", "to_pandas()")
        made = _kept_frame(pandas, self)
        infos = {info.name: info for info in self._core.record().fields()}
        clash = set(made.columns) & set(self.names)
        if clash:
            raise ValueError(f"{sorted(clash)[0]} is passed through, and the result has it: rename it")
        for name in self.names:
            made[name] = _series(pandas, numpy, self._core, infos[name], self._named)
        if self._frame is not None:
            made.index = self._frame.index
        return made

    def __repr__(self):
        return f"<Table: {len(self)} rows of {self._core.record().__name__}, {self.summary!r}>"

    def __eq__(self, other):
        if not isinstance(other, Table):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _COMPARED)

    __hash__ = None

    def __reduce__(self):
        if self.kept:
            raise TypeError("a table with key columns cannot be pickled; what to_arrow() or to_pandas() gives can")
        return _restore, (self.out, self.names, self.summary, self._status, self.why, self.reason_end)


def _restore(out, names, summary, row_status, why, reason_end):
    core = _kogge._Columns(out, names, None)
    return Table(out=core, summary=summary, row_status=row_status, why=why, reason_end=reason_end)


_COMPARED = ("names", "out", "summary", "row_status", "why", "reason_end")


class Reasons:
    """The reasons of a table, one a row: its row, code, outcome, rule, field, and what was compared."""

    def __init__(self, table, texts=None):
        self._table, self._texts = table, texts
        self._rows = self._numbers = None

    def __len__(self):
        return len(self._table.why)

    @property
    def row(self):
        """The row of the table that each reason belongs to."""
        if self._rows is None:
            self._rows, before = _array.array("q"), 0
            for row, end in enumerate(self._table.reason_end):
                self._rows.extend([row] * (end - before))
                before = end
        return self._rows

    def __getitem__(self, name):
        """A column of the record as a buffer, as Table has it."""
        if self._numbers is None:
            self._numbers = self._core(None)
        return self._numbers.buffer(name)

    def explain(self, lang=None, book=None):
        """The same with a column of texts."""
        return Reasons(self._table, self._table.explain(lang, book))

    def _before(self):
        """Columns that are no numbers in the record: names and lists."""
        why, core = self._table.why, self._core(None)
        columns = {"row": self.row}
        for info in core.record().fields():
            if info.unit == "FIELD":
                numbers = core.buffer(info.name).tolist()
                texts = {number: getattr(why[numbers.index(number)], info.name) for number in set(numbers)}
                columns[info.name] = [texts[number] for number in numbers]
        return columns | ({"text": self._texts} if self._texts is not None else {})

    def _core(self, before):
        """The reasons in columns, behind others."""
        why = self._table.why
        names = [info.name for info in _reason_class().fields() if before is None or info.name not in before]
        stream = None if before is None else _pack(before, [*before], len(why))
        return _kogge._Columns(why, names, stream)

    def _order(self, keys):
        """Names of all columns: the row, the keys, the reason, the text."""
        names = [info.name for info in _reason_class().fields()]
        return ["row", *keys, *names, *(["text"] if self._texts is not None else [])]

    def __arrow_c_stream__(self, requested_schema=None):
        """The Arrow C stream interface, without the keys: join them by the row."""
        return self._core(self._before()).stream()

    def to_arrow(self):
        """A pyarrow.Table, with the keys."""
        pyarrow = _need("pyarrow", "to_arrow()")
        made, keys = pyarrow.table(self), self._table.kept
        kept = pyarrow.table(self._table).select(keys)
        for name in keys:
            made = made.append_column(name, kept[name].take(made["row"]))
        return made.select(self._order(keys))

    def to_polars(self):
        """A polars.DataFrame, with the keys."""
        polars = _need("polars", "to_polars()")
        made, keys = polars.DataFrame(self), self._table.kept
        if keys:
            made = made.hstack(polars.DataFrame(self._table).select(keys)[made["row"]])
        return made.select(self._order(keys))

    def to_pandas(self):
        """A pandas.DataFrame, with the keys; the index is that of the rows."""
        pandas, numpy = _need("pandas", "to_pandas()"), _need("numpy", "to_pandas()")
        kept = _kept_frame(pandas, self._table)
        rows = numpy.asarray(self.row)
        made, core, before = kept.take(rows).reset_index(drop=True), self._core(None), self._before()
        for info in core.record().fields():
            if info.name not in before:
                made[info.name] = _series(pandas, numpy, core, info, True)
        for name, values in before.items():
            made[name] = values
        made = made[self._order(list(kept.columns))]
        if self._table._frame is not None:
            made.index = self._table._frame.index.take(rows)
        return made

    def __repr__(self):
        return f"<Reasons: {len(self)} of {len(self._table)} rows>"


def _status_class():
    return _sys.modules[__package__].Status


def _reason_class():
    return _sys.modules[__package__].Reason


def _summary_property(name, text):
    return property(lambda self: getattr(self.summary, name), doc=text)


def _spread(run, parts):
    """Calls run(part) for each part, in a thread of its own."""
    futures = _importlib.import_module("concurrent.futures")  # most programs need no threads of ours
    with futures.ThreadPoolExecutor(parts) as pool:
        list(pool.map(run, range(parts)))


def _install(summary):
    """Gives the library what it needs, and tables what their summary says."""
    for info in summary.fields():
        if not hasattr(Table, info.name):
            setattr(Table, info.name, _summary_property(info.name, info.text))
    _kogge._use_tables(Table, _open_frame, _pack, _spread)
