#!/usr/bin/env python3
"""What a binding must be: complete, and without anything of a family written in it.

    check_binding.py SOURCE

Fails when a public function of C is neither bound nor listed as deliberately unbound; when a declaration of kogge-json is
not called; when the binding names a field of the field table, or a function of a family. Reports lines of code.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

# What the binding calls itself, and why: the tables, texts of codes and values, handles, and what the list leaves to it.
CALLED = """arrow_chunks arrow_free arrow_import arrow_import_stream arrow_passed arrow_passed_field arrow_passed_schema
arrow_result_columns arrow_result_export_stream arrow_result_free arrow_result_new arrow_table code_highest code_name code_next code_of code_set_name code_text catalogue_builtin columns_of_rows currency_digits
abi_size field_get field_name field_next field_of name_nearest record_init record_name value_parse value_text
rulebook_policy""".split()
# What no language needs in this form.
UNBOUND = {
    "day": "datetime.date",
    "date": "datetime.date",
    "code_unit": "the unit of a value as observed is in its text",
    "catalogue_new": "other languages make texts from codes and numbers",
    "catalogue_ref": "handles are collected",
    "catalogue_unref": "the function list releases handles",
    "rulebook_ref": "handles are collected",
    "rulebook_unref": "the function list releases handles",
    "portfolio_free": "the function list releases handles",
    "day_plan_memory": "the function list brings memory",
    "demand_memory": "the function list brings memory",
    "kam_rank_memory": "the function list brings memory",
    "select_memory": "the function list brings memory",
}
UNBOUND |= {
    "arrow_passed_array": "kept columns go out with the result",
    "arrow_result_export": "results go out as streams",
}
UNBOUND_JSON = {
    "policy_file_ref": "handles are collected",
    "decision_ref": "handles are collected",
    "policy_file_spec": "policy and tables of the rulebook say the same",
}
# Words of the binding that fields have, too: parts of structs of the interface.
COMMON = {"known", "flags", "id", "count", "name", "label", "code", "outcome", "value", "rule", "row", "field"}


def code_of(path):
    """Source without comments and documentation."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        text = re.sub(r'""".*?"""', "", text, flags=re.S)
        return re.sub(r"#.*", "", text)
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def declared(root, prefix, header):
    paths = [root / "include/kogge" / header] if header else sorted((root / "include/kogge").glob("*.h"))
    text = "\n".join(path.read_text("utf-8") for path in paths)
    return set(re.findall(rf"^{prefix}\s[^;(]*?\bkogge_(\w+)\(", text, re.M))


def check_functions(root, text):
    """Every public function: by the list, called by hand, or left out for a reason."""
    command = [sys.executable, root / "lib/base/functions.py", "names", root / "include/kogge"]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    bound = {name for name, entry in listed.items() if "by_hand" not in entry}
    for name in sorted(declared(root, "KOGGE_API", None)):
        called = re.search(rf"\bkogge_{name}\(", text) is not None
        if name in bound and called and name not in CALLED:
            yield f"kogge_{name} is called by name, and stands in the function list"
        if name not in bound and name not in UNBOUND and name not in CALLED:
            yield f"kogge_{name} is neither bound nor deliberately unbound"
        if name in CALLED and not called:
            yield f"kogge_{name} is not called"
    for name in sorted(declared(root, "KOGGE_JSON_API", "json.h")):
        if name not in UNBOUND_JSON and not re.search(rf"\bkogge_{name}\(", text):
            yield f"kogge_{name} is neither bound nor deliberately unbound"


def check_names(root, text):
    """A name of a field with an underscore anywhere; another one as a text or an attribute."""
    records = tomllib.loads((root / "lib/base/fields.toml").read_text("utf-8"))
    names = {field["name"] for record in records.values() for field in record["fields"]}
    sets = tomllib.loads((root / "lib/base/codes.toml").read_text("utf-8")).keys()
    functions = tomllib.loads((root / "lib/base/functions.toml").read_text("utf-8")).values()
    arguments = {arg.partition(":")[0] for entry in functions for arg in entry.get("args", [])}
    for name in sorted(names - COMMON - sets - {name for name in arguments if "_" not in name}):
        pattern = rf"\b{name}\b" if "_" in name else rf"[\"']{name}[\"']|KOGGE_FIELD_\w*{name.upper()}\b"
        if re.search(pattern, text):
            yield f"the binding names the field {name}"
    if re.search(r"\bKOGGE_FIELD_", text):
        yield "the binding names a field by its number"


def lines(paths):
    """Lines that are neither empty nor comment."""
    return sum(bool(line.strip()) for path in paths for line in code_of(path).splitlines())


def main(root):
    folder = root / "bindings/python"
    paths = [*sorted(folder.glob("*.[ch]")), *sorted(folder.glob("kogge/*.py"))]
    text = "\n".join(code_of(path) for path in paths)
    wrong = [*check_functions(root, text), *check_names(root, text)]
    for path in paths:
        print(f"{lines([path]):5}  {path.relative_to(root)}")
    print(f"{lines(paths):5}  lines of code, and {lines([folder / 'stubs.py'])} that write the stubs")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve())
