#!/usr/bin/env python3
"""Makes the calls of bindings from functions.toml and the public headers.

functions.py calls HEADERS FILE   writes the table of lib/base/calls.h as C
functions.py check HEADERS        compares the list with the declarations
functions.py names HEADERS        every public function with its place in bindings, as JSON
"""

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TYPES = ("int32", "int64", "uint32", "uint64")
HANDLES = ("rulebook", "portfolio", "catalogue")
POINTED = {
    "in": "const kogge_{0} *",
    "out": "kogge_{0} *",
    "rows": "const kogge_rows *",
    "out_rows": "kogge_out_rows *",
    "table": "const kogge_table *",
    "out_columns": "const kogge_out_column *",
    "fees": "kogge_fees *",
    "findings": "kogge_findings *",
    "reasons": "kogge_reasons *",
    "error": "kogge_error *",
    "allocator": "const kogge_allocator *",
    "bytes": "const void *",
    "out_bytes": "void *",
    "out_text": "char *",
    "size": "size_t",
    "count": "size_t",
    "capacity": "size_t",
    "out_size": "size_t *",
    "memory": "void *",
    "row_status": "kogge_status *",
    "size_of": "size_t",
}
LENGTHS = {"rows": "LENGTH_AS_ROWS", "rows_and_one": "LENGTH_AS_OFFSETS"}
KIND = {"count": "SIZE"}  # where the name in C differs from the word


def fail(text):
    raise SystemExit(f"functions.toml: {text}")


# ---- the headers -----------------------------------------------------------------------------------------------


@dataclass
class Declaration:
    returns: str
    parameters: list  # (type, name)
    doc: str


def declarations(headers):
    """Every public function by its name without kogge_."""
    found = {}
    pattern = re.compile(r"(?:/\*\*((?:(?!\*/).)*)\*/\s*)?KOGGE_API\s+([^;]*?)kogge_(\w+)\(([^;]*)\);", re.S)
    for header in sorted(Path(headers).glob("*.h")):
        if header.name == "json.h":  # a library of its own
            continue
        for doc, returns, name, parameters in pattern.findall(header.read_text("utf-8")):
            found[name] = Declaration(squeeze(returns), [split_parameter(p) for p in split(parameters)], plain(doc))
    return found


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def split(parameters):
    text = squeeze(parameters)
    return [] if text == "void" else [part.strip() for part in text.split(",")]


def split_parameter(text):
    kind, name = re.fullmatch(r"(.*?)(\w+)", text).groups()
    return squeeze(kind).replace("* ", "*"), name


def plain(comment):
    """A Doxygen comment as text."""
    lines = [re.sub(r"^\s*\* ?", "", line) for line in comment.strip().splitlines()]
    text = "\n".join(lines).strip()
    text = re.sub(r"@param(?:\[[a-z,]+\])? (\S+)", r"\1:", text)
    text = re.sub(r"@return", "returns:", text)
    text = re.sub(r"@since", "since", text)
    return re.sub(r"#(KOGGE_\w+)", r"\1", text)


# ---- the list --------------------------------------------------------------------------------------------------


@dataclass
class Argument:
    name: str
    kind: str
    words: list
    optional: bool

    def number(self):
        """Type of a number or of an array's elements, else None."""
        bare = self.kind.removeprefix("out_").removesuffix("s")
        return bare if bare in TYPES else None

    def c_type(self):
        number = self.number()
        if number and not self.kind.endswith("s"):
            return f"{number}_t *" if self.kind.startswith("out_") else f"{number}_t"
        if number:
            return f"{number}_t *" if self.kind.startswith("out_") else f"const {number}_t *"
        if self.kind == "makes":
            return f"kogge_{self.words[0]} **"
        if self.kind in HANDLES:
            return f"kogge_{self.kind} *"
        if self.kind not in POINTED:
            fail(f"{self.name}: no such kind as {self.kind}")
        return POINTED[self.kind].format(*self.words)


def argument(text):
    name, _, rest = text.partition(": ")
    words = rest.split()
    optional = rest.endswith("?") or words[0].endswith("?")
    words = [word.rstrip("?") for word in words]
    return Argument(name, words[0], words[1:], optional)


def load(headers):
    functions = tomllib.loads((HERE / "functions.toml").read_text("utf-8"))
    for entry in functions.values():
        for key in ("args", "members"):
            entry[key] = [argument(text) for text in entry.get(key, [])]
    compare(functions, declarations(headers))
    return functions


def compare(functions, declared):
    for name in declared.keys() - functions.keys():
        fail(f"kogge_{name} is not in the list")
    for name in functions.keys() - declared.keys():
        fail(f"kogge_{name} is in the list, but in no header")
    for name, entry in functions.items():
        entry["doc"] = declared[name].doc
        entry["changes"] = {n for kind, n in declared[name].parameters if not kind.startswith("const ")}
        if "by_hand" in entry:
            continue
        listed = [(a.c_type().replace(" *", "*"), a.name) for a in entry["args"]]
        if "spec" in entry:
            listed.insert(0, (f"const kogge_{entry['spec']}*", "spec"))
        real = [(kind.replace(" *", "*"), n) for kind, n in declared[name].parameters]
        for a, b in zip(listed, real, strict=False):
            if a[1] != b[1] or a[0].removeprefix("const ") != b[0].removeprefix("const "):
                fail(f"kogge_{name}: listed is {a[0]} {a[1]}, declared {b[0]} {b[1]}")
        if len(listed) != len(real):
            fail(f"kogge_{name}: {len(listed)} arguments listed, {len(real)} declared")


# ---- the calls, as C ---------------------------------------------------------------------------------------------


def slot(place, arg):
    """The expression that passes a slot to the function."""
    number = arg.number()
    if number and not arg.kind.endswith("s") and not arg.kind.startswith("out_"):
        return f"({number}_t)s[{place}].number"
    if arg.kind in ("size", "count", "capacity"):
        return f"s[{place}].size"
    return f"s[{place}].in" if arg.c_type().startswith("const") else f"s[{place}].out"


def passed(entry):
    """The arguments that take a slot."""
    return [arg for arg in entry["members"] + entry["args"] if arg.kind != "size_of"]


def expression(entry, arg):
    if arg.kind == "size_of":
        return f"sizeof(kogge_{arg.words[0]})"
    return slot(passed(entry).index(arg), arg)


def fill_spec(entry):
    """Statements that put slots into the spec."""
    lines = [f"    kogge_{entry['spec']} spec = {{ .struct_size = sizeof spec }};"]
    for place, arg in enumerate(entry["members"]):
        if arg.kind == "rows":
            lines += [f"    if (s[{place}].in)", f"        spec.{arg.name} = *(const kogge_rows *)s[{place}].in;"]
        else:
            lines.append(f"    spec.{arg.name} = {slot(place, arg)};")
    return "\n".join(lines) + "\n"


def invoke(name, entry):
    arguments = [expression(entry, arg) for arg in entry["args"]]
    returns = entry.get("returns")
    before = "" if returns else "    (void)result;\n"
    before += "" if passed(entry) else "    (void)s;\n"
    if "spec" in entry:
        before += fill_spec(entry)
        arguments.insert(0, "&spec")
    call = f"kogge_{name}({', '.join(arguments)})"
    body = f"    return {call};"
    if returns == "text":
        body = f"    result->in = {call};\n    return KOGGE_OK;"
    elif returns:
        body = f"    result->number = (int64_t){call};\n    return KOGGE_OK;"
    head = f"static kogge_status call_{name}(const union call_slot *s, union call_slot *result)"
    return f"{head}\n{{\n{before}{body}\n}}\n"


def quoted(text):
    return json.dumps(text, ensure_ascii=True) if text else "NULL"


def row(arg):
    number = arg.number()
    kind, words = arg.kind, arg.words
    facts = {"name": quoted(arg.name)}
    if number:
        unit = words
        kind = ("out_" if kind.startswith("out_") else "") + ("array" if kind.endswith("s") else "number")
        facts["type"] = f"KOGGE_TYPE_{number.upper()}"
        facts["unit"] = f"KOGGE_UNIT_{unit_name(unit)}"
        if unit[0] in ("code", "mask"):
            facts["what"] = quoted(unit[1])
        facts |= length(words) | fallback(words)
    elif kind in HANDLES or kind == "makes":
        facts["what"] = quoted(words[0] if kind == "makes" else kind)
        kind = "makes" if kind == "makes" else "handle"
    elif kind == "memory":
        facts["memory"] = f"kogge_{words[0]}"
    elif words:
        records = ", ".join(f"KOGGE_RECORD_{word.upper()}" for word in words)
        facts["record"] = f"{{ {records} }}"
    facts["kind"] = "CALL_" + KIND.get(kind, kind.upper())
    facts["optional"] = str(arg.optional).lower()
    return "    { " + ", ".join(f".{key} = {value}" for key, value in facts.items()) + " },"


def fallback(words):
    return {"fallback": words[words.index("else") + 1]} if "else" in words else {}


def unit_name(words):
    return "HALF_DAYS" if words[:2] == ["half", "days"] else words[0].upper()


def length(words):
    if "by" not in words:
        return {}
    by = words[words.index("by") + 1 :]
    if by[0] in LENGTHS:
        return {"length": LENGTHS[by[0]]}
    return {"length": "LENGTH_BY_FIELD", "length_field": field_macro(by[0]), "length_default": by[1]}


def field_macro(name):
    fields = tomllib.loads((HERE / "fields.toml").read_text("utf-8"))
    found = [record for record, entry in fields.items() if any(f["name"] == name for f in entry["fields"])]
    if len(found) != 1:
        fail(f"field {name} is in {len(found)} records")
    return f"KOGGE_FIELD_{found[0].upper()}_{name.upper()}"


def releases(functions):
    """Handles, how each is given back, and whether two threads may use one at once: if no function changes it."""
    changed = set()
    for entry in functions.values():
        changed |= {arg.kind for arg in entry["args"] if arg.kind in HANDLES and arg.name in entry["changes"]}
    out = []
    for name, entry in functions.items():
        if "releases" in entry:
            handle = entry["releases"]
            out += [f"static void release_{handle}(void *handle)", "{", f"    kogge_{name}(handle);", "}", ""]
    out.append("const struct call_handle kogge__call_handles[] = {")
    for entry in functions.values():
        handle = entry.get("releases")
        if handle:
            alone = str(handle in changed).lower()
            out.append(f"    {{ {quoted(handle)}, release_{handle}, {alone} }},")
    count = "sizeof kogge__call_handles / sizeof kogge__call_handles[0]"
    return [*out, "};", f"const size_t kogge__call_handle_count = {count};", ""]


def write_calls(functions, path):
    bound = {name: entry for name, entry in functions.items() if "by_hand" not in entry}
    out = ["/* Generated by lib/base/functions.py: do not edit. */"]
    out += ["#ifndef KOGGE_EXPERIMENTAL", "#define KOGGE_EXPERIMENTAL", "#endif", '#include "base/calls.h"', ""]
    for name, entry in bound.items():
        out.append(invoke(name, entry))
        if passed(entry):
            out.append(f"static const struct call_argument arguments_{name}[] = {{")
            out += [row(arg) for arg in passed(entry)] + ["};", ""]
    out.append("const struct call kogge__calls[] = {")
    for name, entry in bound.items():
        facts = [quoted(name), quoted(entry.get("of")), quoted(entry.get("name", name)), quoted(entry["doc"])]
        count = len(passed(entry))
        facts += [f"arguments_{name}" if count else "NULL", str(count)]
        kind = entry.get("returns")
        returns = {"text": "TEXT", None: "STATUS"}.get(kind, "NUMBER")
        number = f"KOGGE_TYPE_{'UINT64' if kind == 'size' else kind.upper()}" if returns == "NUMBER" else "0"
        out.append("    { " + ", ".join([*facts, f"RETURNS_{returns}", f"call_{name}", number]) + " },")
    out += ["};", "const size_t kogge__call_count = sizeof kogge__calls / sizeof kogge__calls[0];", ""]
    out += releases(functions)
    Path(path).write_text("\n".join(out), "utf-8")


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "calls":
        write_calls(load(arguments[1]), arguments[2])
    elif len(arguments) == 2 and arguments[0] == "check":
        print(f"{len(load(arguments[1]))} functions, as declared")
    elif len(arguments) == 2 and arguments[0] == "names":
        functions = load(arguments[1])
        keys = ("of", "name", "makes", "by_hand")
        print(json.dumps({name: {k: entry[k] for k in keys if k in entry} for name, entry in functions.items()}))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
