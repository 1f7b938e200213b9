"""What no_drift costs, and how often it cries wolf.

    python benchmarks/drift.py                # seconds and memory: 20 columns, 5 million rows a side, DuckDB
    python benchmarks/drift.py false-alarms   # shares of runs that fail when nothing has drifted
    python benchmarks/drift.py power          # shares of runs that find one column of twenty that has drifted

The floor is one hand-written query that counts every row of both sides by the deciles of a sample of the reference.
Each query runs in a new process, all on the same two tables. The false alarms are of the package's own SQL: columns of
every kind, both sides drawn from one distribution, told of a column alone and of relations with 5, 20 and 100 columns.
For power, one of twenty columns, a normal one, is shifted by a part of its standard deviation.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

NUMBERS = [f"x{number}" for number in range(14)]
WORDS = [f"s{number}" for number in range(6)]
COLUMNS = 100
FAMILIES, FAMILY = (1, 5, 20, 100), 20
SIZES = [(50, 50), (100, 100), (500, 500), (2000, 2000), (5000, 50), (50, 5000), (5000, 500), (500, 5000)]
SHIFTS, SHIFTED_SIZES = (0.1, 0.2, 0.35, 0.5), (100, 500, 2000)


def plant(path: Path, rows: int) -> None:
    """Write `old` and `new`: fourteen numbers with nulls among them, and six categories."""
    numbers = ", ".join(
        f"case when hash(i, {n}) % 50 > 0 then (hash(i, {n}, 'v') % 1000000) / 1000.0 end as {name}"
        for n, name in enumerate(NUMBERS)
    )
    words = ", ".join(f"'value ' || (hash(i, {n}, 'w') % {5 + 3 * n}) as {name}" for n, name in enumerate(WORDS))
    with duckdb.connect(str(path)) as connection:
        for table, start in (("old", 0), ("new", rows)):
            connection.execute(
                f"create table {table} as select {numbers}, {words} from range({start}, {start + rows}) r(i)"
            )


def by_hand() -> str:
    """PSI of every column, as a person would write it for DuckDB: sampled deciles, every row counted."""
    deciles = ", ".join(f"quantile_cont({x}, [{', '.join(str(t / 10) for t in range(1, 10))}]) as {x}" for x in NUMBERS)
    counts = []
    for side in ("old", "new"):
        for column in NUMBERS:
            steps = " ".join(f"when side.{column} < edges.{column}[{t}] then {t}" for t in range(1, 10))
            bin_of = f"cast(case when side.{column} is null then 0 {steps} else 10 end as varchar)"
            counts.append(
                f"select '{column}' as name, '{side}' as side, {bin_of} as bin, count(*) as n "
                f"from {side} as side, edges group by 3"
            )
        counts += [f"select '{word}', '{side}', {word}, count(*) from {side} group by 3" for word in WORDS]
    sample = "select * from old using sample reservoir(100000 rows) repeatable (1)"
    return f"""
        with edges as materialized (select {deciles} from ({sample})),
        counts as ({" union all ".join(counts)}),
        shares as (
            select name, bin, coalesce(sum(n) filter (side = 'old'), 0.5) / (select count(*) from old) as p,
                coalesce(sum(n) filter (side = 'new'), 0.5) / (select count(*) from new) as q
            from counts group by name, bin
        )
        select name, sum((p - q) * ln(p / q)) as psi from shares group by name
    """


def compiled(folder: Path, columns: dict[str, str], **arguments: Any) -> str:
    """What no_drift compiles to, for tables `old` and `new`."""
    project = Project(folder, DuckDB(folder.parent / f"{folder.name}.duckdb"))
    nulls = ", ".join(
        f"cast(null as {'varchar' if columns[name] == 'category' else 'double'}) as {name}" for name in columns
    )
    for side in ("old", "new"):
        project.model(side, f"{{{{ config(materialized='table') }}}} select {nulls}")
    test = {
        "flywheel.no_drift": {"name": "drift", "arguments": {"reference": "ref('old')", "columns": columns} | arguments}
    }
    project.write_yaml("models/new.yml", {"models": [{"name": "new", "data_tests": [test]}]})
    with contextlib.redirect_stdout(io.StringIO()):
        built = project.dbt("run", "--select", "old", "new")
        assert built.success, built.messages
        run = project.dbt("compile", "--select", "new")
    assert run.success, run.messages
    query = run.results["drift"].node.compiled_code
    for table in ("old", "new"):
        query = query.replace(f'"{folder.name}"."main"."{table}"', table)
    return query


def run_once(path: Path, query: str, answer: multiprocessing.Queue) -> None:
    """Run one query in a new process: seconds by the clock and of the processors, and peak memory in MB."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set threads = 2")
        connection.execute("set enable_progress_bar = false")
        start, worked = time.perf_counter(), time.process_time()
        connection.execute(query).fetchall()
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
    answer.put((seconds, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def timed(path: Path, query: str) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=run_once, args=(path, query, answer))
    process.start()
    outcome = answer.get()
    process.join()
    return outcome


def costs(rows: int) -> None:
    """Seconds and memory of each way to the same answer."""
    kinds = dict.fromkeys(NUMBERS, "number") | dict.fromkeys(WORDS, "category")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plant(folder / "sides.duckdb", rows)
        queries = {
            "by hand, every row": by_hand(),
            "no_drift (half a million a side)": compiled(folder / "sampled", kinds),
            "no_drift, sample_rows: null": compiled(folder / "whole", kinds, sample_rows=None),
            "the same, edge_rows: null": compiled(folder / "exact", kinds, sample_rows=None, edge_rows=None),
        }
        print(f"{rows:,} rows a side, {len(kinds)} columns, DuckDB {duckdb.__version__}, 2 threads")
        print(f"{'':36}{'seconds':>9}{'CPU seconds':>13}{'MB':>8}")
        for title, query in queries.items():
            seconds, worked, memory = timed(folder / "sides.duckdb", query)
            print(f"{title:36}{seconds:9.2f}{worked:13.2f}{memory:8.0f}", flush=True)


KINDS = (["normal", "count", "flag", "with nulls", "few values", "many values"] * 4)[:FAMILY] * (COLUMNS // FAMILY)


def columns_of(rows: int, rng: np.random.Generator, shift: float = 0) -> pd.DataFrame:
    """Columns of one distribution each, by kind; the first of each family, a normal one, is shifted."""
    draw = {
        "normal": lambda: rng.normal(size=rows),
        "count": lambda: rng.poisson(2, rows).astype(float),
        "flag": lambda: (rng.random(rows) < 0.1).astype(float),
        "with nulls": lambda: np.where(rng.random(rows) < 0.1, np.nan, rng.lognormal(size=rows)),
        "few values": lambda: rng.choice(list("abcde"), rows, p=[0.4, 0.3, 0.2, 0.08, 0.02]),
        "many values": lambda: "v" + pd.Series(np.minimum(rng.zipf(1.5, rows), 60)).astype(str),
    }
    columns = {f"c{number}": draw[kind]() for number, kind in enumerate(KINDS)}
    for number in range(0, COLUMNS, FAMILY):
        columns[f"c{number}"] = columns[f"c{number}"] + shift
    return pd.DataFrame(columns)


class Judge:
    """no_drift on DuckDB, which tells the p_value and the statistic of every column."""

    def __init__(self, folder: Path, seed: int, statistic: str) -> None:
        self.rng = np.random.default_rng(seed)
        kinds = {f"c{n}": "category" if kind.endswith("values") else "number" for n, kind in enumerate(KINDS)}
        self.names = list(kinds)
        self.query = compiled(folder / "drift", kinds, statistic=statistic, min_effect=0, false_alarm_rate=0.999999)
        self.connection = duckdb.connect()
        self.connection.execute("set threads = 2")
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute("pragma disable_optimizer")  # of so few rows, planning is what takes the time

    def judged(self, runs: int, old_rows: int, new_rows: int, shift: float = 0) -> tuple[np.ndarray, np.ndarray]:
        """The p_values and statistics of `runs` drawn pairs of relations, a row each."""
        found = []
        for _ in range(runs):
            for table, rows, by in (("old", old_rows, 0), ("new", new_rows, shift)):
                self.connection.register("drawn", columns_of(rows, self.rng, by))
                self.connection.execute(f"create or replace table {table} as select * from drawn")
            rows = self.connection.execute(self.query).df().set_index("column_name").reindex(self.names)
            found.append(rows[["p_value", "value"]].fillna({"p_value": 1, "value": 0}).to_numpy(dtype=float))
        p, value = np.moveaxis(np.array(found), 2, 0)
        return p, value


def false_alarms(judge: Judge, runs: int, sizes: list[tuple[int, int]]) -> None:
    """Where nothing has drifted: how often a column has a small p_value, and how often a relation of so many alarms."""
    print(f"{runs * COLUMNS:,} columns each")
    print(
        f"{'':16}{'p_values under':>16}{'relations that alarm at 0.05':>34}{'at 0.01':>32}{'and effect over 0.1':>32}"
    )
    of_families = "".join(f"{size:>8}" for size in FAMILIES)
    print(f"{'rows a side':16}{'0.05':>8}{'0.01':>8}  {of_families}{of_families}{of_families}")
    for old_rows, new_rows in sizes:
        p, value = judge.judged(runs, old_rows, new_rows)
        told = (
            f"{f'{old_rows:,}, {new_rows:,}':16}"
            + "".join(f"{(p <= level).mean():8.4f}" for level in (0.05, 0.01))
            + "  "
        )
        for rate, effect in ((0.05, 0), (0.01, 0), (0.01, 0.1)):
            for size in FAMILIES:
                families, effects = p.reshape(-1, size), value.reshape(-1, size)
                told += f"{(alarming(families, rate) & (effects >= effect)).any(1).mean():8.4f}"
        print(told, flush=True)


def power(judge: Judge, runs: int) -> None:
    """Where one column of twenty has drifted: how often it is found, whatever its effect and where that is over 0.1."""
    relations = runs * COLUMNS // FAMILY
    print(f"one of {FAMILY} columns shifted: found in so many of {relations} relations at 0.01, and effect over 0.1")
    print(f"{'rows a side':>12}" + "".join(f"{f'{shift} sd':>22}" for shift in SHIFTS))
    for size in SHIFTED_SIZES:
        told = f"{size:12,}"
        for shift in SHIFTS:
            p, value = (figures.reshape(-1, FAMILY) for figures in judge.judged(runs, size, size, shift))
            found = alarming(p, 0.01)[:, 0]
            told += f"{found.mean():14.2f}{(found & (value[:, 0] >= 0.1)).mean():8.2f}"
        print(told, flush=True)


def alarming(p: np.ndarray, rate: float) -> np.ndarray:
    """Benjamini and Hochberg in each row: all up to the last rank whose p_value is within its share of the rate."""
    ranks = np.argsort(np.argsort(p, axis=1), axis=1)
    within = np.sort(p, axis=1) * p.shape[1] / np.arange(1, p.shape[1] + 1) <= rate
    last = np.where(within.any(1), p.shape[1] - np.argmax(within[:, ::-1], axis=1), 0)
    return ranks < last[:, None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="costs", choices=["costs", "false-alarms", "power"])
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=100, help="pairs of relations drawn for each number of rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--sizes",
        nargs="+",
        default=SIZES,
        type=lambda pair: tuple(map(int, pair.split(","))),
        help="rows of the reference and of what is compared with it, as in 5000,50",
    )
    parser.add_argument(
        "--statistic", default="psi", help="psi, jensen_shannon, total_variation, chi2, ks or wasserstein"
    )
    arguments = parser.parse_args()
    if arguments.what == "costs":
        costs(arguments.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(Path(folder), arguments.seed, arguments.statistic)
        if arguments.what == "power":
            power(judge, arguments.runs)
        else:
            false_alarms(judge, arguments.runs, arguments.sizes)


if __name__ == "__main__":
    main()
