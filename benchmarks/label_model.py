"""Labellers, their agreement and the label model on a million items with ten labellers, on DuckDB.

    python benchmarks/label_model.py [--items 1000000] [--labellers 10]

Each labeller is right on a share of its own and abstains on three items of ten; the last copies the one before. One dbt
run with two threads. Time on a busy machine says little: the time of the processors is shown beside it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

OUTPUTS = ("flywheel__labellers", "flywheel__label_agreement", "flywheel__item_labels")


def plant(path: Path, items: int, labellers: int) -> None:
    """Write `votes` and `truth`."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            create table votes as
            select
                'items' as dataset,
                'item ' || i as item_id,
                'labeller ' || labeller as labeller,
                'function' as labeller_kind,
                case
                    when hash(i, labeller, 'abstains') % 10 >= 3 then
                        case when (hash(i, least(labeller, {labellers - 2}), 'right') % 100
                                < 60 + 3 * least(labeller, {labellers - 2})) = (hash(i) % 2 = 0)
                            then 'yes' else 'no' end
                end as label,
                timestamp '2024-01-01' + to_minutes(cast(i % 1000 as int)) as voted_at
            from range({items}) items(i), range({labellers}) labellers(labeller)
            """
        )
        connection.execute(
            "create table truth as select 'item ' || i as item_id, "
            f"case when hash(i) % 2 = 0 then 'yes' else 'no' end as label from range({items}) items(i)"
        )


def main() -> None:
    """Plant, build, and say how long what took."""
    parser = argparse.ArgumentParser(description="Time the label model.")
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--labellers", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        plant(path, arguments.items, arguments.labellers)
        project = Project(Path(folder) / "project", DuckDB(path))
        project.model("my_votes", "{{ config(materialized='view') }} select * from votes")
        project.vars["flywheel_inputs"] = {"label_votes": "my_votes"}
        before = resource.getrusage(resource.RUSAGE_SELF)
        started = time.perf_counter()
        run = project.dbt("run", "--select", *(f"+{output}" for output in OUTPUTS))
        elapsed = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_SELF)
        if not run.success:
            raise SystemExit(run.messages)
        times = {name: result.execution_time for name, result in run.results.items() if name.startswith("flywheel__")}
        for name, seconds in sorted(times.items(), key=lambda item: -item[1])[:8]:
            print(f"  {name:<32}{seconds:6.1f} s")
        processors = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        print(f"{arguments.items:,} items, {arguments.labellers} labellers: {elapsed:.1f} s, all of dbt")
        print(f"{processors:.1f} s of processors, at most {used.ru_maxrss / 1024**2:.1f} GiB of memory")
        right = project.query(
            "select avg(case when labels.label = truth.label then 1.0 else 0 end) as model, avg(case when "
            "labels.majority_label = truth.label then 1.0 when labels.majority_label is null then 0.5 else 0 end) "
            "as majority from flywheel__item_labels as labels inner join truth using (item_id) where labels.votes > 0"
        )
        print(f"right: label model {right['model'][0]:.4f}, majority vote {right['majority'][0]:.4f}")


if __name__ == "__main__":
    main()
