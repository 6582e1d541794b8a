#!/usr/bin/env python3
"""Writes what the Lua language server knows of kogge, from the field table and the function list: annotations.py FILE"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "lib" / "base"))

import functions  # noqa: E402
import tables  # noqa: E402

PASSED = {"in", "rows", "table", "bytes", "reasons", *functions.HANDLES, *functions.TYPES}
GIVEN = {
    "makes",
    "out",
    "out_rows",
    "out_columns",
    "fees",
    "findings",
    "reasons",
    "out_bytes",
    "out_text",
    "row_status",
}
WRITERS = {"fees": "fee", "findings": "finding", "reasons": "reason"}
WHY = '"all"|"decisive"|boolean'
KEYWORDS = {"end", "next", "in", "for", "not", "repeat"}

BY_HAND = """
---The number of days since 1970-01-01.
---@param day string e.g. "2026-03-02"
---@return integer
function kogge.day(day) end

---The date of a number of days, e.g. "2026-03-02".
---@param day integer
---@return string
function kogge.date(day) end

---The text of a code, e.g. kogge.code_text("channel", "SHOP", "de").
---@param set string
---@param code string|integer
---@param lang? string
---@return string?
function kogge.code_text(set, code, lang) end

---The text of a value in the unit of a field.
---@param field string record and field with a point between
---@param value any
---@param lang? string
---@param book? kogge.Rulebook
---@return string
function kogge.value_text(field, value, lang, book) end

---What is known of a record's fields; without a record the names of all.
---@param record? string e.g. "order"
---@return table
function kogge.fields(record) end

---The codes of a set by name; without a set the names of all.
---@param set? string e.g. "channel"
---@return table
function kogge.codes(set) end

---The rulebook of a policy file's text. Not there if kogge was built without kogge-json.
---@param text string
---@param currency? string
---@return kogge.Rulebook
function kogge.rulebook_from_json(text, currency) end

---The rulebook of a policy file. Not there if kogge was built without kogge-json.
---@param path string
---@param currency? string
---@return kogge.Rulebook
function kogge.rulebook_from_file(path, currency) end

---@class kogge.Error
---@field message string
---@field code kogge.code.status
---@field field? string
---@field rule? integer
---@field row? integer from 1

return kogge
"""


def camel(name):
    return "kogge." + "".join(part.capitalize() for part in name.split("_"))


def first(doc):
    return " ".join(doc.split("\n\n")[0].split())


# ---- values ------------------------------------------------------------------------------------------------------


def value(unit, set_name, given):
    """The type of a value that the library gives, or takes."""
    if unit == "code":
        return f"kogge.code.{set_name}"
    if unit == "mask":
        names = f"kogge.code.{set_name}" if set_name else "integer"
        return f"{names}[]" if given else f"{names}[]|string|integer"
    if unit in ("date", "field"):
        return "string" if given else "string|integer"
    if unit == "switch":
        return "boolean"
    return "integer" if given else "integer|string"


def of_argument(arg, given):
    number = arg.number()
    if number:
        unit, set_name = arg.words[0], arg.words[1] if len(arg.words) > 1 else ""
        return value(unit, set_name, given) + ("[]" if arg.kind.endswith("s") else "")
    if arg.kind == "makes":
        return camel(arg.words[0])
    if arg.kind == "catalogue":
        return "string"
    if arg.kind in functions.HANDLES:
        return camel(arg.kind)
    if arg.kind == "reasons" and not given:
        return WHY
    if arg.kind in WRITERS:
        return camel(WRITERS[arg.kind]) + "[]"
    if arg.kind == "row_status":
        return "kogge.code.status[]"
    if arg.kind in ("in", "out"):
        return camel(arg.words[0])
    if arg.kind == "table":
        return f"({camel(arg.words[0])}|table)[]|table"
    return camel(arg.words[0]) + "[]" if arg.words else "string"


# ---- classes -----------------------------------------------------------------------------------------------------


def code_set(found):
    names = "".join(f'"{name}"|' for name in found.values)
    return [f"---@alias kogge.code.{found.name} {names}integer", ""]


def record(found):
    lines = [f"---{found.doc}", f"---@class {camel(found.name)}"]
    for f in found.all:
        if f.name == "known" and f.n == 2:
            continue
        given = value(f.unit, f.set.name if f.set else "", True)
        taken = "" if found.result else value(f.unit, f.set.name if f.set else "", False)
        kind = "|".join(dict.fromkeys([*taken.split("|"), *given.split("|")])) if taken else given
        lines.append(f"---@field {f.name}? {kind} {tables.describe_field(f)}")
    return [*lines, ""]


def outs(entry):
    return [a for a in entry["args"] if a.kind in GIVEN or (a.number() and a.kind.startswith("out_"))]


def inputs(entry, own):
    found = [
        a
        for a in entry["members"] + entry["args"]
        if a.kind in PASSED or (a.number() and not a.kind.startswith("out_"))
    ]
    found = [a for a in found if a is not own]
    return [a for a in found if not later(a)] + [a for a in found if later(a)]


def later(arg):
    return arg.optional or arg.kind == "reasons"


def name_in(arg):
    return "lang" if arg.kind == "catalogue" else arg.name


def result(name, entry, records, lines):
    """The type that a function returns; the class of several results goes to lines."""
    given = outs(entry)
    if entry.get("returns"):
        return "string" if entry["returns"] == "text" else "integer|string"
    if not given:
        return "boolean"
    if len(given) == 1:
        return of_argument(given[0], True)
    base = next((a for a in given if a.kind == "out"), None)
    parent = f": {camel(base.words[0])}" if base else ""
    lines.append(f"---@class {camel(name)}Result{parent}")
    fields = {f.name for f in records[base.words[0]].all} if base else set()
    for arg in given:
        if arg is not base:
            key = "reasons" if arg.kind == "reasons" else arg.name
            key += "_rows" if key in fields else ""
            lines.append(f"---@field {key} {of_argument(arg, True)}")
    lines.append("")
    return f"{camel(name)}Result"


def function(name, entry, own, place, records):
    taken = inputs(entry, own)
    lines = []
    returned = result(name, entry, records, lines)
    lines += [f"---@class {camel(name)}Arguments"]
    lines += [f"---@field {name_in(a)}{'?' if later(a) else ''} {of_argument(a, False)}" for a in taken]
    lines += ["", f"---{first(entry['doc'])}"]
    if not taken:
        return [*lines, f"---@return {returned}", f"function {place}() end", ""]
    names = [name_in(a) + ("_" if name_in(a) in KEYWORDS else "") for a in taken]
    lines.append(f"---@overload fun({'self, ' if own else ''}arguments: {camel(name)}Arguments): {returned}")
    lines += [
        f"---@param {n}{'?' if later(a) else ''} {of_argument(a, False)}" for n, a in zip(names, taken, strict=True)
    ]
    return [*lines, f"---@return {returned}", f"function {place}({', '.join(names)}) end", ""]


def handle(name, listed, records):
    lines = [f"---@class {camel(name)}", f"local {name} = {{}}", ""]
    for key, entry in listed.items():
        own = next((a for a in entry["args"] if a.kind == name), None)
        if "by_hand" not in entry and own and entry.get("of", name) == name:
            lines += function(key, entry, own, f"{name}:{entry.get('name', key)}", records)
    return lines


def main(path):
    sets, records = tables.load()
    listed = functions.load(ROOT / "include" / "kogge")
    lines = ["---@meta kogge", "-- Generated from the field table and the function list: do not edit.", ""]
    lines += ["---@class kogge", "local kogge = {}", ""]
    for found in sets.values():
        lines += code_set(found)
    for found in records.values():
        lines += record(found)
    for name in functions.HANDLES:
        if name != "catalogue":
            lines += handle(name, listed, records)
    for name, entry in listed.items():
        if "by_hand" not in entry and "of" not in entry:
            lines += function(name, entry, None, f"kogge.{name}", records)
    Path(path).write_text("\n".join(lines) + BY_HAND, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
