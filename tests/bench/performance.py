#!/usr/bin/env python3
"""Measures again what the page "Performance" says, and writes its tables: performance.py BUILD PAGE [PART...]

BUILD is a folder of a release build with the Python module; the Python that runs this needs cffi, numpy, polars, duckdb,
pyarrow, scipy, pandas and zen-engine, in the versions that the page names. Parts: orders, evidence, python, single, abc. Without
one: all of them, each in less than six minutes. In the page, a part stands between "<!-- PART -->" and "<!-- /PART -->"."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent
ORDERS, ROUNDS, FEW = "28000000", "3", "20000"
LUAS = ("lua5.4", "lua5.3", "lua5.2", "lua5.1", "luajit")


@functools.cache
def said(*command, **environment):
    """What a program says; several lines of a table may come from one run."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | measure.ONE_CORE | environment
    )
    return done.stdout.strip()


def script(name, *arguments, **environment):
    return said(sys.executable, HERE / name, *arguments, **environment)


# ---- parts -----------------------------------------------------------------------------------------------------------


def orders(build):
    return as_page(script("peers_orders.py", build / "lib" / "libkogge.so", ORDERS, ROUNDS))


def evidence(build):
    return as_page(script("peers_evidence.py", build / "lib" / "libkogge.so"))


def python(build):
    return as_page(script("peers_single.py", PYTHONPATH=str(build / "bindings" / "python")))


def abc(build):
    return as_text(script("peers_abc.py", build / "tests" / "bench" / "bench_portfolio"))


def single(build):
    """What each of the small benchmarks calls one order, in microseconds."""
    bench = build / "tests" / "bench"
    lines = [
        (
            "C",
            "kogge_order_assess, eight rules, always the same order",
            from_c(bench / "bench_columns", "one order", FEW),
        ),
        ("C", "eight rules, another order each time", from_c(bench / "bench_order", "assess, 8 rules, no reasons")),
        ("C", "the same, all reasons", from_c(bench / "bench_order", "assess, 8 rules, all reasons")),
    ]
    module = script("bench_python.py", PYTHONPATH=str(build / "bindings" / "python"))
    for level, what in {"None": "one rule, records built before", "all": "the same, all reasons"}.items():
        lines.append(("Python", what, float(re.search(rf"why={level}\s+(\S+) ns", module)[1]) / 1e3))
    for lua in LUAS:
        path = str(build / "bindings" / "lua" / f"?-{lua}.so")
        name = f"Lua {lua[3:]}" if lua != "luajit" else "LuaJIT, C module"
        lines.append((name, FROM_TABLES, from_lua([lua, HERE / "bench_lua.lua"], LUA_CPATH=path)))
    ffi = ["luajit", HERE / "bench_ffi.lua", build / "tests" / "lua" / "kogge.cdef", build / "lib" / "libkogge.so"]
    lines.append(("LuaJIT, FFI", FROM_TABLES, from_lua(ffi)))
    lines.append(("LuaJIT, FFI", "records and back, no tables", from_lua(ffi, "records and back, no tables")))
    rows = [[caller, what, measure.figure(microseconds)] for caller, what, microseconds in lines]
    return (
        f"{measure.machine()}; load {measure.load()}\n\n{measure.markdown(['from', 'one order', 'us a call'], rows, 2)}"
    )


FROM_TABLES = "order in, result and fees out"


def from_c(program, line, *arguments):
    return float(re.search(rf"^{re.escape(line)}\s+(\S+) ns", said(program, *arguments), re.M)[1]) / 1e3


def from_lua(command, line=FROM_TABLES, **environment):
    return float(re.search(rf"^{line}\s+(\S+) us", said(*command, **environment), re.M)[1])


# ---- the page --------------------------------------------------------------------------------------------------------


def as_page(text):
    """Sentences of the program as a list, its table as it is."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return "\n\n".join("\n".join(b if b[0].startswith("|") else [f"* {line}" for line in b]) for b in blocks)


def as_text(text):
    return f"```text\n{text}\n```"


PARTS = {part.__name__: part for part in (orders, evidence, python, single, abc)}


def main(build, page, *parts):
    build, page = Path(build).resolve(), Path(page)
    measure.stay_on_one_core()
    for part in parts or PARTS:
        block = f"<!-- {part} -->\n\n{PARTS[part](build)}\n\n<!-- /{part} -->"
        print(block, flush=True)
        text, count = re.subn(
            rf"<!-- {part} -->.*<!-- /{part} -->", lambda _, new=block: new, page.read_text("utf-8"), flags=re.S
        )
        if count != 1:
            sys.exit(f"{page} has {count} places for {part}")
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3 or not set(sys.argv[3:]) <= PARTS.keys():
        sys.exit(__doc__)
    main(*sys.argv[1:])
