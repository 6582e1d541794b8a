#!/usr/bin/env python3
"""Headers, version script and library name the same symbols: symbols.py NAME MAP [LIBRARY]"""

import re
import subprocess
import sys
from pathlib import Path

import api


def mapped(path):
    """{symbol: node} of a version script; every node lists its symbols one by one."""
    text = re.sub(r"/\*.*?\*/", "", Path(path).read_text("utf-8"), flags=re.S)
    symbols = {}
    for node, body in re.findall(r"(\w[\w.]*)\s*\{(.*?)\}", text, re.S):
        exported = body.partition("global:")[2].partition("local:")[0]
        for symbol in filter(None, (part.strip() for part in exported.split(";"))):
            if "*" in symbol:
                sys.exit(f"{node} exports by wildcard: {symbol}")
            if symbol in symbols:
                sys.exit(f"{symbol} is in {symbols[symbol]} and in {node}")
            symbols[symbol] = node
    return symbols


def exported(library):
    """{symbol: node} of a shared library."""
    command = ["nm", "--dynamic", "--defined-only", "--extern-only", "--with-symbol-versions", library]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    fields = [line.split() for line in lines]
    symbols = {}
    for _, kind, name in (f for f in fields if len(f) == 3 and f[1] != "A"):
        symbol, _, node = name.partition("@")
        symbols[symbol] = node.lstrip("@")
        if kind != "T":
            sys.exit(f"{symbol} is no function ({kind}): the library exports no variables")
    return symbols


def differences(what, left, right):
    return [f"{what}: {name}" for name in sorted(set(left) - set(right))]


def in_wrong_nodes(name, in_map):
    """What may still change stands in a node of its own, whose name carries the release; nothing else does."""
    stable = api.declared_by(name, experimental=False)
    wrong = []
    for symbol, node in sorted(in_map.items()):
        is_experimental = "EXPERIMENTAL" in node
        if is_experimental == (symbol in stable):
            wrong.append(
                f"{symbol}: in {node}, but declared {'without' if is_experimental else 'under'} KOGGE_EXPERIMENTAL"
            )
    return wrong


def main(arguments):
    name, arguments = arguments[0], arguments[1:]
    declared, in_map = api.declared_by(name), mapped(arguments[0])
    wrong = differences("declared, but not marked as exported", declared, api.marked_functions(name))
    wrong += differences("declared, but not in the version script", declared, in_map)
    wrong += differences("in the version script, but not declared", in_map, declared)
    wrong += in_wrong_nodes(name, in_map)
    if len(arguments) > 1:
        found = exported(arguments[1])
        wrong += differences("in the version script, but not exported", in_map, found)
        wrong += differences("exported, but not in the version script", found, in_map)
        wrong += [
            f"{name}: exported in {found[name]}, in the version script in {in_map[name]}"
            for name in in_map
            if found.get(name, in_map[name]) != in_map[name]
        ]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(in_map)} symbols")


if __name__ == "__main__":
    main(sys.argv[1:])
