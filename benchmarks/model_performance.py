"""What flywheel__model_performance costs: ten million predictions, twenty segments, ninety days, and a day more.

    python benchmarks/model_performance.py
    python benchmarks/model_performance.py --rows 1000000 --days 30 60 90

The floor is one hand-written query that computes the same metrics of all days at once, without intervals and
without keeping anything. A day more is built on what was kept of the days before: its predictions are new, and
outcomes of the ten days before arrive. Everything runs in a process of its own, on DuckDB with two threads. The
package's processor seconds are those of the dbt run once it has parsed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB
from models.given import declare_use_cases

SEGMENTS = 20
FIRST_DAY = "2024-01-01"


def plant(path: Path, rows: int, days: int) -> None:
    """So many predictions over so many days, and for 19 in 20 of them an outcome one to ten days later."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set threads = 2")
        connection.execute(f"""
            create table planted_predictions as
            select 'churn' as use_case, '1' as version, 'customer ' || i as entity_id,
                timestamp '{FIRST_DAY}'
                + to_microseconds(cast(i * {days} * 86400e6 / {rows} as bigint)) as predicted_at,
                (hash(i, 'score') % 1000000007) / 1000000007.0 as score,
                'segment ' || (hash(i, 'segment') % {SEGMENTS}) as segment
            from range({rows}) as r(i)
        """)
        connection.execute("""
            create table planted_outcomes as
            select use_case, entity_id,
                predicted_at + to_days(cast(1 + hash(entity_id) % 10 as integer)) as observed_at,
                cast((hash(entity_id, 'outcome') % 1000000) / 1e6 < 0.2 + 0.6 * score as integer) as outcome
            from planted_predictions where hash(entity_id, 'label') % 20 > 0 order by observed_at
        """)


def consumer(folder: Path, path: Path) -> Project:
    """A project whose predictions and outcomes are those that were there on a day."""
    project = Project(folder, DuckDB(path))
    declare_use_cases(project, {"churn": {"task": "binary", "metric": "log_loss"}})
    for name, moment in (("predictions", "predicted_at"), ("outcomes", "observed_at")):
        until = "{{ var('flywheel_now') }}"
        project.model(f"my_{name}", f"select * from main.planted_{name} where {moment} <= timestamp '{until}'")
    project.vars = {
        "flywheel_inputs": {"predictions": "my_predictions", "outcomes": "my_outcomes"},
        "flywheel_performance_period": "day",
    }
    return project


def build(path: Path, days: int, *, from_scratch: bool) -> tuple[float, float]:
    """Build what there is on a day: seconds of the models, and of the processors once dbt has parsed."""
    project = consumer(path.with_name(f"project_{days}"), path)
    with duckdb.connect(str(path)) as connection:
        (now,) = connection.execute(f"select timestamp '{FIRST_DAY}' + to_days({days})").fetchone()
    flags = ["--full-refresh"] if from_scratch else []
    assert project.dbt("parse", flywheel_now=str(now)).success
    worked = time.process_time()
    run = project.dbt("run", "--select", "+flywheel__model_decay", *flags, flywheel_now=str(now))
    assert run.success, run.messages
    return sum(result.execution_time for result in run.results.values()), time.process_time() - worked


def by_hand(path: Path, days: int) -> tuple[float, float]:
    """The same metrics as a person would write them for DuckDB."""
    query = f"""
        with scored as (
            select date_trunc('day', predicted_at) as day, segment, score, outcome
            from planted_predictions left join planted_outcomes using (use_case, entity_id)
            where predicted_at <= timestamp '{FIRST_DAY}' + to_days({days})
        ),
        edges as (
            select segment, quantile_cont(score, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) as edges
            from scored where day = timestamp '{FIRST_DAY}' group by grouping sets ((), (segment))
        ),
        ranked as (
            select *,
                rank() over of_day as day_rank, cume_dist() over of_day as day_share,
                rank() over of_segment as segment_rank, cume_dist() over of_segment as segment_share
            from scored
            window of_day as (partition by day, outcome is null order by score),
                of_segment as (partition by day, segment, outcome is null order by score)
        ),
        metrics as (
            select day, segment, count(*) as n, count(outcome) as labelled, sum(outcome) as positives,
                avg(-ln(case when outcome = 1 then score when outcome = 0 then 1 - score end)) as log_loss,
                avg((score - outcome) ** 2) as brier,
                case grouping(segment) when 1 then sum(outcome * day_rank)
                    else sum(outcome * segment_rank) end as ranks,
                case grouping(segment) when 1 then sum(outcome * day_share)
                    else sum(outcome * segment_share) end as shares
            from ranked group by grouping sets ((day), (day, segment))
        ),
        bins as (
            select day, segment, floor(score * 10) as bin, sum(outcome - score) as gap, count(outcome) as n
            from scored group by grouping sets ((day, floor(score * 10)), (day, segment, floor(score * 10)))
        ),
        calibration as (select day, segment, sum(abs(gap)) / sum(n) as calibration_error from bins group by 1, 2),
        cells as (
            select day, s.segment, len(list_filter(w.edges, lambda x: x <= score)) as whole_cell,
                len(list_filter(e.edges, lambda x: x <= score)) as cell, count(*) as n
            from scored s join edges e on s.segment = e.segment join edges w on w.segment is null group by all
        ),
        counted as (
            select day, null as segment, whole_cell as cell, sum(n) as n from cells group by all
            union all select day, segment, cell, sum(n) from cells group by all
        ),
        shares as (
            select *, n / sum(n) over (partition by day, segment) as q,
                first_value(n) over (partition by segment, cell order by day) as m from counted
        ),
        drift as (
            select day, segment, sum((q - p) * ln(q / p)) as psi
            from (select *, m / sum(m) over (partition by day, segment) as p from shares) group by 1, 2
        )
        select *, (ranks + labelled * shares) / 2 - positives * (positives + 1) / 2 as auc
        from metrics left join calibration using (day) left join drift using (day)
        where metrics.segment is not distinct from calibration.segment
            and metrics.segment is not distinct from drift.segment
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set threads = 2")
        connection.execute("set enable_progress_bar = false")
        start, worked = time.perf_counter(), time.process_time()
        rows = connection.execute(query).fetchall()
        assert len(rows) == days * (SEGMENTS + 1), len(rows)
        return time.perf_counter() - start, time.process_time() - worked


def run_once(
    work: Callable[..., tuple[float, float]], answer: multiprocessing.Queue, *arguments: Any, **named: Any
) -> None:
    seconds, worked = work(*arguments, **named)
    answer.put((seconds, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def told(title: str, work: Callable[..., tuple[float, float]], *arguments: Any, **named: Any) -> None:
    """Do it in a process of its own, and print what it took."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=run_once, args=(work, answer, *arguments), kwargs=named)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{title}: failed")
    seconds, worked, memory = answer.get()
    print(f"{title:44}{seconds:9.2f}{worked:13.2f}{memory:8.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000, help="predictions, over the last of the days")
    parser.add_argument("--days", type=int, nargs="+", default=[30, 90], help="histories to which a day is added")
    arguments = parser.parse_args()
    most = max(arguments.days)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "warehouse.duckdb"
        plant(path, arguments.rows, most)
        print(
            f"{arguments.rows:,} predictions, {most} days, {SEGMENTS} segments, DuckDB {duckdb.__version__}, 2 threads"
        )
        print(f"{'':44}{'seconds':>9}{'CPU seconds':>13}{'MB':>8}")
        told(f"by hand, {most} days", by_hand, path, most)
        for days in arguments.days:
            told(f"the models, {days - 1} days", build, path, days - 1, from_scratch=True)
            told("the models, a day more", build, path, days, from_scratch=False)


if __name__ == "__main__":
    main()
