"""What judging costs: the first build, one more day, nothing new and all in one query, beside one hand-written query.

    python benchmarks/engine.py [--segments 10000] [--days 365]

The floor is a trailing mean and standard deviation of 56 days per series, written by hand, in DuckDB on two threads.
One query is the test within_baseline, which learns and judges all days and keeps nothing but what fails.
CPU seconds are of the whole run, with dbt's parsing: they say more than the clock where others use the machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

MEASUREMENTS = """
    create or replace table simulated as
    select
        'data' as subject_type, 'shop' as subject, 'orders' as metric, 'segment' as segment_by,
        's' || (i // {days}) as segment, timestamp '2024-01-01' + to_days(cast(i % {days} as integer)) as period_start,
        cast(n as double) as value, cast(n as bigint) as sample_size, cast(null as double) as numerator, 'day' as period
    from (
        select i, greatest(round(200 + 14 * sqrt(-2 * ln(random() + 1e-12)) * cos(6.283185307 * random())), 0) as n
        from range({segments} * {days}) as rows (i)
    )
"""
FLOOR = """
    create or replace table floor as
    select *, avg(value) over look_back as mean, stddev_samp(value) over look_back as deviation
    from simulated
    window look_back as (partition by segment order by period_start rows between 56 preceding and 1 preceding)
"""
STEPS = tuple(f"flywheel__{name}" for name in ("series", "expectations", "verdicts", "verdict_log", "incidents"))


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "engine.duckdb"
        with duckdb.connect(file) as connection:
            connection.execute("set threads = 2; select setseed(0.5)")
            connection.execute(MEASUREMENTS.format(segments=arguments.segments, days=arguments.days + 1))
            floor = timed(lambda: connection.execute(FLOOR))
        project = Project(Path(folder) / "project", DuckDB(file))
        project.vars |= {"flywheel_measurements": ["measured"], "flywheel_verdict_severity": "warn"}
        tested = {"name": "measured", "data_tests": [{"flywheel.within_baseline": {"name": "in_one_query"}}]}
        project.write_yaml("models/measured.yml", {"models": [tested]})
        for name, days in (
            ("first build", arguments.days),
            ("one more day", arguments.days + 1),
            ("nothing new", 10**6),
        ):
            last = f"timestamp '2024-01-01' + to_days(cast(least({days}, 100000) as integer))"
            project.model("measured", f"select * from main.simulated where period_start < {last}")
            before = time.process_time()
            run = project.dbt("run", "--select", "measured", "flywheel__measurements", "+flywheel__incidents")
            cpu = time.process_time() - before
            assert run.success, run.messages
            seconds = {step: run.results[step].execution_time for step in STEPS}
            total = sum(seconds.values())
            parts = ", ".join(f"{step.removeprefix('flywheel__')} {value:.1f}" for step, value in seconds.items())
            times = f"{total / floor:5.1f} x the floor of {floor:.1f} s"
            print(f"{name:14}{total:7.1f} s = {times}   ({parts}; {cpu:.1f} CPU s)", flush=True)
        before = time.process_time()
        run = project.dbt("test", "--select", "in_one_query")
        cpu = time.process_time() - before
        seconds = run.results["in_one_query"].execution_time
        print(
            f"in one query  {seconds:7.1f} s = {seconds / floor:5.1f} x the floor of {floor:.1f} s   ({cpu:.1f} CPU s)"
        )


if __name__ == "__main__":
    main()
