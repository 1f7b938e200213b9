"""flywheel.measure() against one hand-written query for the same 60 metrics, on DuckDB.

    python benchmarks/measure.py [--rows 10000000] [--runs 3]

The table has one time column, a segment of 20 values and 20 columns of numbers with nulls, over 90 days. Both sides
write their answer to a table. Each run is a process of its own, so that its peak memory is its own; the two sides take
turns, and the ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

COLUMNS = [f"x{number}" for number in range(20)]


def plant(path: Path, rows: int) -> None:
    """Write the table `events` of `rows` rows."""
    numbers = ",\n".join(
        f"case when hash(i, {n}) % 50 > 0 then (hash(i, {n}, 'v') % 1000000) / 1000.0 end as {column}"
        for n, column in enumerate(COLUMNS)
    )
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table events as select i as id, timestamp '2024-01-01' + to_seconds((i * 90 * 86400 // "
            f"{rows})::bigint) as happened_at, 's' || (hash(i) % 20) as segment, {numbers} from range({rows}) r(i)"
        )


def metrics() -> dict[str, dict[str, object] | str]:
    """Sixty metrics, as an analyst would name them."""
    out: dict[str, dict[str, object] | str] = {"rows": "row_count"}
    for column in COLUMNS:
        out[f"{column}_known"] = {"measure": "completeness", "column": column}
        out[f"{column}_mean"] = {"measure": "mean", "column": column}
    for column in COLUMNS[:8]:
        out[f"{column}_min"] = {"measure": "min", "column": column}
        out[f"{column}_max"] = {"measure": "max", "column": column}
    for column in COLUMNS[8:11]:
        out[f"{column}_high"] = {"measure": "compliance", "condition": f"{column} > 900"}
    assert len(out) == 60
    return out


def by_hand(segmented: bool) -> str:
    """The same numbers, one column each, as a person would write the query."""
    parts = ["count(*) as n"]
    for column in COLUMNS:
        parts += [f"count({column}) / count(*) as {column}_known", f"avg({column}) as {column}_mean"]
    for column in COLUMNS[:8]:
        parts += [f"min({column}) as {column}_min", f"max({column}) as {column}_max"]
    for column in COLUMNS[8:11]:
        parts += [f"sum(case when {column} > 900 then 1 else 0 end) / count(*) as {column}_high"]
    day = "date_trunc('day', happened_at)"
    keys, groups = (f"{day} as day, segment", "grouping sets ((1), (1, 2))") if segmented else (f"{day} as day", "1")
    return f"select {keys}, {', '.join(parts)} from events group by {groups}"


def compiled(folder: Path, segmented: bool) -> str:
    """What measure() compiles to."""
    project = Project(folder, DuckDB(folder.parent / "empty.duckdb"))
    project.model("events", "select 1 as id")
    segments = "['segment']" if segmented else "[]"
    project.model(
        "measured",
        "{{ flywheel.measure(ref('events'), 'events', time_column='happened_at', "
        f"segments={segments}, metrics={json.dumps(metrics())}) }}}}",
    )
    with contextlib.redirect_stdout(io.StringIO()):
        run = project.dbt("compile", "--select", "measured", "--no-introspect")
    assert run.success, run.messages
    return run.results["measured"].node.compiled_code.replace('"empty"."main"."events"', "events")


def run_once(path: Path, query: str, answer: multiprocessing.Queue) -> None:
    """Run one query in a new process: seconds and peak memory in MB."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set threads = 2")
        start = time.perf_counter()
        connection.execute(f"create or replace temp table answer as {query}")
        seconds = time.perf_counter() - start
    answer.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def timed(path: Path, query: str) -> tuple[float, float]:
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=run_once, args=(path, query, answer))
    process.start()
    outcome = answer.get()
    process.join()
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plant(folder / "events.duckdb", arguments.rows)
        print(f"{arguments.rows:,} rows, 60 metrics by day, DuckDB {duckdb.__version__}, 2 threads")
        print(f"{'':24}{'by hand s':>12}{'measure() s':>12}{'ratio':>8}{'by hand MB':>12}{'measure() MB':>13}")
        for title, segmented in [("whole", False), ("whole and 20 segments", True)]:
            queries = [by_hand(segmented), compiled(folder / title.replace(" ", "_"), segmented)]
            runs = [[timed(folder / "events.duckdb", query) for query in queries] for _ in range(arguments.runs)]
            (hand, hand_mb), (ours, ours_mb) = (
                tuple(statistics.median(run[side][figure] for run in runs) for figure in (0, 1)) for side in (0, 1)
            )
            print(f"{title:24}{hand:12.2f}{ours:12.2f}{ours / hand:8.2f}{hand_mb:12.0f}{ours_mb:13.0f}")


if __name__ == "__main__":
    main()
