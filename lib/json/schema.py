#!/usr/bin/env python3
"""Writes the JSON Schemas of policy files and decision records from the field table: schema.py policy|decision FILE

A schema knows the form: keys, names of codes, ranges. What only makes sense together is for the library to say.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "base"))
import tables  # noqa: E402

OBJECTS = {"policy": "policy", "sales_policy": "sales_policy"}
TABLES = {
    "order_rules": "order_rule",
    "channel_costs": "channel_cost",
    "treatment_rows": "treatment_row",
    "kam_criteria": "kam_criterion",
    "strategy_weights": "strategy_weight",
}
# What a text says once, and not in the object of the record.
ELSEWHERE = {
    "policy": {"preset", "currency", "currency_digits"},
    "assessment": {"fingerprint", "semantics"},
}
AMOUNT = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]{1,4})?$"}
DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ID64 = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]{1,20}$"}]}
FIELD = {"type": "string", "pattern": r"^[a-z_0-9]+\.[a-z_0-9]+$"}
FINGERPRINT = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
DIGITS = {"$ref": "#/$defs/amount"}


def code(code_set, taken=None):
    """The name of a code, or the number of one without a name: the host's, or one of an open set. taken: only these."""
    named = {c["code"] for c in code_set.codes if "name" in c}
    names = [c["name"] for c in code_set.codes if "name" in c and (taken is None or c["code"] in taken)]
    numbers = sorted({c["code"] for c in code_set.codes} - named)
    low, high = code_set.host_range()
    options = [{"enum": [*names, *numbers]}]
    if code_set.host:
        options.append({"type": "integer", "minimum": low, "maximum": high})
    if code_set.open:
        options.append({"type": "integer"})
    return options[0] if len(options) == 1 else {"anyOf": options}


def mask(f, literal):
    items = code(f.set) if f.set else {"type": "integer", "minimum": 1, "maximum": 63}
    schema = {"type": "array", "items": items, "uniqueItems": True}
    return schema if literal else schema | {"minItems": 1}


def value(f, literal):
    """The schema of one field by its unit."""
    by_unit = {"minor": DIGITS, "date": DATE, "field": FIELD, "as observed": {"anyOf": [{"type": "integer"}, DIGITS]}}
    if f.unit in by_unit:
        return by_unit[f.unit]
    if f.unit == "mask":
        return mask(f, literal)
    if f.unit == "code" and f.set:
        return code(f.set, f.codes() if f.range and not f.set.open else None)
    if f.type == "uint64":
        return ID64
    low, high, _ = f.bounds()
    return {"type": "integer", "minimum": low, "maximum": high}


def described(record, f, literal):
    schema = value(f, literal)
    if f.known >= 0 and not record.result:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"description": tables.describe_field(f)} | schema


def record_schema(record, literal=False):
    fields = [f for f in record.all if f.name != "known" and f.name not in ELSEWHERE.get(record.name, ())]
    schema = {
        "type": "object",
        "description": record.doc,
        "properties": {f.name.removesuffix("_minor"): described(record, f, literal) for f in fields},
        "additionalProperties": False,
    }
    required = [f.name.removesuffix("_minor") for f in fields if f.required and not literal and not record.result]
    return schema | ({"required": required} if required else {})


def rows(record):
    return {"type": "array", "items": record_schema(record)}


def root(title, properties, required, amount):
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "$defs": {"amount": amount},
    }


def policy_schema(sets, records):
    letters = {"enum": [c["name"] for c in sets["currency"].codes]}
    properties = {
        "kogge": {"const": "policy"},
        "version": {"const": 1},
        "name": {"type": "string"},
        "note": {"type": "string"},
        "preset": {"enum": list(sets["preset"].values)},
        "currency": {"anyOf": [letters, {"type": "integer", "minimum": 1, "maximum": 999}]},
        "currencies": {"type": "array", "items": letters, "minItems": 1, "maxItems": 16, "uniqueItems": True},
    }
    properties |= {key: record_schema(records[record], literal=True) for key, record in OBJECTS.items()}
    properties |= {key: rows(records[record]) for key, record in TABLES.items()}
    each = {"type": "object", "propertyNames": letters, "additionalProperties": AMOUNT, "minProperties": 2}
    schema = root("Kogge policy file", properties, ["kogge", "version", "preset"], {"anyOf": [AMOUNT, each]})
    return schema | {"oneOf": [{"required": ["currency"]}, {"required": ["currencies"]}]}


def decision_schema(sets, records):
    customer = record_schema(records["customer"])
    properties = {
        "kogge": {"const": "decision"},
        "version": {"const": 1},
        "fingerprint": FINGERPRINT,
        "semantics": {"type": "integer", "minimum": 1},
        "currency": code(sets["currency"]) | {"description": "ISO 4217"},
        "currency_digits": {"type": "integer", "minimum": 0, "maximum": 4},
        "customer": {"anyOf": [customer, {"type": "null"}]},
        "order": record_schema(records["order"]),
        "lines": rows(records["order_line"]),
        "assessment": record_schema(records["assessment"]),
        "fees": rows(records["fee"]),
        "level": code(sets["level"]),
        "reasons": rows(records["reason"]),
        "rules": {
            "type": "object",
            "description": "Fingerprints of the rules that reasons and fees name.",
            "propertyNames": {"pattern": "^[1-9][0-9]*$"},
            "additionalProperties": FINGERPRINT,
        },
    }
    required = ["kogge", "version", "fingerprint", "semantics", "currency", "currency_digits", "order", "assessment"]
    schema = root("Kogge decision record", properties, required, AMOUNT)
    return schema | {"dependentRequired": {"reasons": ["level"]}}


def main(arguments):
    kinds = {"policy": policy_schema, "decision": decision_schema}
    if len(arguments) != 2 or arguments[0] not in kinds:
        sys.exit(__doc__)
    schema = kinds[arguments[0]](*tables.load())
    Path(arguments[1]).write_text(json.dumps(schema, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
