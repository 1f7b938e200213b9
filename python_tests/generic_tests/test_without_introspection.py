"""dbt compile --no-introspect: the tests against a baseline ask nothing of the database, and need no model there."""

from __future__ import annotations

from harness.project import Project


def test_the_tests_against_a_baseline_compile_without_asking_the_database(duckdb_project: Project) -> None:
    duckdb_project.model("daily", "select current_date as day, 1.0 as orders, 'east' as region")
    where = {"config": {"where": "region = 'east'"}}
    of_model = [
        {"flywheel.volume_within_baseline": {"name": "volume", "arguments": {"time_column": "day"}} | where},
        {"flywheel.arrives_on_time": {"name": "arrival", "arguments": {"time_column": "day", "max_hours": 30}} | where},
    ]
    of_column = [
        {"flywheel.within_baseline": {"name": "baseline", "arguments": {"time_column": "day"}}},
        {"flywheel.on_target": {"name": "target", "arguments": {"time_column": "day"}}},
    ]
    meta = {"flywheel": {"metrics": {"orders": {"target": 1, "direction": "down"}}}}
    model = {
        "name": "daily",
        "config": {"meta": meta},
        "columns": [{"name": "orders", "data_tests": of_column}],
        "data_tests": of_model,
    }
    duckdb_project.write_yaml("models/daily.yml", {"models": [model]})
    run = duckdb_project.dbt("compile", "--select", "daily", "--no-introspect", "--no-populate-cache")
    assert run.success, run.messages
    assert {"volume", "arrival", "baseline", "target"} <= set(run.results)
    assert "region = 'east'" in run.results["arrival"].node.compiled_code
