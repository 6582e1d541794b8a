#!/usr/bin/env python3
"""The declarations for FFI parsers are plain, and mean what the compiler means: cdef.py CC... [--libraries LIBRARY...]

Those of both libraries, if both are there, else only of kogge.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import api

PLAIN = re.compile(r"[^#\\\"]*")
FORBIDDEN = {
    r"\binline\b": "inline",
    r"__\w+": "a compiler's own word",
    r"\.\.\.": "varargs",
    r"=": "a value",
    r"\bdouble\b|\bfloat\b": "floating point",
}


def look(text):
    if not PLAIN.fullmatch(text):
        sys.exit("preprocessor lines or strings are left")
    for pattern, what in FORBIDDEN.items():
        found = re.search(pattern, text)
        if found:
            sys.exit(f"{what} in the declarations: {found[0]}")


def compiled_sizes(compiler, records):
    """What the C compiler says: {(record, member or ''): (offset, size)}."""
    source = [api.ALL, "#include <stdio.h>", "int main(void) {"]
    for record in records:
        source.append(f'printf("{record.name} - 0 %zu\\n", sizeof({record.name}));')
        for m in record.members:
            size = f"sizeof((({record.name} *)0)->{m.name})"
            source.append(f'printf("{record.name} {m.name} %zu %zu\\n", offsetof({record.name}, {m.name}), {size});')
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "sizes")
        command = [*compiler, "-I", str(api.INCLUDE), "-DKOGGE_EXPERIMENTAL", "-x", "c", "-", "-o", program]
        subprocess.run(command, input="\n".join([*source, "return 0; }\n"]), text=True, check=True)
        lines = subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
    facts = (line.split() for line in lines)
    return {(record, member.strip("-")): (int(offset), int(size)) for record, member, offset, size in facts}


def parsed_sizes(ffi, records):
    facts = {}
    for record in records:
        facts[record.name, ""] = (0, ffi.sizeof(record.name))
        for name, member in ffi.typeof(record.name).fields:
            facts[record.name, name] = (member.offset, ffi.sizeof(member.type))
    return facts


def main(arguments):
    place = arguments.index("--libraries") if "--libraries" in arguments else len(arguments)
    compiler, libraries = arguments[:place], arguments[place + 1 :]
    text = api.cdef(compiler, api.ALL)
    look(text)
    records = api.records(text)
    compiled = compiled_sizes(compiler, records)
    try:
        import cffi
    except ImportError:
        print("skipped the comparison: needs cffi (Debian: python3-cffi)")
        sys.exit(77)
    ffi = cffi.FFI()
    ffi.cdef(text)
    parsed = parsed_sizes(ffi, records)
    wrong = [
        f"{key}: C {compiled.get(key)}, cffi {parsed.get(key)}"
        for key in compiled.keys() | parsed.keys()
        if compiled.get(key) != parsed.get(key)
    ]
    opened = [ffi.dlopen(library) for library in libraries]
    for library, name in zip(opened, api.LIBRARIES, strict=False):
        for function in sorted(api.declared_by(name)):
            getattr(library, function)
    if opened:
        known = {record.name: opened[0].kogge_abi_size(record.name.encode()) for record in records}
        wrong += [
            f"{name}: C {compiled[name, ''][1]}, kogge_abi_size {size}"
            for name, size in known.items()
            if size not in (0, compiled[name, ""][1])
        ]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(records)} records, {len(compiled)} sizes")


if __name__ == "__main__":
    main(sys.argv[1:] or ["cc"])
