"""What judging costs: the first build, one more day, nothing new and all in one query, beside one hand-written query.

    python benchmarks/engine.py [--segments 10000] [--days 365]

The floor is a trailing mean and standard deviation of 56 days per series, written by hand, in DuckDB on two threads.
One query is the test within_baseline, which learns and judges all days and keeps nothing but what fails.
Whether one more day costs the same after three times the days is shown on a fifth of the segments: as it comes, and
where all but the last `--final-days` are final. The first step stacks the measurements, and copies them if none is.
CPU seconds are of the whole run, with dbt's parsing: they say more than the clock where others use the machine.
"""

from __future__ import annotations

import argparse
import datetime
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
    order by period_start
"""
FLOOR = """
    create or replace table floor as
    select *, avg(value) over look_back as mean, stddev_samp(value) over look_back as deviation
    from simulated
    window look_back as (partition by segment order by period_start rows between 56 preceding and 1 preceding)
"""
STEPS = tuple(
    f"flywheel__{name}" for name in ("measurements", "series", "expectations", "verdicts", "verdict_log", "incidents")
)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def planted(folder: Path, segments: int, days: int) -> tuple[Project, float]:
    """A project whose measurements are simulated, one day more than `days`, and what the floor takes for them."""
    file = folder / "engine.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute("set threads = 2; select setseed(0.5)")
        connection.execute(MEASUREMENTS.format(segments=segments, days=days + 1))
        floor = timed(lambda: connection.execute(FLOOR))
    project = Project(folder / "project", DuckDB(file))
    project.vars |= {"flywheel_measurements": ["measured"], "flywheel_verdict_severity": "warn"}
    tested = {"name": "measured", "data_tests": [{"flywheel.within_baseline": {"name": "in_one_query"}}]}
    project.write_yaml("models/measured.yml", {"models": [tested]})
    return project, floor


def judged(project: Project, days: int) -> tuple[dict[str, float], float]:
    """Judge so many days, on the day after: seconds of each step, and CPU seconds of the run."""
    project.vars["flywheel_now"] = str(datetime.datetime(2024, 1, 1) + datetime.timedelta(days))
    project.model(
        "measured", f"select * from main.simulated where period_start < timestamp '2024-01-01' + to_days({days})"
    )
    before = time.process_time()
    run = project.dbt("run", "--select", "measured", "flywheel__measurements", "+flywheel__incidents")
    assert run.success, run.messages
    return {step: run.results[step].execution_time for step in STEPS}, time.process_time() - before


def in_words(seconds: dict[str, float], cpu: float) -> str:
    parts = ", ".join(f"{step.removeprefix('flywheel__')} {value:.1f}" for step, value in seconds.items())
    return f"({parts}; {cpu:.1f} CPU s)"


def print_first(segments: int, days: int) -> None:
    """The first build, one more day, nothing new, and all in one query."""
    with tempfile.TemporaryDirectory() as folder:
        project, floor = planted(Path(folder), segments, days)
        for name, more in (("first build", 0), ("one more day", 1), ("nothing new", 1)):
            seconds, cpu = judged(project, days + more)
            total = sum(seconds.values())
            times = f"{total / floor:5.1f} x the floor of {floor:.1f} s"
            print(f"{name:14}{total:7.1f} s = {times}   {in_words(seconds, cpu)}", flush=True)
        before = time.process_time()
        run = project.dbt("test", "--select", "in_one_query")
        cpu = time.process_time() - before
        seconds = run.results["in_one_query"].execution_time
        print(
            f"in one query  {seconds:7.1f} s = {seconds / floor:5.1f} x the floor of {floor:.1f} s   ({cpu:.1f} CPU s)"
        )


def print_more(segments: int, days: int, final_days: int) -> None:
    """One more day after so many days and after three times as many, with nothing final and with all that is older."""
    for final in (None, final_days):
        for before in (days, 3 * days):
            with tempfile.TemporaryDirectory() as folder:
                project, _ = planted(Path(folder), segments, before)
                project.vars["flywheel_final_days"] = final
                judged(project, before)
                seconds, cpu = judged(project, before + 1)
                print(
                    f"one more day of {segments:,} segments after {before:,} days, flywheel_final_days {final}:"
                    f"{sum(seconds.values()):6.2f} s   {in_words(seconds, cpu)}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--final-days", type=int, default=60)
    parser.add_argument("--only", choices=("first", "more"))
    arguments = parser.parse_args()
    if arguments.only != "more":
        print_first(arguments.segments, arguments.days)
    if arguments.only != "first":
        print_more(arguments.segments // 5, arguments.days, arguments.final_days)


if __name__ == "__main__":
    main()
