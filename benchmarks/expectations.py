"""Sixty checks of a table as one meets_expectations, as the best query written by hand, and as a query each.

    python benchmarks/expectations.py [--rows 10000000] [--postgres-rows 2000000] [--runs 3]

The table has 24 columns: 20 of numbers with 2% nulls, an id, a time, a segment and a code. The checks: 20 of
completeness, 20 of ranges, 10 means, 4 minima, 4 maxima, one of accepted values and one of the row count. All of them
pass, as most do most days; and once more every range is broken in every block of rows, the worst for counting by a
filter. No check groups rows by their values, as unique does: its scan costs the same both ways and would hide the rest.

Timed is the SQL that dbt sends, without what dbt itself takes for its start-up and for each test. By hand is, on
DuckDB, counts and means in one select and each range as a filtered count in the same statement; on Postgres one select.
"A query each" are the queries of the same checks as dbt-utils and dbt-expectations write them. Great Expectations and
Soda are not here: they need environments of their own. `columns read` is what a warehouse that bills by the byte would
bill, in columns.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB, Postgres, Warehouse

COLUMNS = [f"x{number}" for number in range(20)]
RANGED, AVERAGED, EXTREMES = COLUMNS, COLUMNS[:10], COLUMNS[10:14]
CODES = [f"c{number}" for number in range(8)]
Run = Callable[[str], Any]


def plant(warehouse: Warehouse, rows: int) -> None:
    """Write the table `events`."""
    if warehouse.name == "duckdb":
        number = "case when hash(i, {n}) % 50 > 0 then (hash(i, {n}, 'v') % 1000000) / 1000.0 end"
        other = "timestamp '2024-01-01' + to_seconds(i::bigint) as happened_at, 's' || (hash(i) % 20) as segment, "
        other += "'c' || (hash(i, 'c') % 8) as code"
        source = f"range({rows}) r(i)"
    else:
        number = "case when (i * {p}) % 50 > 0 then cast((i * {p} * 31) % 1000000 as double precision) / 1000.0 end"
        other = "timestamp '2024-01-01' + i * interval '1 second' as happened_at, 's' || (i % 20) as segment, "
        other += "'c' || (i * 7 % 8) as code"
        source = f"generate_series(cast(0 as bigint), {rows - 1}) r(i)"
    numbers = ", ".join(f"{number.format(n=n, p=7919 + 2 * n)} as {column}" for n, column in enumerate(COLUMNS))
    warehouse.execute(f"create table events as select i as id, {other}, {numbers} from {source}")


def checks(lowest: float, highest: float) -> dict[str, Any]:
    """The sixty, as an analyst would write them."""
    columns: dict[str, Any] = {
        column: {"completeness": {"min": 0.9}, "in_range": [lowest, highest]} for column in COLUMNS
    }
    for column in AVERAGED:
        columns[column]["mean"] = {"between": [400, 600]}
    for column in EXTREMES:
        columns[column] |= {"min": {"min": 0}, "max": {"max": 1000}}
    columns["code"] = {"accepted_values": CODES}
    assert sum(len(of_column) for of_column in columns.values()) == 59
    return {"columns": columns, "table": {"row_count": {"min": 1}}}


def by_hand(engine: str, lowest: float, highest: float) -> list[str]:
    """The same figures as one row, as a person who knows the engine would ask for them."""
    parts = ["count(*)", *(f"count({column})" for column in COLUMNS), *(f"avg({column})" for column in AVERAGED)]
    parts += [f"{extreme}({column})" for column in EXTREMES for extreme in ("min", "max")]
    codes = ", ".join(f"'{code}'" for code in CODES)
    parts.append(f"sum(case when code not in ({codes}) then 1 else 0 end)")
    for column in RANGED:
        beyond = f"{column} < {lowest} or {column} > {highest}"
        if engine == "duckdb":
            parts.append(f"(select count(*) from events where {beyond})")
        else:
            parts.append(f"sum(case when {beyond} then 1 else 0 end)")
    return [f"select {', '.join(parts)} from events"]


def one_each(lowest: float, highest: float) -> list[str]:
    """A query for each check, whose rows dbt counts."""
    queries = ["select n from (select count(*) as n from events) as counted where not n >= 1"]
    for column in COLUMNS:
        queries.append(
            f"select known from (select sum(case when {column} is null then 0 else 1 end) / cast(count(*) as numeric) "
            "as known from events) as shares where not known >= 0.9"
        )
        queries.append(f"select * from events where not ({column} >= {lowest} and {column} <= {highest})")
    queries += [
        f"select m from (select avg({c}) as m from events) as means where not (m >= 400 and m <= 600)" for c in AVERAGED
    ]
    queries += [f"select m from (select min({c}) as m from events) as least where not m >= 0" for c in EXTREMES]
    queries += [f"select m from (select max({c}) as m from events) as most where not m <= 1000" for c in EXTREMES]
    codes = ", ".join(f"'{code}'" for code in CODES)
    queries.append(
        f"select code from (select code, count(*) as n from events group by code) as c where code not in ({codes})"
    )
    assert len(queries) == 60
    return [
        f"select count(*) as failures, count(*) != 0 as should_warn from ({query}) as dbt_internal_test"
        for query in queries
    ]


def compiled(folder: Path, warehouse: Warehouse, lowest: float, highest: float) -> list[str]:
    """What meets_expectations compiles to."""
    project = Project(folder, warehouse)
    project.model("events", "{{ config(materialized='table') }} select 1 as id")
    test = {"flywheel.meets_expectations": {"name": "sixty", "arguments": checks(lowest, highest)}}
    project.write_yaml("models/events.yml", {"models": [{"name": "events", "data_tests": [test]}]})
    with contextlib.redirect_stdout(io.StringIO()):
        run = project.dbt("compile", "--select", "sixty", "--no-introspect", "--no-populate-cache")
    assert run.success, run.messages
    sql = run.results["sixty"].node.compiled_code
    return [f"select count(*) as failures, count(*) != 0 as should_warn from ({sql}) as dbt_internal_test"]


def seconds(run: Run, queries: list[str]) -> float:
    start = time.perf_counter()
    for query in queries:
        run(query)
    return time.perf_counter() - start


def report(folder: Path, warehouse: Warehouse, run: Run, rows: int, runs: int) -> None:
    """One table of an engine."""
    print(f"\n{warehouse.name}, {rows:,} rows x 24 columns, 60 checks, median of {runs}")
    print(f"{'':22}{'by hand':>10}{'one test':>10}{'a query each':>14}{'to the floor':>14}{'of 60 queries':>15}")
    for title, lowest, highest in [("all within", 0, 1000), ("all ranges broken", 10, 900)]:
        ours = compiled(folder / title.replace(" ", "_"), warehouse, lowest, highest)
        sides = [by_hand(warehouse.name, lowest, highest), ours, one_each(lowest, highest)]
        timed = [[seconds(run, queries) for queries in sides] for _ in range(runs)]
        floor, one, each = (statistics.median(times[side] for times in timed) for side in range(3))
        print(f"{title:22}{floor:9.2f}s{one:9.2f}s{each:13.2f}s{one / floor:14.2f}{one / each:15.2f}")
    print(f"{'statements':22}{1:10}{1:10}{60:14}")
    once = len(COLUMNS) + 1
    read_each = len(COLUMNS) + 24 * len(RANGED) + len(AVERAGED) + 2 * len(EXTREMES) + 1
    print(f"{'columns read':22}{once:10}{once:10}{read_each:14}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--postgres-rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warehouse = DuckDB(folder / "events.duckdb")
        plant(warehouse, arguments.rows)
        connection = duckdb.connect(str(folder / "other.duckdb"))
        connection.execute(f"attach '{folder / 'events.duckdb'}' as events (read_only)")
        connection.execute("set threads = 2")
        connection.execute("use events")
        report(
            folder / "duckdb", warehouse, lambda sql: connection.execute(sql).fetchall(), arguments.rows, arguments.runs
        )
        connection.close()

        import pgserver
        import psycopg2

        server = pgserver.get_server(folder / "postgres")
        try:
            warehouse = Postgres(folder / "postgres", "benchmark")
            plant(warehouse, arguments.postgres_rows)
            database = psycopg2.connect(
                host=str(folder / "postgres"), user="postgres", dbname="postgres", options="-c search_path=benchmark"
            )
            database.autocommit = True
            cursor = database.cursor()
            cursor.execute("vacuum analyze events")

            def run(sql: str) -> None:
                cursor.execute(sql)
                cursor.fetchall()

            report(folder / "on_postgres", warehouse, run, arguments.postgres_rows, arguments.runs)
            database.close()
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
