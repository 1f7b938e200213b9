"""Labellers, their agreement and the label model on a million items with ten labellers, on DuckDB.

    python benchmarks/label_model.py [--items 1000000] [--labellers 10] [--snorkel PYTHON]

Each labeller is right on a share of its own and abstains on three items of ten; the last copies the one before. dbt
runs with two threads: from the table of votes to that of labels; what is said of labellers and their agreement beside
it; and labels again, once there is a new vote on one item of a hundred. What the first of these takes on a thousand
items is dbt's own, and part of all times. Time on a busy machine says little: the time of the processors is shown
beside it.

`--snorkel` is the python of an environment with snorkel, which pulls in torch. Its user goes the same way: a matrix of
the table of votes, made in one query; 500 epochs of its LabelModel, and the probability of each item; a table of these.
What it takes to import is told apart, and what is handed from one process to the other is not counted.
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
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

LABELS = ("+flywheel__item_labels",)
ANALYSIS = ("flywheel__gold_votes", "flywheel__label_model", "flywheel__labellers", "flywheel__label_agreement")
RIGHT = """
select
    avg(case labels.{label} = truth.label when true then 1.0 when false then 0 else 0.5 end) as share,
    avg(-ln(greatest(case labels.{label} = truth.label when true then probability else 1 - probability end, 1e-15)))
        as log_loss
from {table} as labels
inner join truth using (item_id)
where labels.votes > 0
"""


class Stopwatch:
    """Seconds by the clock and of processors since it was made."""

    def __init__(self) -> None:
        self.started = time.perf_counter(), self._used()

    def _used(self) -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    def seconds(self) -> tuple[float, float]:
        return time.perf_counter() - self.started[0], self._used() - self.started[1]


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
    watch = Stopwatch()
    run = project.dbt("run", "--select", *models)
    taken = watch.seconds()
    if not run.success:
        raise SystemExit(run.messages)
    times = {name: result.execution_time for name, result in run.results.items() if name.startswith("flywheel__")}
    for name, seconds in sorted(times.items(), key=lambda item: -item[1])[:6]:
        print(f"  {name:<32}{seconds:6.1f} s")
    return taken


def say(what: str, taken: tuple[float, float]) -> None:
    print(f"{what}: {taken[0]:.1f} s, {taken[1]:.1f} s of processors")


def say_right(project: Project, table: str, label: str = "label") -> None:
    """How often the labels of a table are right; a tie is one half."""
    [found] = project.query(RIGHT.format(table=table, label=label)).to_dict("records")
    loss = f", log loss {found['log_loss']:.4f}" if label == "label" else ""
    print(f"{table}.{label} is right on {found['share']:.4f}{loss}")


def in_snorkel(python: str, warehouse: Path, folder: Path) -> None:
    """From the same votes to the table `snorkel_labels`."""
    with duckdb.connect(str(warehouse), config={"threads": 2}) as connection:
        watch = Stopwatch()
        names = [name for (name,) in connection.execute("select distinct labeller from votes order by all").fetchall()]
        vote = "case label when 'yes' then 1 when 'no' then 0 end"
        columns = [f"coalesce(max(case labeller when '{name}' then {vote} end), -1)::tinyint" for name in names]
        made = connection.execute(f"select item_id, {', '.join(columns)} from votes group by item_id").fetchnumpy()
        items, *votes = made.values()
        matrix = np.column_stack(votes)
        steps = {"matrix of the votes": watch.seconds()}
        np.save(folder / "votes.npy", matrix)
        script = Path(__file__).with_name("label_model_in_snorkel.py")
        done = subprocess.run([python, script, folder], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{python} could not run snorkel's LabelModel (pip install snorkel):\n{done.stderr}")
        found = json.loads(done.stdout.splitlines()[-1])
        steps["LabelModel"] = tuple(found["model"])
        yes = np.load(folder / "yes.npy")
        watch = Stopwatch()
        labels = pd.DataFrame({"item_id": items, "yes": yes, "votes": (matrix >= 0).sum(axis=1)})  # noqa: F841
        connection.execute(
            """
            create or replace table snorkel_labels as
            select
                item_id,
                case when yes > 0.5 then 'yes' when yes < 0.5 then 'no' end as label,
                greatest(yes, 1 - yes) as probability,
                votes
            from labels
            """
        )
        steps["table of the labels"] = watch.seconds()
    for step, taken in steps.items():
        say(f"  {step}", taken)
    say(
        "snorkel from votes to labels", (sum(wall for wall, _ in steps.values()), sum(cpu for _, cpu in steps.values()))
    )
    say("snorkel's own", found["imports"])
    print(f"at most {found['memory']:.1f} GiB of memory, for LabelModel alone")


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
        own = build(project, "--full-refresh", *LABELS)
        print(f"{arguments.items:,} items, {arguments.labellers} labellers")
        plant(path, arguments.items, arguments.labellers)
        say("from votes to labels", build(project, "--full-refresh", *LABELS))
        say("of which dbt's own", own)
        say_right(project, "flywheel__item_labels")
        say_right(project, "flywheel__item_labels", "majority_label")
        say("analysis and agreement", build(project, *ANALYSIS))
        print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.1f} GiB of memory")
        if arguments.snorkel:
            in_snorkel(arguments.snorkel, path, Path(folder))
            say_right(project, "snorkel_labels")
        else:
            print("snorkel was not asked: --snorkel takes the python of an environment with it")
        plant_new_votes(path)
        say("after new votes on one item of a hundred", build(project, *LABELS))


if __name__ == "__main__":
    main()
