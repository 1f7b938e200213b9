"""What the graph costs: a generated project of 3,000 models, 9,000 tests, 50 use cases and 20 teams.

    python benchmarks/graph.py [--models 3000] [--use-cases 50] [--teams 20] [--columns 10] [--rendered 0.6]
                               [--beside FOLDER] [--evaluator FOLDER] [--keep FOLDER]

A model is like those of public projects (mattermost-data-warehouse, cal-itp/data-infra, tuva-health/tuva and
duneanalytics/spellbook, counted in November 2026: 4 to 12 columns in the YAML, 24 to 56 lines of SQL at the median,
60 to 89% of the models with Jinja beyond ref, source and config, so that dbt has to render them, 14 to 78% of the
tests unique or not_null).

Parses the project without the package, with it, and, with `--beside`, with the dbt packages of that folder in its
place; then builds what this package makes of the graph. With `--evaluator`, a folder that holds the dbt packages
dbt_project_evaluator and dbt_utils, the same project is read by that as well.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import PACKAGE, Project
from harness.warehouse import DuckDB

LAYERS = 10
FIXED_COLUMNS = ["id", "at", "on_day", "status"]
DBT = "import sys; from dbt.cli.main import dbtRunner; sys.exit(not dbtRunner().invoke(sys.argv[1:]).success)"
PARSE = ["parse", "--no-partial-parse"]
OUTPUTS = [
    *(f"+flywheel__{name}" for name in ("team_scorecard", "governance_history")),
    *(f"flywheel__{name}" for name in ("unused_nodes", "hand_offs", "data_product_outages")),
]
GOVERNANCE = {
    file.stem for folder in ("registry", "ownership", "guide") for file in (PACKAGE / "models" / folder).glob("*.sql")
}


def model(number: int, *, models: int, teams: int, columns: int, rendered: float) -> tuple[str, dict[str, Any]]:
    """The SQL and the YAML of one model: it reads two of the layer below, its neighbours; the lowest reads sources."""
    width = models // LAYERS
    layer, place = divmod(number, width)
    below = [f"ref('model_{(layer - 1) * width + (place + step) % width}')" for step in (0, 1)]
    if layer == 0:
        below = [f"source('raw', 'table_{place % 100}')"] * 2
    day = "{{ dbt.date_trunc('day', 'main.at') }}" if number % 100 < 100 * rendered else "cast(main.at as date)"
    amounts = [f"amount_{n}" for n in range(columns - len(FIXED_COLUMNS))]
    selected = ["main.id", "main.at", f"{day} as on_day", "coalesce(main.status, 'unknown') as status"]
    selected += [f"coalesce(main.{name}, other.{name}, 0) as {name}" for name in amounts]
    sql = f"""{{{{ config(materialized='table') }}}}

with main as (

    select * from {{{{ {below[0]} }}}}

),

other as (

    select * from {{{{ {below[1]} }}}}

)

select
    {f",{chr(10)}    ".join(selected)}
from main
left join other
    on main.id = other.id and main.at >= other.at
where main.status != 'deleted'
"""
    tests = {
        "id": ["not_null", "unique"],
        "status": [{"accepted_values": {"arguments": {"values": ["unknown", "open", "closed"]}}}],
    }
    described = [{"name": name, "description": f"What {name} is, in a few words."} for name in FIXED_COLUMNS + amounts]
    text = {
        "name": f"model_{number}",
        "description": f"Model {number}, of layer {layer}. What one of its rows is, and who uses it, in two sentences.",
        "config": {"group": f"team_{place * teams // width}", "meta": {"owner": f"person_{number % 60}", "pii": False}},
        "columns": [column | {"data_tests": tests.get(column["name"], [])} for column in described],
    }
    return sql, text


def use_case(number: int, models: int, teams: int, use_cases: int) -> dict[str, Any]:
    """An exposure of type ml on three models of the top layer."""
    width = models // LAYERS
    place = number * width // use_cases
    return {
        "name": f"use_case_{number}",
        "type": "ml",
        "owner": {"name": f"Team {number % teams}"},
        "depends_on": [f"ref('model_{(LAYERS - 1) * width + (place + step) % width}')" for step in range(3)],
        "config": {
            "meta": {
                "flywheel": {
                    "team": f"team_{place * teams // width}",
                    "metric": "log_loss",
                    "baseline": "base rate",
                    "kpi": "revenue",
                    "stakeholder": "head of sales",
                    "review_every_days": 30,
                }
            }
        },
    }


def generate(folder: Path, *, models: int, use_cases: int, teams: int, columns: int, rendered: float) -> Project:
    """Write the project. Nothing of its own is built: the graph is what is asked of it."""
    project = Project(folder, DuckDB(folder.parent / f"{folder.name}.duckdb"))
    texts = []
    for number in range(models):
        sql, text = model(number, models=models, teams=teams, columns=columns, rendered=rendered)
        (folder / "models").mkdir(exist_ok=True)
        (folder / "models" / f"model_{number}.sql").write_text(sql)
        texts.append(text)
    tables = [{"name": f"table_{n}", "config": {"meta": {"owner": "ingestion"}}} for n in range(100)]
    project.write_yaml(
        "models/graph.yml",
        {
            "groups": [{"name": f"team_{n}", "owner": {"name": f"Team {n}"}} for n in range(teams)],
            "sources": [{"name": "raw", "schema": "main", "tables": tables}],
            "models": texts,
            "exposures": [use_case(n, models, teams, use_cases) for n in range(use_cases)],
        },
    )
    return project


def dbt(project: Project, *command: str) -> dict[str, float]:
    """Run dbt in a process of its own: seconds, seconds of processors and the most memory it held, in MB."""
    folders = ["--project-dir", str(project.folder), "--profiles-dir", str(project.folder)]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", DBT, *command, "--quiet", "--log-level-file", "none", *folders],
        env=os.environ | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"dbt {' '.join(command)} failed")
    return {
        "seconds": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss / 1024,
    }


def timings(project: Project) -> dict[str, float]:
    """Seconds that each node of the last run took, by name."""
    results = json.loads((project.folder / "target" / "run_results.json").read_text())["results"]
    return {result["unique_id"].split(".")[2]: result["execution_time"] for result in results}


def say(what: str, cost: dict[str, float]) -> None:
    print(f"{what:<58}{cost['seconds']:7.1f} s {cost['cpu']:7.1f} s CPU {cost['memory']:7.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=3000)
    parser.add_argument("--use-cases", type=int, default=50)
    parser.add_argument("--teams", type=int, default=20)
    parser.add_argument("--columns", type=int, default=10, help="of a model, at least 4 (default: 10)")
    parser.add_argument("--rendered", type=float, default=0.6, help="share of models that call a macro (default: .6)")
    parser.add_argument("--beside", type=Path, help="a folder of dbt packages, as elementary and dbt_utils")
    parser.add_argument("--evaluator", type=Path, help="a folder with dbt_project_evaluator and dbt_utils")
    parser.add_argument("--keep", type=Path, help="where to leave the generated project (default: removed)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)) / "generated"
        size = {name: getattr(options, name) for name in ("models", "use_cases", "teams", "columns", "rendered")}
        project = generate(folder, **size)
        package = folder / "dbt_packages" / "flywheel"
        package.unlink()
        without = dbt(project, *PARSE)
        say("dbt parse without the package", without)
        if options.beside:
            others = [package.parent / other.name for other in options.beside.iterdir()]
            for other in others:
                other.symlink_to(options.beside.resolve() / other.name, target_is_directory=True)
            say(f"dbt parse with {' and '.join(sorted(other.name for other in others))}", parse := dbt(project, *PARSE))
            print(f"  {parse['cpu'] / without['cpu'] - 1:.0%} more of the processors")
            for other in others:
                other.unlink()
        package.symlink_to(PACKAGE, target_is_directory=True)
        parsed = dbt(project, *PARSE)
        say("dbt parse with it", parsed)
        print(f"  {parsed['cpu'] / without['cpu'] - 1:.0%} more of the processors")
        graph = [f"flywheel__{name}" for name in ("nodes", "edges", "ancestors")]
        loaded = dbt(project, "run", "--select", *graph)
        say("the graph read, loaded and closed", loaded)
        print(f"  with {loaded['memory'] / parsed['memory']:.2f} times the memory of a parse")
        spent = timings(project)
        loading = sum(spent[name] for name in graph)
        print(f"  {loading:.2f} s of it in " + ", ".join(f"{name} {spent[name]:.2f} s" for name in graph))
        say("all that is made of it", dbt(project, "build", "--select", *OUTPUTS))
        built = timings(project)
        print(f"  {sum(built.values()):.2f} s of it in models and tests, one after the other, most of it in")
        for name, seconds in sorted(built.items(), key=lambda pair: -pair[1])[:8]:
            print(f"  {name:<40}{seconds:6.2f} s")
        own = sum(seconds for name, seconds in built.items() if name.removesuffix("_key") in GOVERNANCE)
        print(f"  {own:.2f} s of it in registry, ownership and guide; the rest is what these read")
        if options.evaluator:
            for name in ("dbt_project_evaluator", "dbt_utils"):
                shutil.copytree(options.evaluator / name, folder / "dbt_packages" / name)
            say("the graph, loaded by dbt-project-evaluator", dbt(project, "run", "--select", "dbt_project_evaluator"))
            other = sum(timings(project).values())
            print(f"  {other:.2f} s of it in its models, {other / loading:.0f} times as much")


if __name__ == "__main__":
    main()
