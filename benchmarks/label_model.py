"""Labellers, their agreement and the label model on a million items with ten labellers, on DuckDB.

    python benchmarks/label_model.py [--items 1000000] [--labellers 10] [--snorkel PYTHON]

Each labeller is right on a share of its own and abstains on three items of ten; the last copies the one before. dbt
runs with two threads: from votes to the probability of each label; what is said of labellers and their agreement beside
it; and labels again, once there is a new vote on one item of a hundred. What the first of these takes on a thousand
items is dbt's own. Time on a busy machine says little: the time of the processors is shown beside it.

`--snorkel` is the python of an environment with snorkel, which pulls in torch: its LabelModel takes the same votes,
from a matrix in memory to the probability of each item, in 500 epochs. What it takes to make that matrix of the table
of votes is told beside it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

LABELS = ("+flywheel__item_labels",)
ANALYSIS = ("flywheel__labellers", "flywheel__label_agreement")
RIGHT = """
select
    avg(case when labels.label = truth.label then 1.0 else 0 end) as model,
    avg(case labels.majority_label = truth.label when true then 1.0 when false then 0 else 0.5 end) as majority,
    avg(-ln(greatest(case labels.label = truth.label when true then probability else 1 - probability end, 1e-15)))
        as log_loss
from flywheel__item_labels as labels
inner join truth using (item_id)
where labels.votes > 0
"""


def plant(path: Path, items: int, labellers: int) -> None:
    """Write `votes` and `truth`."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            create or replace table votes as
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
            "create or replace table truth as select 'item ' || i as item_id, "
            f"case when hash(i) % 2 = 0 then 'yes' else 'no' end as label from range({items}) items(i)"
        )


def plant_new_votes(path: Path) -> None:
    """Somebody else's vote on one item of a hundred, a day later."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """
            insert into votes
            select dataset, item_id, 'labeller 0', 'function', min(label), timestamp '2024-01-03'
            from votes
            where hash(item_id) % 100 = 0
            group by dataset, item_id
            """
        )


def build(project: Project, *models: str) -> tuple[float, float]:
    """Run some models, and say how long what took: seconds by the clock and of processors."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    run = project.dbt("run", "--select", *models)
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    if not run.success:
        raise SystemExit(run.messages)
    times = {name: result.execution_time for name, result in run.results.items() if name.startswith("flywheel__")}
    for name, seconds in sorted(times.items(), key=lambda item: -item[1])[:6]:
        print(f"  {name:<32}{seconds:6.1f} s")
    return wall, used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime


def in_snorkel(python: str, project: Project, folder: Path) -> dict[str, float]:
    """What snorkel's LabelModel makes of the same votes."""
    labellers = list(project.query("select distinct labeller from votes order by labeller")["labeller"])
    number = "case {} when 'yes' then 1 when 'no' then 0 end"
    columns = [f"max(case labeller when '{name}' then {number.format('votes.label')} end)" for name in labellers]
    columns = [f'coalesce({column}, -1) as "{name}"' for name, column in zip(labellers, columns, strict=True)]
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    table = project.query(
        f"select any_value({number.format('truth.label')}) as truth, {', '.join(columns)} "
        "from votes inner join truth using (item_id) group by item_id"
    )
    matrix = table[labellers].to_numpy(dtype=np.int8)
    used = resource.getrusage(resource.RUSAGE_SELF)
    making = {"made_wall": time.perf_counter() - started}
    making["made_cpu"] = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    np.savez(folder / "votes.npz", votes=matrix, truth=table["truth"].to_numpy(dtype=np.int8))
    script = Path(__file__).with_name("label_model_in_snorkel.py")
    done = subprocess.run([python, script, folder / "votes.npz"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{python} could not run snorkel's LabelModel (pip install snorkel):\n{done.stderr}")
    return making | json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Plant, build, and say how long what took."""
    parser = argparse.ArgumentParser(description="Time the label model.")
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--labellers", type=int, default=10)
    parser.add_argument("--snorkel", metavar="PYTHON", help="python of an environment with snorkel")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        project = Project(Path(folder) / "project", DuckDB(path))
        project.model("my_votes", "{{ config(materialized='view') }} select * from votes")
        project.vars["flywheel_inputs"] = {"label_votes": "my_votes"}
        print("1,000 items")
        plant(path, 1000, arguments.labellers)
        build(project, *LABELS)
        wall, cpu = build(project, "--full-refresh", *LABELS)
        print(f"dbt's own: {wall:.1f} s, {cpu:.1f} s of processors")
        print(f"{arguments.items:,} items, {arguments.labellers} labellers")
        plant(path, arguments.items, arguments.labellers)
        wall, cpu = build(project, "--full-refresh", *LABELS)
        [found] = project.query(RIGHT).to_dict("records")
        print(f"from votes to labels: {wall:.1f} s, {cpu:.1f} s of processors")
        print(f"right {found['model']:.4f} (majority vote {found['majority']:.4f}), log loss {found['log_loss']:.4f}")
        wall, cpu = build(project, *ANALYSIS)
        print(f"analysis and agreement: {wall:.1f} s, {cpu:.1f} s of processors")
        print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.1f} GiB of memory")
        if arguments.snorkel:
            peer = in_snorkel(arguments.snorkel, project, Path(folder))
            print(f"matrix of the votes: {peer['made_wall']:.1f} s, {peer['made_cpu']:.1f} s of processors")
            print(f"snorkel's LabelModel: {peer['wall']:.1f} s, {peer['cpu']:.1f} s of processors")
            print(f"right {peer['right']:.4f}, log loss {peer['log_loss']:.4f}")
            print(f"at most {peer['memory']:.1f} GiB of memory")
        else:
            print("snorkel was not asked: --snorkel takes the python of an environment with it")
        plant_new_votes(path)
        wall, cpu = build(project, *LABELS)
        print(f"after new votes on one item of a hundred: {wall:.1f} s, {cpu:.1f} s of processors")


if __name__ == "__main__":
    main()
