"""What the public headers declare: records, functions and values, read through the C preprocessor."""

import ast
import operator
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
WIDTH = {"int32_t": 4, "uint32_t": 4, "int64_t": 8, "uint64_t": 8, "kogge_status": 4, "char": 1}


def released(name):
    """That file of every release, oldest first."""
    return sorted((ROOT / "tests" / "abi" / "released").glob(f"*/{name}"))


@dataclass
class Member:
    type: str
    name: str
    length: int = 0  # of an array, 0 = none
    offset: int = 0

    def size(self):
        return WIDTH[self.type] * max(self.length, 1)


@dataclass
class Record:
    name: str
    members: list
    size: int = 0

    def fixed(self):
        """No pointer and no size_t in it: the same layout on every target."""
        return all(member.type in WIDTH for member in self.members)

    def lay_out(self):
        for member in self.members:
            member.offset, self.size = self.size, self.size + member.size()


def preprocess(source, *options, cc=("cc",), experimental=True):
    asked = ["-DKOGGE_EXPERIMENTAL"] if experimental else []
    command = [*cc, "-E", "-I", str(INCLUDE), *asked, *options, "-x", "c", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


# The header that a program includes for each library.
LIBRARIES = {"kogge": "kogge/kogge.h", "kogge-json": "kogge/json.h"}
ALL = "".join(f"#include <{header}>\n" for header in LIBRARIES.values())


def cdef(cc=("cc",), source="#include <kogge/kogge.h>\n", experimental=True):
    """The declarations for FFI parsers."""
    return preprocess(source, "-P", "-DKOGGE_FFI_CDEF", cc=cc, experimental=experimental)


def member_of(text):
    function = re.fullmatch(r"(.+?)\(\s*\*\s*(\w+)\s*\)\s*\((.*)\)", text, re.S)
    if function:
        return Member("pointer to function", function[2])
    parts = re.fullmatch(r"(.*?[\s*])(\w+)(?:\[(\d+)\])?", text, re.S)
    return Member(" ".join(parts[1].split()), parts[2], int(parts[3] or 0))


def records(text=None):
    """Every struct with a body, in the order of declaration."""
    found = []
    for body, name in re.findall(r"typedef struct \w+ \{(.*?)\} (\w+);", text or cdef(source=ALL), re.S):
        record = Record(name, [member_of(part.strip()) for part in body.split(";") if part.strip()])
        if record.fixed():
            record.lay_out()
        found.append(record)
    return found


@cache
def closed_types():
    """Types that never change: all but the records that carry their size and the rows whose size travels."""
    sys.path.insert(0, str(ROOT / "lib" / "base"))
    import tables

    rows = {f"kogge_{record.name}" for record in tables.load()[1].values() if record.kind == "row"}
    sized = {record.name for record in records() if record.members[0].name == "struct_size"}
    sized -= {"kogge_error", "kogge_json_error", "kogge_difference"}
    return {record.name for record in records()} - rows - sized


def functions(text=None):
    """The names of every function declared."""
    outside = re.sub(r"\{.*?\}", "", text or cdef(), flags=re.S)
    return set(re.findall(r"\b(kogge_\w+)\s*\([^;]*\)\s*;", outside))


def declared_by(library, experimental=True):
    """The names of the functions of one library, with or without those that a program has to ask for."""

    def of(header):
        return functions(cdef(source=f"#include <{header}>\n", experimental=experimental))

    core = of(LIBRARIES["kogge"])
    return core if library == "kogge" else of(LIBRARIES[library]) - core


def marked_functions(library):
    """The names that the headers mark as exported by a library."""
    mark = library.upper().replace("-", "_") + "_API"
    text = "\n".join(path.read_text("utf-8") for path in sorted((INCLUDE / "kogge").glob("*.h")))
    return set(re.findall(rf"^{mark}\b[^;(]*?\b(kogge_\w+)\s*\(", text, re.M))


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.BitOr: operator.or_,
    ast.LShift: operator.lshift,
}


def evaluate(text):
    """The value of an integer constant expression."""

    def value(node):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        raise ValueError(f"not an integer constant: {text}")

    plain = re.sub(r"\b(0[xX][0-9a-fA-F]+|\d+)[uUlL]+\b", r"\1", text)
    return value(ast.parse(plain, mode="eval").body)


def values(cc=("cc",)):
    """Every object-like KOGGE_ macro that has an integer value: codes, known bits, field ids, limits."""
    macros = re.findall(r"^#define (KOGGE_\w+) (.+)$", preprocess(ALL, "-dM", cc=cc), re.M)
    names = sorted(name for name, text in macros if not text.startswith("__attribute__"))
    source = ALL + "".join(f'\n@"{name}" = {name};' for name in names)
    expanded = preprocess(source, "-P", cc=cc)
    return {name: evaluate(" ".join(text.split())) for name, text in re.findall(r'@"(\w+)" = (.*?);', expanded, re.S)}
