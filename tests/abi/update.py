#!/usr/bin/env python3
"""Keeps the frozen description of the ABI: layout.c, values.json and the baseline of abidiff.

    update.py check layout               is layout.c what the headers say?
    update.py check values               is values.json what the headers say?
    update.py write [LIBRARY] [--break]  rewrites all three, the baseline only with a library: ninja abi-update

Additions are written. A change of what is there breaks programs: it is refused unless --break is given.
"""

import json
import sys
from pathlib import Path

import api
import baseline
import prefix

HERE = Path(__file__).resolve().parent
LAYOUT, VALUES = HERE / "layout.c", HERE / "values.json"

HEAD = """\
/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The layout of every public record and row, frozen. Compiled on 64 and 32 bit; it has no code.
 * Written by tests/abi/update.py: ninja abi-update. A line here only ever changes when the ABI is broken on purpose,
 * except the size of a record or row that grew. */

#define KOGGE_EXPERIMENTAL
#include <kogge/json.h>
#include <kogge/kogge.h>

/* clang-format off */

#define FIELD(record, member, type, offset)                                                        \\
    _Static_assert(offsetof(record, member) == (offset), #record "." #member " moved");            \\
    _Static_assert(_Generic(((record *)0)->member, type: 1, default: 0), #record "." #member " has another type")
#define TEXT(record, member, length, offset)                                                       \\
    _Static_assert(offsetof(record, member) == (offset), #record "." #member " moved");            \\
    _Static_assert(sizeof(((record *)0)->member) == (length), #record "." #member " has another length")
#define SIZE(record, size) _Static_assert(sizeof(record) == (size), #record " has another size, or padding")
"""


def layout_text():
    out = [HEAD]
    for record in api.records():
        if not record.fixed():
            continue
        for m in record.members:
            shape = (
                f"TEXT({record.name}, {m.name}, {m.length}" if m.length else f"FIELD({record.name}, {m.name}, {m.type}"
            )
            out.append(f"{shape}, {m.offset});")
        out.append(f"SIZE({record.name}, {record.size});\n")
    return "\n".join(out) + "/* clang-format on */\n"


def values_text():
    return json.dumps(api.values(), indent=0) + "\n"


def layout_breaks(old, new):
    return prefix.breaks_between(prefix.frozen(old), prefix.frozen(new))


def values_breaks(old, new):
    then, now = json.loads(old), json.loads(new)
    return [f"{name}: was {value}, is {now.get(name)}" for name, value in then.items() if now.get(name) != value]


FILES = {"layout": (LAYOUT, layout_text, layout_breaks), "values": (VALUES, values_text, values_breaks)}


def check(what):
    path, text, breaks_between = FILES[what]
    new = text()
    for old in [path, *api.released(path.name)]:
        breaks = breaks_between(old.read_text("utf-8"), new)
        if breaks:
            sys.exit(f"against {old.relative_to(api.ROOT)}, this breaks programs that exist:\n  " + "\n  ".join(breaks))
    if path.read_text("utf-8") != new:
        sys.exit(f"tests/abi/{path.name} lacks what was added; run: ninja abi-update")
    print(f"{path.name} is current, {new.count(chr(10))} lines")


def write(library, may_break):
    texts, breaks = {}, []
    for path, text, breaks_between in FILES.values():
        texts[path] = text()
        if path.exists():
            breaks += breaks_between(path.read_text("utf-8"), texts[path])
    if breaks and not may_break:
        sys.exit(
            "this breaks programs that exist:\n  "
            + "\n  ".join(breaks)
            + "\npython3 tests/abi/update.py write --break does it all the same"
        )
    texts[baseline.FILE] = baseline.of(library) if library else None
    for path, text in texts.items():
        if text is None:
            print(f"{path.name}: left alone, it needs the library, and abidw on x86-64")
        elif path.exists() and path.read_text("utf-8") == text:
            print(f"{path.name}: unchanged")
        else:
            path.write_text(text, "utf-8")
            print(f"{path.name}: rewritten")


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "check" and arguments[1] in FILES:
        check(arguments[1])
    elif arguments and arguments[0] == "write":
        libraries = [a for a in arguments[1:] if a != "--break"]
        write(libraries[0] if libraries else None, "--break" in arguments)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
