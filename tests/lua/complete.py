#!/usr/bin/env python3
"""Everything of the library is there in Lua, and nothing is written twice: complete.py SOURCE INTERPRETER ANNOTATIONS

Every public function is a function or a method in Lua, or the list says why not; every field is known to Lua and to the
annotations; no field and no function of a family is named in the binding.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

# What Lua says of itself: its functions, methods and fields, one a line.
ASK = """
local kogge, safe = require "kogge", require "kogge.safe"
local book = kogge.rulebook_new { policy = { preset = 1, currency = "EUR" } }
local handles = { rulebook = book, portfolio = kogge.portfolio_new { options = {} } }
for name in pairs(kogge) do if safe[name] then print("function", name) end end
for name, handle in pairs(handles) do
  for method in pairs(debug.getmetatable(handle).__index) do print("method", name .. "." .. method) end
end
for _, record in ipairs(kogge.fields()) do
  for _, field in ipairs(kogge.fields(record)) do print("field", record .. "." .. field.name) end
end
for _, set in ipairs(kogge.codes()) do for name in pairs(kogge.codes(set)) do print("code", set .. "." .. name) end end
"""
# Names of fields that bindings use for something else: keys of errors and of what kogge.fields() gives.
WORDS = {"known", "code", "field", "rule", "row", "value", "id", "set"}


def ask(interpreter):
    said = subprocess.run([interpreter, "-"], input=ASK, capture_output=True, text=True, check=True).stdout
    found = {}
    for line in said.splitlines():
        kind, name = line.split("\t")
        found.setdefault(kind, set()).add(name)
    return found


def missing_functions(source, found):
    command = [sys.executable, "-B", source / "lib/base/functions.py", "names", source / "include/kogge"]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for name, entry in listed.items():
        if "by_hand" in entry:
            continue
        place = f"{entry['of']}.{entry.get('name', name)}" if "of" in entry else entry.get("name", name)
        if place not in found["method" if "of" in entry else "function"]:
            yield f"kogge_{name} is not {place} in Lua, and lib/base/functions.toml does not say why"


def missing_fields(tables, found, annotations):
    sets, records = tables.load()
    text = annotations.read_text("utf-8")
    for record in records.values():
        camel = "".join(part.capitalize() for part in record.name.split("_"))
        block = re.search(rf"^---@class kogge\.{camel}\n((?:---@field .*\n)*)", text, re.M)
        annotated = re.findall(r"^---@field (\w+)\?", block[1] if block else "", re.M)
        for field in record.all:
            if field.n == 2 and field.name == "known":
                continue
            if f"{record.name}.{field.name}" not in found["field"]:
                yield f"{record.name}.{field.name} is not there in Lua"
            if field.name not in annotated:
                yield f"{record.name}.{field.name} is not in the annotations"
    for codes in sets.values():
        for name in codes.values:
            if f"{codes.name}.{name}" not in found["code"]:
                yield f"code {codes.name}.{name} is not there in Lua"


def named_twice(source, tables, functions):
    """Names of fields and of functions of families that stand in the binding; those of one word only as strings."""
    sets, records = tables.load()
    base = re.findall(r"\bkogge_(\w+)\(", (source / "include/kogge/base.h").read_text("utf-8"))
    names = {field.name for record in records.values() for field in record.all}
    names |= functions.load(source / "include" / "kogge").keys()
    names -= WORDS | sets.keys() | set(base)
    for path in sorted((source / "bindings" / "lua").iterdir()):
        text = path.read_text("utf-8")
        words = {word for word in re.findall(r"\w+", text) if "_" in word}
        words |= set(re.findall(r"[\"'](\w+)[\"']", text)) if path.suffix in (".c", ".h") else set()
        words |= {word.removeprefix("kogge_") for word in words} - {"value"}
        for name in sorted(names & words):
            yield f"{path.name}: {name} is a name of the field table or of the function list"


def lines_of_code(source):
    """Lines that are neither empty nor comment."""
    total = 0
    for path in (source / "bindings" / "lua").glob("*.[ch]"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        total += sum(1 for line in text.splitlines() if line.strip())
    return total


def main(source, interpreter, annotations):
    sys.path.insert(0, str(source / "lib" / "base"))
    sys.dont_write_bytecode = True
    import functions
    import tables

    found = ask(interpreter)
    wrong = [
        *missing_functions(source, found),
        *missing_fields(tables, found, annotations),
        *named_twice(source, tables, functions),
    ]
    if wrong:
        sys.exit("\n".join(wrong))
    counts = ", ".join(f"{len(names)} {kind}s" for kind, names in found.items())
    print(f"{counts}; {lines_of_code(source)} lines of C in the binding")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
