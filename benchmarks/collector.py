"""What collecting test results costs a run, and what a million kept results cost the alerts.

    python benchmarks/collector.py

Two consumer projects on DuckDB: one with 150 models and 450 tests, whose results are collected at the end of its
build; one with 500 tests and 2,000 runs of them, on which incidents, health, policy, noise and the log are built.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

TESTS = ["unique", "not_null", {"accepted_values": {"arguments": {"values": [1]}}}]
RUNS = 2000
MODELS = [
    "flywheel__notable_results",
    "flywheel__test_incidents",
    "flywheel__alert_health",
    "flywheel__alert_policy",
    "flywheel__alert_noise",
    "flywheel__alert_log",
]


class Clock:
    """Seconds since it was made, and how many of a core that took, which others on the machine change less."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        return f"{time.perf_counter() - self.wall:.1f} s ({time.process_time() - self.cpu:.1f} s of CPU)"


def new_project(folder: Path, models: int, tests: list) -> Project:
    """A project of so many models, each with the tests on its one column."""
    project = Project(folder / "project", DuckDB(folder / "warehouse.duckdb"))
    listed = []
    for number in range(models):
        project.model(f"m{number:03}", "select 1 as id")
        listed.append({"name": f"m{number:03}", "columns": [{"name": "id", "data_tests": tests}]})
    project.write_yaml("models/models.yml", {"models": listed})
    return project


def collect(folder: Path) -> None:
    """The hook's own seconds, those of the whole build beside them."""
    project = new_project(folder, 150, TESTS)
    project.configure(**{"on-run-end": ["{{ flywheel.collect(results) }}"]})
    clock = Clock()
    run = project.build("--select", "m0*", "m1*", "flywheel__test_history")
    whole = str(clock)
    hook = run.results["consumer-on-run-end-0"]
    kept = len(project.relation("flywheel__test_history"))
    print(f"collect: {kept} results in {hook.execution_time:.2f} s, at the end of a build of {whole}", flush=True)


def build(folder: Path) -> None:
    """A million results, one in fifty of them an alert, in runs of one to three: at first, with one run more, again."""
    project = new_project(folder, 250, ["unique", "not_null"])
    project.map_input(
        "test_results", [], {"invocation_id": "str", "test_id": "str", "status": "str", "executed_at": "ts"}
    )
    first = project.dbt("run", "--select", *(f"+{name}" for name in MODELS))
    if not first.success:
        raise SystemExit(first.messages)
    build_models(project, "on no results")
    add_runs(project, RUNS, RUNS)
    build_models(project, "at first")
    add_runs(project, RUNS + 1, 1)
    build_models(project, "after one more run")
    build_models(project, "with nothing new")


def add_runs(project: Project, until: int, runs: int) -> None:
    """Results of the last runs until that one; two runs a day, of which the one numbered RUNS is now."""
    with duckdb.connect(str(project.warehouse.path)) as connection:
        connection.execute(f"""
            insert into my_test_results
            select
                'run ' || run as invocation_id,
                settings.test_id,
                case
                    when hash(settings.test_id, run // 3) % 50 > 0 then 'pass'
                    when hash(settings.test_id) % 3 = 0 then 'warn'
                    else 'fail'
                end as status,
                now()::timestamp - to_hours(cast(12 * ({RUNS} - run) as integer)) as executed_at
            from flywheel__alert_settings as settings cross join range({until - runs}, {until}) as runs (run)
        """)


def build_models(project: Project, when: str) -> None:
    """What is built of all results."""
    clock = Clock()
    run = project.dbt("run", "--select", *MODELS)
    whole = str(clock)
    if not run.success:
        raise SystemExit(run.messages)
    for name in MODELS:
        rows = project.query(f"select count(*) as n from {name}")["n"][0]
        print(f"{when}: {name:<26}{run.results[name].execution_time:5.1f} s {rows:>9,} rows", flush=True)
    kept = project.query("select count(*) as n from flywheel__input_test_results")["n"][0]
    print(f"{when}: all of it on {kept:,} results in {whole}, dbt's own start included", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, what in (("collect", collect), ("build", build)):
            (Path(folder) / name).mkdir()
            what(Path(folder) / name)


if __name__ == "__main__":
    main()
