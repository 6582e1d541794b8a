#!/usr/bin/env python3
"""Fees of many orders, eight rules: Kogge beside NumPy, Polars and DuckDB, on one core each.

    peers_orders.py LIBRARY                 two million orders
    peers_orders.py LIBRARY 28000000 3      as many orders, the median of so many rounds
    peers_orders.py LIBRARY once            a few orders: are the answers equal?

LIBRARY is libkogge.so. Needs cffi, numpy, polars, duckdb and pyarrow. All programs have the same orders and customers in
their own memory and give action, charged fees and small-order fees of each order; every row must be equal. Each looks up
the tier of an order's customer by his row. Times are processor time."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

try:
    import duckdb
    import numpy as np
    import polars as pl
    import pyarrow  # noqa: F401 # what takes the result of the library
    from kogge_library import Library
except ImportError as missing:
    print(f"skipped: {missing}; tests/run installs it")
    sys.exit(77)
from peers_terms import (
    ALLOW,
    DECIDED,
    FIRST_DIGITAL,
    HONOURED,
    LAST_DIGITAL,
    NEW_TERMS,
    REDIRECT_SHOP,
    RULES,
    SURCHARGE,
    TIER_B,
    TIER_D,
    TODAY,
    new_orders,
)

USUAL_ROWS, USUAL_RUNS, FEW_ROWS = 2_000_000, 5, 50_000
ROWS_OF_A_BLOCK = 8192  # whose arrays stay in the cache


# ---- Kogge -----------------------------------------------------------------------------------------------------------


class Kogge:
    def __init__(self, binding):
        self.binding = binding
        self.book = binding.book("NEUTRAL_2026", "EUR", RULES)

    def decide(self, orders, customers, columns):
        binding, none = self.binding, self.binding.ffi.NULL
        assess = binding.c.kogge_order_assess_columns
        binding.check(
            assess(
                self.book, orders, customers, none, none, columns, len(columns), none, none, none, none, binding.error
            )
        )

    def columns(self, orders, customers):
        """Arrays as columns, the result in arrays that the caller keeps."""
        renamed = {"order_row.customer_row" if name == "customer_row" else name: a for name, a in orders.items()}
        order_table, kept = self.binding.table("order", renamed, len(orders["net_minor"]))
        customer_table, kept_too = self.binding.table("customer", customers, len(customers["tier"]))
        result = empty_result(len(orders["net_minor"]))
        out = self.binding.out_columns("assessment", result)

        def work(kept=(kept, kept_too)):
            self.decide(order_table, customer_table, out)
            return result

        return work

    def polars(self, orders, customers):
        """A Polars frame in, a Polars frame out."""
        order_frame, customer_frame = polars_frames(orders, customers)
        order_frame = order_frame.rename({"customer_row": "order_row.customer_row"})

        def work():
            arrow_orders = self.binding.imported(order_frame, ["order.net_minor", "order_row.customer_row"])
            arrow_customers = self.binding.imported(customer_frame, ["customer.tier"])
            (customer_table,) = self.binding.tables(arrow_customers)
            result, row = self.binding.new_result("assessment", DECIDED, order_frame.height), 0
            for table in self.binding.tables(arrow_orders):
                self.decide(table, customer_table, self.binding.columns_from(result, row))
                row += table.row_count
            return pl.from_arrow(self.binding.exported(result))

        return work


def empty_result(rows):
    types = {"action": np.int32}
    return {name: np.empty(rows, types.get(name, np.int64)) for name in DECIDED}


# ---- NumPy -----------------------------------------------------------------------------------------------------------


def numpy_fees(net, priced_at, channel, waivers, services, earlier, tier):
    """The eight rules over whole arrays, from the guide."""
    is_digital = (channel >= FIRST_DIGITAL) & (channel <= LAST_DIGITAL)
    is_personal = (channel >= 1) & (channel < FIRST_DIGITAL)
    is_new = priced_at >= NEW_TERMS
    is_small = (tier == 0) | (tier > TIER_B)
    new_personal = is_personal & is_new
    small_personal = new_personal & is_small
    below_100 = net < 10000

    # Rule 1, with the step to its limit and what rule 2 charges there.
    capped = np.minimum(1500, 10000 - net + 750)
    small_fees = np.where(small_personal & below_100 & (waivers & HONOURED == 0), capped, 0)
    small_fees += np.where(small_personal & ~below_100 & (net < 20000), 750, 0)
    percent = np.clip((net * 500 + 5000) // 10000, 300, 1000)
    small_fees += np.where(new_personal & (tier == TIER_B) & (net < 15000), percent, 0)
    small_fees += np.where(is_digital & (net < 2500), 2500 - net, 0)
    small_fees += np.where(is_digital & (net >= 2500) & (net < 5000) & (earlier >= 2), 490, 0)
    small_fees += np.where(is_personal & ~is_new & (priced_at >= TODAY - 600) & below_100, 1200, 0)

    charged = small_fees + services * np.int64(1250)
    action = np.where(charged > 0, np.int32(SURCHARGE), np.int32(ALLOW))
    action[is_personal & (tier == TIER_D) & (net < 5000)] = REDIRECT_SHOP
    return action, charged, small_fees


def numpy_inputs(orders, customers, rows):
    names = ("net_minor", "priced_at", "channel", "waivers", "special_services", "earlier_small_orders")
    return *(orders[name][rows] for name in names), customers["tier"][orders["customer_row"][rows]]


def numpy_whole(orders, customers):
    return lambda: dict(zip(DECIDED, numpy_fees(*numpy_inputs(orders, customers, slice(None))), strict=True))


def numpy_blocks(orders, customers):
    """As many orders at a time as the cache holds, into arrays that the caller keeps."""
    result = empty_result(len(orders["net_minor"]))

    def work():
        for first in range(0, len(orders["net_minor"]), ROWS_OF_A_BLOCK):
            rows = slice(first, first + ROWS_OF_A_BLOCK)
            decided = numpy_fees(*numpy_inputs(orders, customers, rows))
            for name, values in zip(DECIDED, decided, strict=True):
                result[name][rows] = values
        return result

    return work


# ---- Polars ----------------------------------------------------------------------------------------------------------


def polars_frames(orders, customers):
    order_frame = pl.DataFrame(orders).with_columns(pl.col("priced_at").cast(pl.Date))
    return order_frame, pl.DataFrame(customers)


def polars_expressions():
    net, channel, tier, priced_at = (pl.col(name) for name in ("net_minor", "channel", "tier", "priced_at"))
    is_digital = channel.is_between(FIRST_DIGITAL, LAST_DIGITAL)
    is_personal = channel.is_between(1, FIRST_DIGITAL - 1)
    is_new = priced_at >= pl.lit(NEW_TERMS).cast(pl.Date)
    is_old = priced_at.is_between(pl.lit(TODAY - 600).cast(pl.Date), pl.lit(NEW_TERMS).cast(pl.Date), closed="left")
    small_personal = is_personal & is_new & ((tier == 0) | (tier > TIER_B))
    is_waived = pl.col("waivers") & HONOURED != 0
    small_fees = (
        pl.when(small_personal & (net < 10000))
        .then(pl.when(is_waived).then(0).otherwise(pl.min_horizontal(1500, 10000 - net + 750)))
        .when(small_personal & (net < 20000))
        .then(750)
        .when(is_personal & is_new & (tier == TIER_B) & (net < 15000))
        .then(((net * 500 + 5000) // 10000).clip(300, 1000))
        .when(is_digital & (net < 2500))
        .then(2500 - net)
        .when(is_digital & (net < 5000) & (pl.col("earlier_small_orders") >= 2))
        .then(490)
        .when(is_personal & is_old & (net < 10000))
        .then(1200)
        .otherwise(0)
        .cast(pl.Int64)
    )
    charged = pl.col("small_order_fees_minor") + pl.col("special_services").cast(pl.Int64) * 1250
    redirected = is_personal & (tier == TIER_D) & (net < 5000)
    action = pl.when(redirected).then(REDIRECT_SHOP).when(pl.col("charged_minor") > 0).then(SURCHARGE).otherwise(ALLOW)
    return small_fees, charged, action.cast(pl.Int32)


def polars_work(orders, customers):
    order_frame, customer_frame = polars_frames(orders, customers)
    small_fees, charged, action = polars_expressions()
    tiers = customer_frame["tier"]
    query = (
        order_frame.lazy()
        .with_columns(tier=pl.lit(tiers).gather(pl.col("customer_row")))
        .with_columns(small_order_fees_minor=small_fees)
        .with_columns(charged_minor=charged)
        .select(action.alias("action"), "charged_minor", "small_order_fees_minor")
    )
    return query.collect


# ---- DuckDB ----------------------------------------------------------------------------------------------------------

DUCKDB_JOIN = "orders JOIN customers USING (customer_row)"
DUCKDB_FEES = f"""
    CREATE OR REPLACE TABLE decided AS
    WITH known AS (
        SELECT orders.*, orders.rowid AS place, tier, channel BETWEEN {FIRST_DIGITAL} AND {LAST_DIGITAL} AS is_digital,
               channel BETWEEN 1 AND {FIRST_DIGITAL - 1} AS is_personal, priced_at >= {NEW_TERMS} AS is_new,
               tier = 0 OR tier > {TIER_B} AS is_small
        FROM {DUCKDB_JOIN}
    ), fees AS (
        SELECT *, (CASE
            WHEN is_personal AND is_new AND is_small AND net_minor < 10000
                THEN CASE WHEN waivers & {HONOURED} <> 0 THEN 0 ELSE least(1500, 10000 - net_minor + 750) END
            WHEN is_personal AND is_new AND is_small AND net_minor < 20000 THEN 750
            WHEN is_personal AND is_new AND tier = {TIER_B} AND net_minor < 15000
                THEN greatest(300, least(1000, (net_minor * 500 + 5000) // 10000))
            WHEN is_digital AND net_minor < 2500 THEN 2500 - net_minor
            WHEN is_digital AND net_minor < 5000 AND earlier_small_orders >= 2 THEN 490
            WHEN is_personal AND NOT is_new AND priced_at >= {TODAY - 600} AND net_minor < 10000 THEN 1200
            ELSE 0 END)::BIGINT AS small_order_fees_minor
        FROM known
    ), sums AS (
        SELECT *, small_order_fees_minor + special_services::BIGINT * 1250 AS charged_minor FROM fees
    )
    SELECT (CASE WHEN is_personal AND tier = {TIER_D} AND net_minor < 5000 THEN {REDIRECT_SHOP}
                 WHEN charged_minor > 0 THEN {SURCHARGE} ELSE {ALLOW} END)::INTEGER AS action,
           charged_minor, small_order_fees_minor, place
    FROM sums
"""


def duckdb_tables(**tables):
    """Tables of its own, in a database in memory."""
    connection = duckdb.connect(config={"threads": 1})
    for name, given in tables.items():
        connection.register("given", pl.DataFrame(given))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")
    return connection


def duckdb_join(orders, customers):
    """A join of many rows does not keep their order: each keeps its place."""
    rows = np.arange(len(customers["tier"]))
    connection = duckdb_tables(orders=orders, customers={"customer_row": rows, **customers})
    return lambda: connection.execute(DUCKDB_FEES)


def duckdb_joined(orders, customers):
    """What a join would cost is not counted."""
    connection = duckdb_tables(orders=orders | {"tier": customers["tier"][orders["customer_row"]]})
    return lambda: connection.execute(DUCKDB_FEES.replace(DUCKDB_JOIN, "orders"))


# ---- all of them -----------------------------------------------------------------------------------------------------

PROGRAMS = {
    "Kogge, columns": lambda kogge, *data: kogge.columns(*data),
    "Kogge, from and to a Polars frame": lambda kogge, *data: kogge.polars(*data),
    "NumPy in blocks": lambda kogge, *data: numpy_blocks(*data),
    "NumPy": lambda kogge, *data: numpy_whole(*data),
    "Polars": lambda kogge, *data: polars_work(*data),
    "DuckDB, with a join": lambda kogge, *data: duckdb_join(*data),
    "DuckDB, joined before": lambda kogge, *data: duckdb_joined(*data),
}


def arrays_of(result):
    """A result of any of the programs as arrays."""
    if isinstance(result, duckdb.DuckDBPyConnection):
        result = result.execute("SELECT * FROM decided ORDER BY place").fetchnumpy()
    return {name: np.asarray(result[name]) for name in DECIDED}


def require_equal(works):
    first, *others = works
    expected = arrays_of(works[first]())
    for name in others:
        found = arrays_of(works[name]())
        for column, values in found.items():
            differ = np.flatnonzero(values != expected[column])
            if differ.size or len(values) != len(expected[column]):
                row = differ[0] if differ.size else min(len(values), len(expected[column]))
                sys.exit(f"{column} of {differ.size} orders differs: {name} and {first}, first in row {row}")
    counts = [f"{int((expected['action'] == code).sum())} {what}" for code, what in ACTIONS.items()]
    print(f"equal action and fees in each of {len(expected['action'])} orders: {', '.join(counts)}\n", flush=True)


ACTIONS = {ALLOW: "allowed", SURCHARGE: "with fees", REDIRECT_SHOP: "sent to the shop"}


def require_distinct(orders):
    """Customer and day together are a key."""
    keys = orders["customer_row"] * 2**20 + orders["priced_at"]
    if np.unique(keys).size != keys.size:
        sys.exit("two orders are equal")


def reading(orders, customers):
    """The largest of 64 bits at a time: what reads memory fastest here."""
    words = [array[: len(array) // 2 * 2].view(np.int64) for array in (*orders.values(), *customers.values())]
    return lambda: [array.max() for array in words]


def bytes_of(orders, customers):
    return sum(array.nbytes for array in (*orders.values(), *customers.values()))


def megabytes(count):
    return f"{count / 1e6:.0f}"


HEAD = ["program", "ns an order", "million orders/s", "times Kogge's columns", "times one read", "memory beside, MB"]


def print_times(took, read, rows, beside):
    lines = []
    for name, seconds in took.items():
        figures = [1e9 * seconds / rows, rows / seconds / 1e6, seconds / took["Kogge, columns"], seconds / read]
        lines.append([name, *map(measure.figure, figures), megabytes(beside[name])])
    print(measure.markdown(HEAD, lines))


def print_findings(took, beside, read_bytes):
    columns, frame = (name for name in took if name.startswith("Kogge"))
    faster = [name for name in took if took[name] < took[columns] and name != frame]
    print(f"\nfaster than Kogge's columns: {'; '.join(faster) or 'none'}")
    more = megabytes(beside[frame] - beside[columns])
    print(f"the Polars frame: {took[frame] / took[columns]:.2f} times the time of columns; ", end="")
    print(f"{more} MB more beside the data, of which {megabytes(read_bytes)} MB are read")


def memory_of_each(path, orders, customers):
    """The peak of each program in a process of its own, beyond the data that it works on."""
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder) / "orders", **orders)
        np.savez(Path(folder) / "customers", **customers)
        command = [sys.executable, __file__, path, "--memory", folder]
        return {
            name: json.loads(subprocess.run([*command, name], capture_output=True, text=True, check=True).stdout)
            for name in PROGRAMS
        }


def memory_of_one(kogge, folder, name):
    orders, customers = (dict(np.load(Path(folder) / f"{what}.npz")) for what in ("orders", "customers"))
    work = PROGRAMS[name](kogge, orders, customers)
    del orders, customers
    print(json.dumps(measure.peak_beside(work)))


def print_setting(orders, customers, runs):
    versions = ", ".join(map(measure.version, ("numpy", "polars", "duckdb")))
    print(f"{measure.machine()}; {versions}; load {measure.load()}")
    size = megabytes(bytes_of(orders, customers))
    print(f"{len(orders['net_minor'])} orders, {len(customers['tier'])} customers, {size} MB, medians of {runs} rounds")


def compare(path, kogge, rows, runs):
    orders, customers = new_orders(rows)
    require_distinct(orders)
    works = {name: start(kogge, orders, customers) for name, start in PROGRAMS.items()}
    require_equal(works)
    if not runs:
        return
    print_setting(orders, customers, runs)
    took = measure.medians(works | {"read": reading(orders, customers)}, runs)
    works.clear()
    read = took.pop("read")
    speed = bytes_of(orders, customers) / read / 1e9
    print(f"reading the columns and nothing else: {speed:.1f} GB/s, {1e9 * read / rows:.2f} ns an order\n", flush=True)
    beside = memory_of_each(path, orders, customers)
    print_times(took, read, rows, beside)
    print_findings(took, beside, bytes_of(orders, customers))
    print(f"load at the end {measure.load()}")


def main(path, *arguments):
    kogge = Kogge(Library(path))
    if arguments[:1] == ("--memory",):
        memory_of_one(kogge, *arguments[1:])
    elif arguments == ("once",):
        compare(path, kogge, FEW_ROWS, 0)
    else:
        rows, runs = (*map(int, arguments), *(USUAL_ROWS, USUAL_RUNS)[len(arguments) :])
        compare(path, kogge, rows, runs)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    measure.restart_on_one_core()
    main(*sys.argv[1:])
