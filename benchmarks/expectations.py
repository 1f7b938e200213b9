"""Sixty checks of a table as one meets_expectations, as the best query written by hand, and as four peers have them.

    python benchmarks/expectations.py [--rows 10000000] [--postgres-rows 2000000] [--runs 3] [--broken]
        [--engines duckdb postgres] [--packages FOLDER] [--great-expectations PYTHON] [--soda PYTHON]

The table has 24 columns: 20 of numbers with 2% nulls, an id, a time, a segment and a code. The checks: 20 of
completeness, 20 of ranges, 10 means, 4 minima, 4 maxima, one of accepted values and one of the row count. All of them
pass, as most do most days; with `--broken` every range is broken in every block of rows, the worst for counting by a
filter. No check groups rows by their values, as unique does: its scan costs the same both ways and would hide the rest.

Each way is a process of its own, as a user runs it, and what is told is what the checks add to it: the process with the
sixty less the same process with none, seconds by the clock and seconds of processors, the database's included. Those of
dbt, which have the process with none in common, are `dbt test` of one project that is parsed before; by hand is a
singular test of it. On DuckDB that has counts and means in one select, and in the same statement each range as a
filtered count and each extreme by itself; on Postgres it is one select, with ranges counted by `filter` and means as
sums over counts, the fastest that was found there.

The folder of `--packages` holds dbt_utils and dbt_expectations; the pythons are those of environments with Great
Expectations (psycopg2, duckdb and duckdb-engine beside it), and with soda-core-duckdb, soda-core-postgres and a duckdb
that opens the file of this one. A peer that is not given is left out. `columns read` is what a warehouse that bills by
the byte would bill, in columns.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB, Postgres, Warehouse

COLUMNS = [f"x{number}" for number in range(20)]
RANGED, AVERAGED, EXTREMES = COLUMNS, COLUMNS[:10], COLUMNS[10:14]
CODES = [f"c{number}" for number in range(8)]
WITHIN, BROKEN = (0, 1000), (10, 900)
OF_DBT = ("by hand", "meets_expectations", "sixty dbt tests")
DBT = "import sys; from dbt.cli.main import dbtRunner; dbtRunner().invoke(sys.argv[1:])"


class Cost(NamedTuple):
    """Seconds by the clock and seconds of processors."""

    wall: float
    cpu: float


Server = psutil.Process | None
Way = Callable[[bool], Cost]  # runs the sixty, or none


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
    numbers = ", ".join(f"{number.format(n=n, p=7919 + 10 * n)} as {column}" for n, column in enumerate(COLUMNS))
    warehouse.execute(f"create table events as select i as id, {other}, {numbers} from {source}")
    warehouse.execute("analyze events")


def expectations(lowest: float, highest: float) -> dict[str, Any]:
    """The sixty, as an analyst would write them here."""
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


def by_hand(engine: str, lowest: float, highest: float) -> str:
    """The same as one row, if any is broken, as a person who knows the engine would write it."""
    events, on_duckdb = "{{ ref('events') }}", engine == "duckdb"
    codes = ", ".join(f"'{code}'" for code in CODES)
    figures = [("count(*)", ">= 1")]
    figures += [(f"count({column})", ">= 0.9 * c0") for column in COLUMNS]
    figures += [(f"avg({c})" if on_duckdb else f"sum({c}) / count({c})", "between 400 and 600") for c in AVERAGED]

    def extreme(figure: str) -> str:
        return f"(select {figure} from {events})" if on_duckdb else figure

    def rows(wrong: str) -> str:
        return f"(select count(*) from {events} where {wrong})" if on_duckdb else f"count(*) filter (where {wrong})"

    figures += [(extreme(f"min({column})"), ">= 0") for column in EXTREMES]
    figures += [(extreme(f"max({column})"), "<= 1000") for column in EXTREMES]
    figures += [(rows(f"{column} < {lowest} or {column} > {highest}"), "= 0") for column in RANGED]
    figures.append((rows(f"code not in ({codes})"), "= 0"))
    assert len(figures) == 60
    selected = ", ".join(f"{figure} as c{number}" for number, (figure, _) in enumerate(figures))
    hold = " and ".join(f"c{number} {bound}" for number, (_, bound) in enumerate(figures))
    return f"select * from (select {selected} from {events}) as figures where not ({hold})"


def tests_of_packages(lowest: float, highest: float) -> dict[str, Any]:
    """The sixty as tests of dbt-utils and dbt-expectations: those of the model, and those of its columns."""
    of: dict[str, list[Any]] = {column: [] for column in [*COLUMNS, "code"]}

    def put(column: str, test: str, **arguments: Any) -> None:
        of[column].append({test: {"arguments": arguments, "config": {"tags": ["each"]}}})

    for column in COLUMNS:
        put(column, "dbt_utils.not_null_proportion", at_least=0.9)
        put(column, "dbt_utils.accepted_range", min_value=lowest, max_value=highest)
    for column in AVERAGED:
        put(column, "dbt_expectations.expect_column_mean_to_be_between", min_value=400, max_value=600)
    for column in EXTREMES:
        put(column, "dbt_expectations.expect_column_min_to_be_between", min_value=0)
        put(column, "dbt_expectations.expect_column_max_to_be_between", max_value=1000)
    put("code", "dbt_expectations.expect_column_values_to_be_in_set", value_set=CODES)
    count = {"arguments": {"min_value": 1}, "config": {"tags": ["each"]}}
    assert sum(len(tests) for tests in of.values()) == 59
    return {
        "data_tests": [{"dbt_expectations.expect_table_row_count_to_be_between": count}],
        "columns": [{"name": column, "data_tests": tests} for column, tests in of.items()],
    }


def project_of(folder: Path, warehouse: Warehouse, bounds: tuple[float, float], packages: Path | None) -> Project:
    """A project with the model `events`, which is there already, and all its tests; parsed."""
    project = Project(folder, warehouse)
    project.model("events", "{{ config(materialized='table') }} select 1 as id")
    project.write("tests/nothing.sql", "select 1 as broken where 1 = 0")
    project.write("tests/by_hand.sql", by_hand(warehouse.name, *bounds))
    model: dict[str, Any] = {"name": "events", "data_tests": []}
    if packages:
        for name in ("dbt_utils", "dbt_expectations"):
            shutil.copytree(packages / name, folder / "dbt_packages" / name)
            (folder / "dbt_packages" / name / "packages.yml").unlink(missing_ok=True)
        model |= tests_of_packages(*bounds)
    model["data_tests"].append({"flywheel.meets_expectations": {"name": "sixty", "arguments": expectations(*bounds)}})
    project.write_yaml("models/events.yml", {"models": [model]})
    parsed = project.dbt("parse")
    assert parsed.success, parsed.messages
    return project


def cost(command: list[str], server: Server) -> Cost:
    """Run a process: its own cost, and what a database server beside it has spent on it."""

    def spent() -> float:
        return sum(server.cpu_times()) if server else 0.0

    before, started = spent(), time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONWARNINGS": "ignore"}
    )
    assert process.stdout
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    if server:
        time.sleep(0.2)  # the server adds up a connection's time when that has ended
    return Cost(wall, usage.ru_utime + usage.ru_stime + spent() - before)


def dbt_test(project: Project, selected: str, tests: int, failures: int, server: Server) -> Way:
    """`dbt test` of what is selected, against that of a test that asks nothing."""
    folders = ["--project-dir", str(project.folder), "--profiles-dir", str(project.folder)]

    def run(with_checks: bool) -> Cost:
        select = selected if with_checks else "nothing"
        spent = cost([sys.executable, "-c", DBT, "test", "--select", select, "--quiet", *folders], server)
        results = json.loads((project.folder / "target" / "run_results.json").read_text())["results"]
        assert {result["status"] for result in results} <= {"pass", "fail"}, results
        failed = [result for result in results if result["status"] == "fail"]
        assert len(results) == (tests if with_checks else 1), results
        assert len(failed) == (failures if with_checks else 0), [result["unique_id"] for result in failed]
        return spent

    return run


def peer(python: Path, script: str, warehouse: Warehouse, bounds: tuple[float, float], server: Server) -> Way:
    """A peer's script in its own environment, against the same without a check."""
    what = {
        "profile": warehouse.profile(),
        "codes": CODES,
        "bounds": bounds,
        "columns": COLUMNS,
        "averaged": AVERAGED,
        "extremes": EXTREMES,
        "failures": 0 if bounds == WITHIN else len(RANGED),
    }
    path = str(Path(__file__).parent / script)
    return lambda with_checks: cost([str(python), path, json.dumps(what | {"checks": with_checks})], server)


def ways_of(folder: Path, warehouse: Warehouse, server: Server, options: argparse.Namespace) -> dict[str, Way]:
    """Every way that there is to be timed; one that is left out is told."""
    bounds = BROKEN if options.broken else WITHIN
    failures = len(RANGED) if options.broken else 0
    project = project_of(folder, warehouse, bounds, options.packages)
    ways = {
        "by hand": dbt_test(project, "by_hand", 1, failures > 0, server),
        "meets_expectations": dbt_test(project, "sixty", 1, failures > 0, server),
    }
    if options.packages:
        ways["sixty dbt tests"] = dbt_test(project, "tag:each", 60, failures, server)
    else:
        print("dbt-utils and dbt-expectations are left out: --packages FOLDER, which holds both")
    if options.soda:
        ways["Soda"] = peer(options.soda, "expectations_in_soda.py", warehouse, bounds, server)
    else:
        print("Soda is left out: --soda PYTHON, of an environment with soda-core-duckdb and soda-core-postgres")
    if not options.great_expectations:
        print("Great Expectations is left out: --great-expectations PYTHON, of an environment with it")
    else:
        python = options.great_expectations
        ways["Great Expectations"] = peer(python, "expectations_in_gx.py", warehouse, bounds, server)
    return ways


def report(folder: Path, warehouse: Warehouse, server: Server, rows: int, options: argparse.Namespace) -> None:
    """One table of an engine."""
    state = "every range broken" if options.broken else "all within"
    print(f"\n{warehouse.name}, {rows:,} rows x 24 columns, 60 checks, {state}, 2 threads, median of {options.runs}")
    ways = ways_of(folder, warehouse, server, options)
    ways["by hand"](False)  # the first process of a project reads more than those after it
    timed: dict[str, list[tuple[Cost, Cost]]] = {way: [] for way in ways}
    for _ in range(options.runs):
        for way, run in ways.items():
            timed[way].append((run(False), run(True)))

    def median(way: str, of: int, part: str) -> float:
        # with none, all ways of dbt are the same process
        told = [one for one in ways if one in OF_DBT] if of == 0 and way in OF_DBT else [way]
        return statistics.median(getattr(pair[of], part) for one in told for pair in timed[one])

    def added(way: str, part: str) -> float:
        return median(way, 1, part) - median(way, 0, part)

    print(f"{'':20}{'process with none':>22}{'added by the sixty':>22}{'to the floor':>18}{'ours of it':>18}")
    print(f"{'':20}" + f"{'wall':>11}{'CPU':>11}" * 2 + f"{'wall':>9}{'CPU':>9}" * 2)
    for way in ways:
        figures = f"{way:20}"
        figures += "".join(f"{median(way, 0, part):10.2f}s" for part in Cost._fields)
        figures += "".join(f"{added(way, part):10.2f}s" for part in Cost._fields)
        figures += "".join(f"{added(way, part) / added('by hand', part):9.2f}" for part in Cost._fields)
        figures += "".join(f"{added('meets_expectations', part) / added(way, part):9.2f}" for part in Cost._fields)
        print(figures)
    once = len(COLUMNS) + 1
    read_each = len(COLUMNS) + 24 * len(RANGED) + len(AVERAGED) + 2 * len(EXTREMES) + 1
    print(f"statements: 1 and 60 of dbt; columns read: {once} and {read_each}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--postgres-rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--broken", action="store_true", help="every range is broken in every block of rows")
    parser.add_argument("--engines", nargs="+", choices=["duckdb", "postgres"], default=["duckdb", "postgres"])
    parser.add_argument("--packages", type=Path, help="a folder with dbt_utils and dbt_expectations")
    parser.add_argument(
        "--great-expectations", type=Path, help="that of an environment with it, psycopg2 and duckdb-engine"
    )
    parser.add_argument("--soda", type=Path, help="the python of an environment with Soda for DuckDB and Postgres")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "duckdb" in options.engines:
            warehouse: Warehouse = DuckDB(folder / "events.duckdb")
            plant(warehouse, options.rows)
            report(folder / "on_duckdb", warehouse, None, options.rows, options)
        if "postgres" in options.engines:
            import pgserver

            server = pgserver.get_server(folder / "postgres")
            try:
                warehouse = Postgres(folder / "postgres", "benchmark")
                plant(warehouse, options.postgres_rows)
                process = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
                report(folder / "on_postgres", warehouse, process, options.postgres_rows, options)
            finally:
                server.cleanup()


if __name__ == "__main__":
    main()
