#!/usr/bin/env python3
"""Writes the type stubs of the Python module from the field table, the code sets, the function list and the headers.

    stubs.py SOURCE FILE

What the module builds from these at import, this script writes down for type checkers and editors: the rules for names
are the same (bind.c, types.c, kogge/__init__.py), and stubtest compares the two.
"""

import keyword
import sys
import textwrap
from pathlib import Path

HEAD = '''"""Type stubs of kogge, made from the field table and the function list: do not edit."""

import array
import datetime
import decimal
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, NamedTuple, Protocol, Self, TypeVar, final, overload

from typing_extensions import Buffer

_T = TypeVar("_T")
_Int = int
_Bool = bool
_Codes = type[Any] | None
_Day = datetime.date
_Amount = decimal.Decimal
_Money = int | decimal.Decimal | str
_Date = datetime.date | int | str
_Lang = str | int | None
_Item = int | str | decimal.Decimal | datetime.date | None
_Column = Buffer | Sequence[Any] | Iterable[Any] | _Item
_Extra = Literal["refuse", "ignore", "pass"]

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

class Code(enum.IntEnum):  # type: ignore[misc]
    """What all codes are: numbers with a name, and a text in each language."""
    def text(self, lang: _Lang = None) -> str | None: ...

class FieldInfo(NamedTuple):
    """What the field table says of one field."""
    name: str
    id: int
    unit: str
    type: str
    codes: _Codes
    unknown_able: bool
    required: bool
    lowest: int
    highest: int
    since: int
    text: str

class Error(Exception):
    """The library has refused something: with the status, and the field, rule and row that it names."""
    reason: str
    field: str | None
    rule: int | None
    row: int | None
    offset: int | None
    def __init__(
        self,
        reason: str = "",
        *,
        field: str | None = None,
        rule: int | None = None,
        row: int | None = None,
        offset: int | None = None,
        **more: Any,
    ) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

class Difference(NamedTuple):
    """How a replay differs from what was stored; equal if it does not."""
    what: int
    rule: int
    field: str | None
    stored: int
    replayed: int
    text: str
    @property
    def equal(self) -> bool: ...

@final
class Rows(Generic[_T]):
    """Rows of one record, made once and passed as often as wanted; immutable."""
    def __new__(cls, record: type[_T], items: Iterable[_T | dict[str, Any]], /) -> Rows[_T]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: int, /) -> _T: ...
    @overload
    def __getitem__(self, key: slice, /) -> Rows[_T]: ...
    def __iter__(self) -> Iterator[_T]: ...
    @classmethod
    def __class_getitem__(cls, item: Any, /) -> Any: ...
    def explain(self, lang: _Lang = None, book: Rulebook | None = None) -> list[str]: ...

class Table(Generic[_T]):
    """What a function that decides row by row gives: a column a field, row for row those of the table."""
    summary: BatchSummary
    why: Rows[Reason] | None
    reason_end: array.array[_Int] | None
    def __init__(
        self,
        *,
        out: Any,
        summary: BatchSummary,
        row_status: Any,
        index: Any = None,
        book: Rulebook | None = None,
        why: Rows[Reason] | None = None,
        reason_end: array.array[_Int] | None = None,
        named: _Bool = True,
    ) -> None: ...
    @property
    def out(self) -> Rows[_T]: ...
    @property
    def row_status(self) -> list[Status]: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def kept(self) -> list[str]: ...
    @property
    def reasons(self) -> Reasons | None: ...
SUMMARY    def __len__(self) -> int: ...
    def __getitem__(self, name: str) -> memoryview[_Int]: ...
    def __iter__(self) -> Iterator[str]: ...
    def valid(self, name: str) -> memoryview[_Int] | None: ...
    def explain(self, lang: _Lang = None, book: Rulebook | None = None) -> list[str]: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def to_arrow(self) -> Any: ...
    def to_polars(self) -> Any: ...
    def to_pandas(self) -> Any: ...
    def __eq__(self, other: object) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @classmethod
    def __class_getitem__(cls, item: Any, /) -> Any: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

class Reasons:
    """The reasons of a table, one a row: its row, code, outcome, rule, field, and what was compared."""
    def __init__(self, table: Table[Any], texts: list[str] | None = None) -> None: ...
    def __len__(self) -> int: ...
    @property
    def row(self) -> array.array[_Int]: ...
    def __getitem__(self, name: str) -> memoryview[_Int]: ...
    def explain(self, lang: _Lang = None, book: Rulebook | None = None) -> Reasons: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def to_arrow(self) -> Any: ...
    def to_polars(self) -> Any: ...
    def to_pandas(self) -> Any: ...

@final
class PolicyFile:
    """A policy file: terms of one or more currencies, as people write them."""
    @classmethod
    def from_json(cls, text: str | bytes, /) -> Self: ...
    @classmethod
    def from_preset(cls, preset: Preset | str | int, /, *currencies: Currency | str | int) -> Self: ...
    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_toml(cls, text: str) -> Self: ...
    def rulebook(self, currency: Currency | str | int | None = None) -> Rulebook: ...
    def to_json(self, *, complete: bool = False) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def currencies(self) -> list[Currency]: ...

@final
class Decision:
    """A decision that was stored: inputs, result, fees and reasons."""
    @classmethod
    def from_json(cls, text: str | bytes, /) -> Self: ...
    def replay(self, book: Rulebook, /) -> Difference: ...
    @property
    def customer(self) -> Customer | None: ...
    @property
    def order(self) -> Order: ...
    @property
    def lines(self) -> Rows[OrderLine] | None: ...
    @property
    def result(self) -> Assessment: ...
    @property
    def fees(self) -> Rows[Fee] | None: ...
    @property
    def why(self) -> Rows[Reason] | None: ...
    @property
    def rulebook_fingerprint(self) -> int: ...
    @property
    def money(self) -> Currency: ...
'''

# What is written by hand in kogge/__init__.py, of a handle.
BY_HAND = {
    "rulebook": """    @classmethod
    def from_json(cls, source: str | bytes, currency: Currency | str | int | None = None) -> Rulebook: ...
    @classmethod
    def from_dict(cls, source: Mapping[str, Any], currency: Currency | str | int | None = None) -> Rulebook: ...
    @classmethod
    def from_toml(cls, source: str, currency: Currency | str | int | None = None) -> Rulebook: ...
    def decision_json(
        self,
        customer: Customer | dict[str, Any] | None,
        order: Order | dict[str, Any],
        lines: Rows[OrderLine] | Iterable[OrderLine | dict[str, Any]] | None,
        result: Assessment,
    ) -> str: ...
"""
}

PASSED = {"in", "rows", "table", "bytes", "reasons"}
OUT = {"makes", "out", "out_rows", "out_columns", "fees", "findings", "reasons", "out_bytes", "out_text"}
CLOSED = {"fees": "fee", "findings": "finding", "reasons": "reason"}


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


def doc(text, indent="    "):
    text = text.replace("\\", "\\\\").strip()
    lines = [line for part in text.splitlines() for line in (textwrap.wrap(part, 112) or [""])]
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    return "\n".join(f"{indent}{line}".rstrip() for line in ['"""' + lines[0], *lines[1:], '"""']) + "\n"


class Stubs:
    def __init__(self, sets, records, functions):
        self.sets, self.records, self.functions = sets, records, functions
        for field in (field for record in records.values() for field in record.all):
            if field.set and not field.set.values:  # codes without names are numbers
                field.unit, field.set = "count", None
        self.handles = [entry["releases"] for entry in functions.values() if "releases" in entry]
        self.extras, self.bundles = {name: {} for name in records}, {}
        self.find_results()
        taken = {camel(name) for name in [*records, *self.bundles]}
        self.titles = {name: camel(name) + ("Code" if camel(name) in taken else "") for name in sets}

    # ---- what functions give -----------------------------------------------------------------------------------

    def bound(self):
        return ((name, entry) for name, entry in self.functions.items() if "by_hand" not in entry)

    def outs(self, entry):
        number = [arg for arg in entry["args"] if arg.number() and arg.kind.startswith("out_")]
        return [arg for arg in entry["args"] if arg.kind in OUT or arg in number]

    def is_batch(self, entry):
        """Does it decide row by row? Then it sums up what became of the rows."""
        return any(arg.kind == "out" and arg.words[0] == "batch_summary" for arg in entry["args"])

    def find_results(self):
        """What comes with each record, and the bundles of functions that give none."""
        for name, entry in self.bound():
            outs = self.outs(entry)
            if self.is_batch(entry):
                columns = next(arg for arg in entry["args"] if arg.kind == "out_columns")
                entry["result"] = f"Table[{camel(columns.words[0])}]"
                continue
            record = next((arg for arg in outs if arg.kind == "out"), None)
            if not record and len(outs) < 2 and all(arg.kind != "reasons" for arg in outs):
                continue
            if record:
                entry["result"] = camel(record.words[0])
                extras, fields = self.extras[record.words[0]], self.records[record.words[0]].all
            else:
                entry["result"], extras, fields = camel(name) + "Result", {}, []
                self.bundles[name + "_result"] = extras
            taken = {field.name for field in fields}
            for arg in outs:
                if arg is not record:
                    extras[arg.name + ("_rows" if arg.name in taken else "")] = arg

    def given(self, arg):
        """The type of what a function gives."""
        number = arg.number()
        if number and arg.kind.endswith("s"):
            return "array.array[_Int]"
        if number:
            return self.read_type(arg.words[0], self.sets.get(arg.words[1]) if len(arg.words) > 1 else None, False)
        if arg.kind in CLOSED:
            return f"Rows[{camel(CLOSED[arg.kind])}]"
        if arg.kind in ("out_rows", "out_columns"):
            return f"Rows[{camel(arg.words[0])}]"
        return {"out_bytes": "bytes", "out_text": "str"}.get(arg.kind) or camel(arg.words[0])

    def answer(self, entry):
        if "returns" in entry:
            return "str | None" if entry["returns"] == "text" else "_Int"
        if "result" in entry:
            return entry["result"]
        outs = self.outs(entry)
        return self.given(outs[0]) if outs else "None"

    # ---- types of values ---------------------------------------------------------------------------------------

    def read_type(self, unit, code_set, unknown, result=True):
        """result: the library has written it, so that a code that must be there is."""
        none = " | None" if unknown else ""
        if unit == "code" and code_set:
            unnamed = {code["code"] for code in code_set.codes if "name" not in code}
            number = " | _Int" if code_set.host or code_set.open or unnamed - {0} else ""
            empty = 0 in unnamed or not (result or 0 in code_set.values.values())
            return f"{self.titles[code_set.name]}{number}{none or (' | None' if empty else '')}"
        if unit == "mask":
            return f"{self.mask(code_set)}{none}" if code_set else f"_Int{none}"
        if unit == "date":
            return "_Day | _Int | None"
        if unit == "field":
            return "str | _Int | None"
        return ("_Bool" if unit == "switch" else "_Int") + none

    def write_type(self, unit, code_set, unknown):
        none = " | None" if unknown or unit in ("code", "date", "field") else ""
        title = self.titles[code_set.name] if code_set else ""
        if unit == "minor":
            return f"_Money{none}"
        if unit == "date":
            return "_Date | None"
        if unit == "code" and code_set:
            return f"{title} | str | _Int{none}"
        if unit == "mask" and code_set:
            one = "" if code_set.bits == "value" else f"{title} | "
            return f"{self.mask(code_set)} | {one}str | _Int | Iterable[{self.mask(code_set)} | {one}str | _Int]{none}"
        return ("str | _Int" if unit == "field" else "_Int") + none

    def mask(self, code_set):
        return self.titles[code_set.name] + ("" if code_set.bits == "value" else "Mask")

    # ---- parameters --------------------------------------------------------------------------------------------

    def parameter_type(self, arg):
        none = " | None" if arg.optional else ""
        number = arg.number()
        if number and arg.kind.endswith("s"):
            return f"Buffer | Iterable[_Item]{none}"
        if number:
            code_set = self.sets.get(arg.words[1]) if len(arg.words) > 1 else None
            return self.write_type(arg.words[0], code_set, arg.optional)
        if arg.kind in self.handles:
            return f"{camel(arg.kind)}{none}"
        if arg.kind == "in":
            return f"{camel(arg.words[0])} | dict[str, Any]{none}"
        if arg.kind == "rows":
            record = camel(arg.words[0])
            return f"Rows[{record}] | Iterable[{record} | dict[str, Any]]{none}"
        if arg.kind == "table":
            rows = [f"Rows[{camel(w)}] | Sequence[{camel(w)} | dict[str, Any]]" for w in arg.words]
            pair = [f"tuple[{', '.join(rows)}]"] if len(rows) > 1 else []
            return " | ".join([*rows, *pair, "Mapping[str, _Column]", "_ArrowStream", "_ArrowArray"]) + none
        return "Buffer"

    def parameters(self, entry):
        """As bind.c orders them: by place, then by keyword only."""
        places, keywords = [], []
        own = entry.get("of")
        for arg in entry["members"] + entry["args"]:
            number = arg.number() and not arg.kind.startswith("out_")
            if arg.kind not in PASSED and arg.kind not in self.handles and not number:
                continue
            if arg.kind == own and arg.kind in self.handles:
                own = None
            elif arg.kind == "reasons" or (arg.kind in self.handles and arg.optional):
                keywords.append(arg)
            else:
                places.append(arg)
        out, required = [], False
        for arg in reversed(places):
            required = required or not arg.optional
            name = arg.name + ("_" if keyword.iskeyword(arg.name) else "")
            out.insert(0, f"{name}: {self.parameter_type(arg)}" + ("" if required else " = None"))
        options = self.options(entry)
        if keywords or options:
            out.append("*")
        for arg in keywords:
            if arg.kind == "catalogue":
                out.append("lang: _Lang = None")
            elif arg.kind == "reasons":
                out.append(f'{arg.name}: Level | str | _Int | None = "all"')
            else:
                out.append(f"{arg.name}: {self.parameter_type(arg)} = None")
        return out + options

    def options(self, entry):
        """What a function with tables takes besides."""
        options = ['extra: _Extra = "refuse"'] if any(arg.kind == "table" for arg in entry["args"]) else []
        if self.is_batch(entry):
            options += ["keys: str | Iterable[str] | None = None", "fields: str | Iterable[str] | None = None"]
            options += ["names: _Bool = True", "threads: _Int = 1", 'errors: Literal["raise", "keep"] = "raise"']
        return options

    def function(self, name, entry, first=None, indent="", answer=None):
        parameters = ", ".join(([first] if first else []) + self.parameters(entry))
        head = f"{indent}def {name}({parameters}) -> {answer or self.answer(entry)}:\n"
        return head + doc(entry["doc"], indent + "    ") + f"{indent}    ...\n"

    # ---- the parts of the file ---------------------------------------------------------------------------------

    def codes(self):
        for s in self.sets.values():
            named = [code for code in s.codes if "name" in code]
            if not named:
                continue
            title, is_flags = self.titles[s.name], s.bits == "value"
            yield f"class {title}({'enum.IntFlag' if is_flags else 'Code'}):\n" + doc(s.doc)
            yield "".join(f"    {code['name']} = {code['code']}\n" for code in named) + "\n"
            masked = any(f.unit == "mask" and f.set is s for r in self.records.values() for f in r.all)
            if masked and not is_flags:
                bits = [(code["name"], 1 << code["code"]) for code in named if code["code"] >= 0]
                yield f"class {title}Mask(enum.IntFlag):\n" + doc(f"Several of {title} together.")
                yield "".join(f"    {name} = {bit}\n" for name, bit in bits) + "\n"
            if s.name == "status":
                yield from self.errors(s)

    def errors(self, status):
        for code in status.codes:
            if code["code"]:
                text = code.get("doc") or code["en"]
                yield f"class {camel(code['name'])}Error(Error):\n" + doc(f"{text[0].upper()}{text[1:].rstrip('.')}.")
                yield "    status: ClassVar[Status]\n"
                yield "    result: Any\n    row_status: list[Status]\n\n" if code["name"] == "SOME_ROWS" else "\n"

    def attribute(self, field, result):
        unknown = field.known >= 0
        facts = [field.unit + (f" {field.set.name}" if field.set else "")]
        facts += [field.range] if field.range else []
        facts += ["required"] if field.required else []
        facts += ["None = unknown"] if unknown else [f"0 = {field.default}"] if field.default else []
        text = f"{field.doc} [{'; '.join(facts)}]" + (f" Semantics {field.sem}." if field.sem else "")
        read = self.read_type(field.unit, field.set, unknown, result)
        yield f"    @property\n    def {field.name}(self) -> {read}:\n" + doc(text, "        ") + "        ...\n"
        if field.n != 2 or field.name != "known":
            written = self.write_type(field.unit, field.set, unknown)
            yield f"    @{field.name}.setter\n    def {field.name}(self, value: {written}, /) -> None: ...\n"

    def members(self, explains):
        yield "    def replace(self, **fields: Any) -> Self: ...\n"
        yield "    def to_dict(self) -> dict[str, Any]: ...\n"
        yield "    @classmethod\n    def fields(cls) -> list[FieldInfo]: ...\n"
        yield "    def decimal(self, name: str, /) -> _Amount | None: ...\n"
        text = "self, name: str, /, *, lang: _Lang = None, book: Rulebook | None = None"
        yield f"    def text({text}) -> str | None: ...\n"
        one = "str" if explains else "list[str]"
        yield f"    def explain(self, lang: _Lang = None, book: Rulebook | None = None) -> {one}: ...\n"
        yield "    def __copy__(self) -> Self: ...\n    def __deepcopy__(self, memo: Any, /) -> Self: ...\n"
        yield "    def __replace__(self, **fields: Any) -> Self: ...\n"
        yield "    __hash__: ClassVar[None]  # type: ignore[assignment]\n"

    def constructor(self, record):
        init = self.functions.get(record.name + "_init")
        first = self.parameters(init) if init else []
        taken = {text.partition(":")[0] for text in first}
        rest = [f for f in record.all if f.name not in taken and (f.name != "known" or f.n != 2)]
        fields = [f"{f.name}: {self.write_type(f.unit, f.set, f.known >= 0)} = ..." for f in rest]
        if not init and not any(f.name == "currency" for f in rest):
            fields.append("currency: Currency | str | _Int | None = ...")
        lines = ["cls", *first, "*", *fields]
        return "    def __new__(\n" + "".join(f"        {line},\n" for line in lines) + "    ) -> Self: ...\n"

    def explained(self):
        """Records that have a text of their own."""
        for _, entry in self.bound():
            if any(arg.kind == "out_text" for arg in entry["args"]):
                yield from (arg.words[0] for arg in entry["args"] if arg.kind == "in")

    def record_classes(self):
        explained = set(self.explained())
        for record in self.records.values():
            note = "" if record.kind != "row" else "\n\nIt lies in rows."
            yield f"@final\nclass {camel(record.name)}:\n" + doc(record.doc + note) + self.constructor(record)
            for field in record.all:
                yield from self.attribute(field, record.result or record.kind == "closed")
            yield from self.extra_attributes(self.extras[record.name], " | None")
            yield from self.members(record.name in explained)
            yield "\n"
        for name, extras in self.bundles.items():
            yield f"@final\nclass {camel(name)}:\n" + doc("What the function gives: its parts, in order.")
            yield from self.extra_attributes(extras, "")
            yield "    def __len__(self) -> int: ...\n    def __getitem__(self, key: int, /) -> Any: ...\n"
            yield "    def __iter__(self) -> Iterator[Any]: ...\n"
            yield from self.members(False)
            yield "\n"

    def extra_attributes(self, extras, none):
        for name, arg in extras.items():
            optional = " | None" if arg.kind == "reasons" else none
            yield f"    @property\n    def {name}(self) -> {self.given(arg)}{optional}: ...\n"

    def handle_classes(self):
        for handle in self.handles:
            makers = {n: e for n, e in self.bound() if e.get("makes") == handle}
            if not makers:
                continue
            new = makers.pop(f"{handle}_new")
            yield f"@final\nclass {camel(handle)}:\n" + doc(new["doc"])
            yield f"    def __new__(cls, {', '.join(self.parameters(new))}) -> Self: ...\n"
            for name, entry in makers.items():
                made = name.removeprefix(handle + "_")
                yield "    @classmethod\n" + self.function(made, entry, "cls", "    ", "Self")
            for name, entry in self.bound():
                if entry.get("of") == handle:
                    yield self.function(entry.get("name", name), entry, "self", "    ")
            yield BY_HAND.get(handle, "") + "\n"

    def summary(self):
        """The attributes that a table has from its summary."""
        lines = []
        for field in self.records["batch_summary"].all:
            read = self.read_type(field.unit, field.set, field.known >= 0)
            lines += ["    @property\n", f"    def {field.name}(self) -> {read}: ...\n"]
        return "".join(lines)

    def module_functions(self):
        for name, entry in self.bound():
            if "of" not in entry and "makes" not in entry:
                yield self.function(entry.get("name", name), entry) + "\n"

    def text(self):
        parts = [*self.codes(), *self.record_classes(), *self.handle_classes(), *self.module_functions()]
        return HEAD.replace("SUMMARY", self.summary()) + "\n" + "".join(parts)


def main(source, target):
    sys.path.insert(0, str(Path(source) / "lib" / "base"))
    import functions
    import tables

    sets, records = tables.load()
    stubs = Stubs(sets, records, functions.load(Path(source) / "include" / "kogge"))
    Path(target).write_text(stubs.text(), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
