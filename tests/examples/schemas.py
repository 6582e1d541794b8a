#!/usr/bin/env python3
"""The installed schemas accept the examples and what the library writes, and refuse what it refuses.

schemas.py POLICY.schema.json DECISION.schema.json DECISIONS POLICY.json...   DECISIONS prints decision records
"""

import copy
import json
import subprocess
import sys
from pathlib import Path

try:
    import jsonschema
except ImportError:
    print("skipped: needs jsonschema (Debian: python3-jsonschema)")
    sys.exit(77)


def validator(path):
    schema = json.loads(Path(path).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def changed(text, path, value):
    """A copy with another value at a place; None takes the key away."""
    copied = copy.deepcopy(text)
    place = copied
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copied


BAD_POLICIES = [
    (["kogge"], "policies"),
    (["version"], 2),
    (["preset"], None),
    (["preset"], "NEUTRAL"),
    (["currency"], None),
    (["currencies"], ["EUR"]),
    (["colour"], "red"),
    (["order_rules", 0, "below"], 50),
    (["order_rules", 0, "below"], "50,00"),
    (["order_rules", 0, "below_minor"], 5000),
    (["order_rules", 0, "effect"], "FLATTER"),
    (["order_rules", 0, "effect"], None),
    (["order_rules", 0, "group"], 48),
    (["order_rules", 0, "channels"], []),
    (["order_rules", 0, "channels"], ["PHONE", "PHONE"]),
    (["order_rules", 0, "valid_from_at"], "today"),
]
BAD_PRESETS = [
    (["kam_criteria", 4, "low"], 50000.5),
    (["kam_criteria", 4, "low"], "50,000"),
    (["kam_criteria", 4, "kind"], None),
    (["kam_criteria", 4, "kind"], 99),
    (["kam_criteria", 4, "stage"], "SOFT"),
    (["kam_criteria", 4, "weight"], 10001),
    (["kam_criteria", 4, "criterion_flags"], []),
    (["sales_policy", "colour"], 1),
    (["sales_policy", "ambition_min"], 10001),
    (["sales_policy", "missing"], "PERHAPS"),
    (["sales_policy", "reach_bp"], "1"),
    (["strategy_weights", 0, "score"], "MIXED"),
    (["strategy_weights", 0, "score"], None),
    (["strategy_weights", 0, "factor"], "WEATHER"),
    (["strategy_weights", 0, "low"], 0.5),
    (["strategy_weights", 0, "weight"], 10001),
]
BAD_DECISIONS = [
    (["fingerprint"], "xyz"),
    (["order", "priced_at"], None),
    (["order", "net"], 48.0),
    (["assessment"], None),
    (["level"], None),
    (["reasons", 0, "outcome"], "PERHAPS"),
    (["rules", "1"], "xyz"),
    (["rules", "first"], "0123456789abcdef"),
]


def check(judge, good, bad, failures):
    for name, text in good.items():
        failures += [f"{name}: {error.json_path}: {error.message}" for error in judge.iter_errors(text)]
    name, first = next(iter(good.items()))
    for path, value in bad:
        if judge.is_valid(changed(first, path, value)):
            failures.append(f"{name} with {path} = {value} should be refused")


def main(arguments):
    policy, decision, decisions, *files = arguments
    lines = subprocess.run([decisions, "--decisions"], capture_output=True, text=True, check=True).stdout.splitlines()
    failures = []
    presets = [path for path in files if "preset-" in path]
    texts = {path: json.loads(Path(path).read_text("utf-8")) for path in files}
    check(validator(policy), texts, BAD_POLICIES, failures)
    check(validator(policy), {path: texts[path] for path in presets}, BAD_PRESETS, failures)
    check(
        validator(decision),
        {f"decision {n}": json.loads(line) for n, line in enumerate(lines)},
        BAD_DECISIONS,
        failures,
    )
    if failures or not lines:
        sys.exit("\n".join(failures) or "no decisions")
    print(f"{len(files)} policies, {len(lines)} decisions")


if __name__ == "__main__":
    main(sys.argv[1:])
