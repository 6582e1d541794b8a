#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""ABC classes of ten million customers: Kogge beside NumPy, pandas, Polars and DuckDB, on one core each.

    peers_abc.py BENCH_PORTFOLIO

Every program gets the same 64-bit integers in its own memory and gives the class of each, cut at 80 and 95 % (CUM_BEFORE);
the classes must be equal. Times are processor time in ms, the median of five runs. The others are installed, in their
current versions, into a virtual environment below the user's cache folder, once."""

import array
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import measure

PEERS = ("numpy", "pandas", "polars", "duckdb")
CUTS_BP = (8000, 9500)
RUNS = 5


# ---- the others, inside the virtual environment ------------------------------------------------------------------


def limits(total):
    """S < cut * T / 10 000 in whole numbers: S is below the ceiling."""
    return [-(-cut * total // 10000) for cut in CUTS_BP]


def numpy_classes(values):
    import numpy as np

    def work():
        largest = np.sort(values[values > 0])[::-1]
        up_to = np.cumsum(largest)
        before = up_to - largest
        a, b = (largest[np.searchsorted(before, limit) - 1] for limit in limits(int(up_to[-1])))
        return ((values < a).astype(np.int32) + (values < b)) + np.int32(1)

    return work, lambda classes: classes


def pandas_classes(values):
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({"value": values})

    def work():
        largest = frame.loc[frame["value"] > 0, "value"].sort_values(ascending=False)
        before = largest.cumsum() - largest
        cuts = [largest.iloc[before.searchsorted(limit) - 1] for limit in limits(int(largest.sum()))]
        value = frame["value"]
        return (value < cuts[0]).astype(np.int32) + (value < cuts[1]) + np.int32(1)

    return work, lambda classes: classes.to_numpy()


def polars_classes(values):
    import polars as pl

    series = pl.Series("value", values)

    def work():
        largest = series.filter(series > 0).sort(descending=True)
        before = largest.cum_sum() - largest
        a, b = (largest[before.search_sorted(limit) - 1] for limit in limits(largest.sum()))
        value = pl.col("value")
        return series.to_frame().select(1 + (value < a).cast(pl.Int32) + (value < b).cast(pl.Int32)).to_series()

    return work, lambda classes: classes.to_numpy()


def duckdb_classes(values):
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE TABLE customers AS SELECT column0 AS value FROM values")
    query = """
        CREATE OR REPLACE TABLE classes AS
        WITH sums AS (SELECT value, sum(value) AS own FROM customers WHERE value > 0 GROUP BY value),
             running AS (SELECT value, sum(own) OVER (ORDER BY value DESC) - own AS before, sum(own) OVER () AS total
                         FROM sums),
             cuts AS (SELECT min(value) FILTER (before * 10000 < 8000 * total) AS a,
                             min(value) FILTER (before * 10000 < 9500 * total) AS b FROM running)
        SELECT (1 + (value < a)::INTEGER + (value < b)::INTEGER)::INTEGER AS class FROM customers, cuts
    """

    def work():
        connection.execute(query)
        return connection

    return work, lambda connection: connection.execute("SELECT class FROM classes").fetchnumpy()["class"]


def run_peer(name, values_path, classes_path):
    import numpy as np

    values = np.fromfile(values_path, dtype=np.int64)
    work, to_array = globals()[f"{name}_classes"](values)
    took = []
    for _ in range(RUNS):
        start = time.process_time()
        result = work()
        took.append(1000 * (time.process_time() - start))
    np.ascontiguousarray(to_array(result), dtype=np.int32).tofile(classes_path)
    print(json.dumps({"version": __import__(name).__version__, "ms": statistics.median(took)}))


# ---- all of them -------------------------------------------------------------------------------------------------


def peers_python():
    """The interpreter of the virtual environment; made if it is not there."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kogge-peers"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
        (folder / "complete").touch()
    return python


def run(command):
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | measure.ONE_CORE,
        preexec_fn=measure.stay_on_one_core,
    )
    return done.stdout


def run_kogge(bench, values, classes):
    """Milliseconds of cut and classes together, and of one read of the values."""
    lines = [line.split() for line in run([bench, "cut", values, classes]).splitlines()]
    both = [float(line[1]) + float(line[2]) for line in lines if line[0] == "run"]
    reads = [float(line[1]) for line in lines if line[0] == "read"]
    return statistics.median(both), statistics.median(reads)


def class_counts(path):
    classes = array.array("i")
    classes.frombytes(Path(path).read_bytes())
    return tuple(classes.count(code) for code in (1, 2, 3))


def compare(bench, folder):
    values, own = folder / "values", folder / "kogge"
    run([bench, "values", values])
    kogge, read = run_kogge(bench, values, own)
    a, b, c = class_counts(own)
    print(f"{a + b + c} customers: {a} A, {b} B, {c} C")
    print(f"{'':20}{'ms':>10}{'times Kogge':>14}{'times one read':>16}")
    print(f"{'one read':20}{read:10.1f}{read / kogge:14.2f}{1:16.1f}")
    print(f"{'kogge':20}{kogge:10.1f}{1:14.2f}{kogge / read:16.1f}")
    wrong = []
    for name in PEERS:
        classes = folder / name
        result = json.loads(run([peers_python(), __file__, "--peer", name, values, classes]))
        label = f"{name} {result['version']}"
        print(f"{label:20}{result['ms']:10.1f}{result['ms'] / kogge:14.2f}{result['ms'] / read:16.1f}", flush=True)
        if classes.read_bytes() != own.read_bytes():
            wrong.append(name)
    return wrong


def main():
    if sys.argv[1:2] == ["--peer"]:
        run_peer(*sys.argv[2:])
        return 0
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        wrong = compare(Path(sys.argv[1]).resolve(), Path(folder))
    print(f"other classes: {', '.join(wrong)}" if wrong else "all give the same classes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
