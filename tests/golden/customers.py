"""What the exact models of all families but orders share: records, tables, and the answer to a line.

README.md describes the lines. Each family has a module with the functions it answers for.
"""

import importlib

import model

FAMILIES = ["economics", "portfolio", "evidence", "tier", "strategy", "kam", "contact"]
CLAMP = 1_000_000_000


def family_modules():
    """The models that are there."""
    return [importlib.import_module(name) for name in FAMILIES if (model.Path(__file__).parent / f"{name}.py").exists()]


def answer(line, books):
    """What a line of the vectors must give; books are kept in `books` by their name."""
    function = line.get("do") or line.get("call")
    found = [module for module in family_modules() if function in module.ANSWERS | module.CALLS]
    if not found:
        return model.answer(line, books)
    try:
        if "call" in line:
            return {"status": "OK", "out": found[0].CALLS[function](*line["in"])}
        book = books[line["book"]] if "book" in line else None
        return {"status": "OK"} | found[0].ANSWERS[function](book, line["in"])
    except model.Refused as refused:
        return refused.expect()


# ---- input -----------------------------------------------------------------------------------------------------------


def read(given, record):
    """The record of that name in `in`, checked; left out it has all defaults."""
    return model.read_record(record, given.get(record, {}))


def read_list(given, name, record):
    """The rows of that name in `in`, checked; an error names the row. Left out there are none."""
    return [read_row({}, number, row, [record])[0] for number, row in enumerate(given.get(name) or [])]


def first_repeated(ids):
    """The first row that repeats an id."""
    return next((row for row, each in enumerate(ids) if each in ids[:row]), None)


def repeated(given, name):
    """An array of `in`, as often as `times` says; None if it was not given."""
    values = given.get(name)
    return None if values is None else values * given.get("times", 1)


def read_rows(given, *records):
    """A table row by row: yields the row number and one record for each of `records`, checked in this order.

    Rows that stand there several times (`times`) are read once.
    """
    read_once = [read_row(given, number, row, records) for number, row in enumerate(given["rows"])]
    for number, found in enumerate(read_once * given.get("times", 1)):
        yield number, *found


def read_row(given, number, row, records):
    columns = given.get("columns")
    found = []
    for position, record in enumerate(records):
        fields, own = fields_of_row(row, record, position == 0), None
        if columns is not None:
            own = fields_of_row(dict.fromkeys(columns), record, position == 0)
            fields = only_columns(fields, own, record)
        try:
            found.append(model.read_record(record, fields, columns=own))
        except model.Refused as refused:
            raise model.Refused(refused.status, refused.field, row=number) from None
    return found


def fields_of_row(row, record, is_first):
    """Fields of the first record have their plain name, those of another one its name before it."""
    if is_first:
        return {name: value for name, value in row.items() if "." not in name}
    return {name.removeprefix(f"{record}."): value for name, value in row.items() if name.startswith(f"{record}.")}


def only_columns(fields, columns, record):
    """Fields without a column are not stated. Without the column `known` every field that has a column is known."""
    kept = {name: value for name, value in fields.items() if name in columns}
    if "known" not in columns:
        for spec in model.field_table(record):
            if spec["name"] in columns and kept.get(spec["name"]) is None:
                kept[spec["name"]] = 0
    kept.pop("known", None)
    return kept


def has_column(given, name):
    return "columns" not in given or name in given["columns"]


# ---- output ----------------------------------------------------------------------------------------------------------


def reason(code, outcome, field, observed=0, threshold=0, rule=0):
    return [code, outcome, rule, model.field_id(field), observed, threshold]


def half_away(quotient):
    return model.round_fraction(quotient, model.ROUNDING.HALF_AWAY)


def half_up(quotient):
    """Nearest integer of a quotient that is not negative."""
    return half_away(quotient)


def clamp(value, limit=CLAMP):
    return max(-limit, min(limit, value))


# What the parts of an answer are records of; the same part of several functions may be of several records.
RESULTS = {
    "economics_assess": {"result": "contribution"},
    "economics_profile": {"profile": "tier_profile"},
    "abc_cut": {"result": "abc_cuts"},
    "concentration": {"result": "concentration"},
    "cuts": {"result": "abc_cuts"},
    "shares": {"shares": "class_share"},
    "portfolio": {"pareto": "pareto_point"},
    "migration": {"cells": "migration_cell", "rates": "rate"},
    "audit_tiers": {"result": "audit", "cells": "migration_cell", "hidden": "rate"},
    "evidence_assess": {"result": "evidence"},
    "evidence_summarise": {"result": "evidence_summary"},
    "regularity_assess": {"result": "regularity"},
    "calibrate": {"rows": "calibration"},
    "classify": {"result": "classification"},
    "demand_estimate": {"rows": "demand"},
    "select": {"result": "selection", "chosen": "development", "next": "development"},
    "kam_assess": {"result": "kam_result", "missing": "kam_missing"},
    "kam_weights": {"intervals": "weight_interval"},
    "contact_assess": {"result": "contact_budget", "calls": "planned_call"},
    "contact_triggers": {"triggers": "contact_trigger"},
    "day_plan": {"calls": "planned_call"},
    "capacity_assess": {"result": "capacity"},
    "campaign_assess": {"result": "campaign_result"},
    "make_or_buy_assess": {"result": "make_or_buy_result"},
    "company_measure": {"result": "company"},
    "company_advise": {"result": "advice", "factors": "advice_factor"},
    "strategy_comparison": {"rows": "comparison"},
    "plan_customer": {"result": "plan"},
    "route_assess": {"result": "route_result", "alternatives": "route_alternative"},
    "rhythm_assess": {"result": "rhythm"},
}


def differences(function, expected, found):
    """What is expected and not found, each as a sentence; what is not listed is not compared."""
    for name, wanted in expected.items():
        record = RESULTS.get(function, {}).get(name)
        got = found.get(name)
        if record and isinstance(wanted, dict):
            yield from different_fields(name, record, wanted, got or {})
        elif record and isinstance(got, list) and len(wanted) == len(got):
            for number, pair in enumerate(zip(wanted, got, strict=True)):
                yield from different_fields(f"{name} {number}", record, *pair)
        elif isinstance(wanted, dict) and isinstance(got, dict):
            yield from differences(name, wanted, got)
        elif wanted != got:
            yield f"{name}: {wanted} expected, {got} found"


def different_fields(place, record, wanted, got):
    specs = {spec["name"]: spec for spec in model.field_table(record)}
    for name, value in wanted.items():
        number = model.plain(specs[name], value)
        if name not in got or number != got[name]:
            yield f"{place}: {name}: {value} expected, {got.get(name)} found"
