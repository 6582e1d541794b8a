#!/usr/bin/env python3
"""Runs the golden vectors (README.md says what they look like) against the library, through Python.

    run.py RUNNER FILE.jsonl ...

RUNNER is the runner in C: the texts of all reasons and findings must be the same there, in every language.
"""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import kogge

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lib" / "base"))
import functions  # noqa: E402

FUNCTIONS = functions.load(Path(__file__).resolve().parents[2] / "include" / "kogge")
RECORDS = {cls.__name__: cls for cls in vars(kogge).values() if isinstance(cls, type) and hasattr(cls, "fields")}
NAMES = {info.id: f"{snake}.{info.name}" for snake, info in (
    (re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(), info)
    for name, cls in RECORDS.items() for info in cls.fields())}  # fmt: skip
TABLES = {"order_rules": "rules", "treatment_rows": "treatments", "channel_costs": "channel_costs",
          "kam_criteria": "criteria", "strategy_weights": "strategy_weights"}  # fmt: skip
FEE = (
    "rule kind group charged_minor waived_minor base_minor below_minor outcome rate_bp invoice_code state_base".split()
)
REASON = "code outcome rule field observed threshold".split()
FINDING = "code level row other_row value other_value field other_field".split()
ROUNDS, PARTS = 64, 3

IN_C = {"day", "wilson", "newcombe", "isqrt", "median2"}  # inside the library, or a date of Python


class Wrong(Exception):
    """A vector came out otherwise."""


def same(what, found, wanted):
    if found != wanted:
        raise Wrong(f"{what} is {found}, expected {wanted}")


def title(name):
    return "".join(part.capitalize() for part in name.split("_"))


def number(value):
    """Numbers from 2^63 on stand as texts."""
    return int(value) if isinstance(value, str) and value.isdigit() else value


def record(name, given):
    values = {key: number(value) for key, value in (given or {}).items() if value is not None}
    return RECORDS[title(name)](**values)


def plain(value):
    """A value of an attribute as a number."""
    if isinstance(value, str):
        return next(key for key, name in NAMES.items() if name == value)
    if isinstance(value, date):
        return (value - date(1970, 1, 1)).days
    return int(value or 0)


def rows_of(rows, names):
    return [[plain(getattr(row, name)) for name in names] for row in rows]


def compare_rows(what, rows, names, wanted):
    if wanted is not None:
        same(what, rows_of(rows, names), [[number(value) for value in row] for row in wanted])


def compare_record(result, wanted):
    """Only what is listed; null is unknown."""
    if not wanted:
        return
    known = record_like(result, wanted)
    for name in wanted or {}:
        value = getattr(result, name)
        if wanted[name] is None:
            same(name, value, None)
        else:
            same(name, value, getattr(known, name))


def record_like(result, wanted):
    values = {key: number(value) for key, value in (wanted or {}).items() if value is not None}
    return type(result)(**values)


def compare_list(what, rows, wanted):
    """Rows as objects."""
    if wanted is None:
        return
    same(f"number of {what}", len(rows), len(wanted))
    for row, fields in zip(rows, wanted):
        compare_record(row, fields)


class Texts:
    """What the runner in C adds up: h = (h * 31 + byte) mod (2^31 - 1), the zero too."""

    def __init__(self):
        self.sum = 0

    def add(self, rows, book):
        for language in kogge.Language:
            for row in rows:
                for byte in row.explain(language, book).encode() + b"\0":
                    self.sum = (self.sum * 31 + byte) % 2147483647


class Runner:
    def __init__(self):
        self.books, self.texts, self.vectors, self.skipped = {}, Texts(), 0, 0
        self.book = None

    def book_of(self, vector):
        name = vector.get("book")
        self.book = self.books[name] if name is not None else None
        return self.book

    def reasons(self, why, wanted):
        self.texts.add(why, self.book)
        compare_rows("reasons", why, REASON, wanted)

    # ---- statuses ----------------------------------------------------------------------------------------------

    def call(self, expect, function, *args, **keywords):
        """What it gives, or None after an error that was expected."""
        wanted = expect.get("status", "OK")
        try:
            result = function(*args, **keywords)
        except kogge.SomeRowsError as error:
            same("status", "SOME_ROWS", wanted)
            return error
        except kogge.Error as error:
            same("status", (error.status.name, str(error))[: 1 if error.status.name == wanted else 2], (wanted,))
            if "field" in expect:
                same("field of the error", error.field, expect["field"])
            if "rule" in expect:
                same("rule of the error", error.rule, expect["rule"])
            if "row" in expect:
                same("row of the error", error.row, expect["row"])
            return None
        same("status", "OK", wanted)
        return result

    # ---- orders ------------------------------------------------------------------------------------------------

    def run_book(self, vector):
        numbers = {"preset": 1, "currency": 978} | vector["policy"]
        tables = {TABLES[key]: [record(ROWS[key], row) for row in vector[key]] for key in TABLES if key in vector}
        if "sales_policy" in vector:
            values = {key: number(value) for key, value in vector["sales_policy"].items()}
            tables["sales"] = kogge.SalesPolicy(numbers["preset"], **values)
        expect = vector["expect"]
        book = self.call(expect, lambda: kogge.Rulebook(record("policy", numbers), **tables))
        if book and "fingerprint" in expect:
            same("fingerprint", f"{book.fingerprint():016x}", expect["fingerprint"])
        if book:
            self.books[vector["book"]] = book

    def inputs(self, vector):
        customer, lines = vector.get("customer"), vector.get("lines")
        lines = None if lines is None else [record("order_line", line) for line in lines]
        return None if customer is None else record("customer", customer), record("order", vector["order"]), lines

    def run_case(self, vector):
        book, expect = self.book_of(vector), vector["expect"]
        given = self.inputs(vector)
        result = self.call(expect, book.assess, *given)
        if result is None:
            return
        compare_record(result, expect.get("assessment"))
        compare_rows("fees", result.fees, FEE, expect.get("fees"))
        self.reasons(result.why, expect.get("reasons"))
        quiet = book.assess(*given, why=None)
        same("the result without reasons", quiet.to_dict(), result.to_dict())
        self.check_replay(book, given, result)

    def check_replay(self, book, given, result):
        stored = kogge.Decision.from_json(book.decision_json(*given, result))
        same("the replay", stored.replay(book).text, "")

    def run_reassess(self, vector):
        book, expect = self.book_of(vector), vector["expect"]
        charged = [kogge.ChargedFee(rule=rule, charged_minor=amount) for rule, amount in vector.get("charged", [])]
        customer, order, lines = self.inputs(vector)
        result = self.call(expect, book.reassess, customer, order, lines, charged, why=None)
        if result is not None:
            names = "rule charged_minor delta_minor outcome".split()
            compare_rows("changes", result.changes, names, expect.get("changes"))

    def run_lint(self, vector):
        found = self.book_of(vector).lint(vector.get("today", 0))
        self.texts.add(found, self.book)
        compare_rows("findings", found, FINDING, vector["expect"])

    def run_call(self, vector):
        name, expect = vector["call"], vector["expect"]
        if name in IN_C:
            self.skipped += 1
            return
        out = self.call(expect, getattr(kogge, name), *vector["in"])
        if out is None or "out" not in expect:
            return
        wanted = expect["out"]
        same("result", list(out) if isinstance(wanted, list) else int(out), wanted)

    # ---- customers ---------------------------------------------------------------------------------------------

    def table(self, given, *names):
        """Rows of each record; of certain columns only, these by name."""
        rows = given.get("rows", []) * given.get("times", 1)
        parts = []
        for place, name in enumerate(names):
            mine = [
                {k.removeprefix(f"{name}."): v for k, v in row.items() if ("." in k) == (place > 0)} for row in rows
            ]
            parts.append([record(name, row) for row in mine])
        if "columns" not in given:
            return (
                parts[0] if len(parts) == 1 else tuple(kogge.Rows(RECORDS[title(n)], p) for n, p in zip(names, parts))
            )
        columns = {}
        for key in given["columns"]:
            rest, place = (key.partition(".")[2], 1) if "." in key else (key, 0)
            columns[key] = [plain(getattr(row, rest)) for row in parts[place]]
        return columns

    def argument(self, arg, given):
        """What a vector gives for an argument of the function list; None: left out."""
        if arg.kind == "in":
            return record(arg.words[0], given.get(arg.words[0]))
        if arg.kind == "rows":
            rows = given.get(arg.name)
            return None if rows is None else [record(arg.words[0], row) for row in rows]
        if arg.kind == "table":
            return self.table({"rows": given[arg.name]} if arg.name in given else given, *arg.words)
        value = given.get(arg.name)
        if not arg.kind.endswith("s"):
            return 0 if value is None and not arg.optional else value
        if value is None:
            return None if arg.optional else []
        return [number(item) for item in value] * given.get("times", 1)

    def do(self, vector):
        """A function as the list describes it."""
        given, expect = vector.get("in", {}), vector["expect"]
        entry, book = FUNCTIONS[vector["do"]], self.book_of(vector)
        function = getattr(book if "of" in entry else kogge, entry.get("name", vector["do"]))
        taken = [a for a in entry["args"] if a.kind in ("in", "rows", "table") or (a.number() and "out_" not in a.kind)]
        arguments = {a.name: self.argument(a, given) for a in taken}
        arguments = {name: value for name, value in arguments.items() if value is not None}
        result = self.call(expect, function, **arguments)
        if result is None:
            return
        outs = [a for a in entry["args"] if a.kind in ("out", "out_rows", "reasons") or "out_" in a.kind and a.number()]
        has_record = any(a.kind == "out" for a in outs)
        alone = len(outs) == 1 and not has_record
        if has_record:
            compare_record(result, expect.get("result"))
        out = []
        for arg in outs:
            part = result if alone or arg.kind == "out" else getattr(result, f"{arg.name}_rows", None)
            part = getattr(result, arg.name) if part is None else part
            if arg.kind == "out_rows":
                compare_list(arg.name, part, expect.get(arg.name))
            elif arg.kind == "reasons":
                self.reasons(part, expect.get("reasons"))
            elif arg.number() and arg.kind.endswith("s"):
                if arg.name in expect:
                    same(arg.name, list(part), [number(value) for value in expect[arg.name]])
            elif arg.number():
                out.append(int(part))
        if "out" in expect:
            same("out", out, expect["out"])
        if has_record and any(arg.kind == "reasons" for arg in outs):
            quiet = self.call(expect, function, **arguments, why=None)
            same("the result without reasons", quiet.to_dict(), result.to_dict())

    def do_demand_estimate(self, vector, given, expect):
        if given.get("memory", 1) == 0:
            self.skipped += 1  # Python always brings memory
            return
        rows = self.call(expect, kogge.demand_estimate, self.table(given, "demand_input"))
        if isinstance(rows, kogge.Error):
            same("row_status", [status.name for status in rows.row_status], expect["row_status"])
            rows = rows.result
        if rows is not None:
            compare_list("rows", rows, expect.get("rows"))

    def compare(self, result, expect, *lists):
        if result is None:
            return
        compare_record(result, expect.get("result"))
        for name in lists:
            compare_list(name, getattr(result, name), expect.get(name))
        if getattr(result, "why", None) is not None:
            self.reasons(result.why, expect.get("reasons"))

    # ---- portfolio ---------------------------------------------------------------------------------------------

    def feed(self, portfolio, given, first=0, step=1):
        pieces, ids, times = given.get("pieces", []), given.get("ids"), given.get("times", 1)
        for at in range(first, len(pieces) * times, step):
            keys = ids[at % len(pieces)] if ids else None
            portfolio.add(None if keys is None else [number(key) for key in keys], pieces[at % len(pieces)])
        return portfolio

    def in_parts(self, empty, given):
        whole = None
        for first in reversed(range(PARTS)):
            part = self.feed(kogge.Portfolio.load(empty.save()), given, first, PARTS)
            part = kogge.Portfolio.load(part.save())
            if whole:
                part.merge(whole)
            whole = part
        return whole

    def refine(self, portfolio, given, parts):
        try:
            for _ in range(ROUNDS):
                if not portfolio.refine():
                    return portfolio, True
                portfolio = self.in_parts(portfolio, given) if parts else self.feed(portfolio, given)
        except kogge.DegenerateError:
            return portfolio, False
        raise Wrong("no end of rounds")

    def do_portfolio(self, vector, given, expect):
        options = record("abc_options", given.get("abc_options"))
        ask = given.get("concentration_options")
        ask = None if ask is None else record("concentration_options", ask)
        portfolio = self.call(expect, lambda: self.feed(kogge.Portfolio(options), given))
        if portfolio is None:
            return
        early = self.early(portfolio, ask)
        portfolio, exact = self.refine(portfolio, given, False)
        wanted = expect.get("concentration", {})
        result = self.call(wanted, portfolio.concentration, ask)
        if result is not None:
            self.compare(result, wanted)
            if "top_bp" in wanted:
                same("top_bp", list(result.top_bp)[: len(wanted["top_bp"])], wanted["top_bp"])
            same("the concentration before", early, self.shown(result))
        compare_list("pareto", portfolio.pareto(), expect.get("pareto"))
        if "cuts" in expect:
            self.compare(self.call(expect["cuts"], portfolio.cuts), expect["cuts"])
        if "shares" in expect:
            shares = self.call(expect["shares"], portfolio.shares)
            self.compare(shares, expect["shares"], "shares")
        other, _ = self.refine(self.in_parts(kogge.Portfolio(options), given), given, True)
        same("the portfolio in parts", other.save(), portfolio.save())
        if exact:
            self.call({"status": "INVALID"}, portfolio.add, None, [1])

    def early(self, portfolio, ask):
        try:
            return self.shown(portfolio.concentration(ask))
        except kogge.Error:
            return None

    def shown(self, result):
        return {key: value for key, value in result.to_dict().items() if key != "absorption_bp"}

    # ---- files -------------------------------------------------------------------------------------------------

    def run(self, vector):
        self.book = None
        if "do" in vector:
            own = getattr(self, f"do_{vector['do']}", None)
            return own(vector, vector.get("in", {}), vector["expect"]) if own else self.do(vector)
        kind = next(kind for kind in ("case", "reassess", "call", "lint", "book") if kind in vector)
        return getattr(self, f"run_{kind}")(vector)

    def run_file(self, path):
        wrong = 0
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            vector = json.loads(text)
            self.vectors += 1
            try:
                self.run(vector)
            except Exception as error:  # one vector more that is wrong
                wrong += 1
                print(f"{path.name}:{line}: {type(error).__name__}: {error}", file=sys.stderr)
        return wrong


ROWS = {"order_rules": "order_rule", "treatment_rows": "treatment_row", "channel_costs": "channel_cost",
        "kam_criteria": "kam_criterion", "strategy_weights": "strategy_weight"}  # fmt: skip


def main(program, *files):
    runner = Runner()
    wrong = sum(runner.run_file(Path(file)) for file in files)
    plain = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    done = subprocess.run([program, *files], capture_output=True, text=True, check=True, env=plain)
    texts = re.search(r"texts (\d+)", done.stdout)
    if texts and int(texts[1]) != runner.texts.sum:
        print(f"the texts are others: {runner.texts.sum}, in C {texts[1]}", file=sys.stderr)
        wrong += 1
    print(f"{runner.vectors} vectors, {runner.skipped} of them not for Python, {wrong} differences; "
          f"{'the texts are the same' if texts else 'texts not compared'}")  # fmt: skip
    sys.exit(1 if wrong or not runner.vectors else 0)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
