"""meets_expectations: any number of checks in one scan; one row per broken one, and the row says what is wrong."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from harness.project import Project

TYPES = {"id": "int", "origin": "str", "delay": "float", "wind": "float", "happened_at": "ts"}
ROWS = [
    {"id": 1, "origin": "EWR", "delay": 0.0, "wind": 12.0, "happened_at": "2024-01-01 10:00:00"},
    {"id": 2, "origin": "JFK", "delay": 10.0, "wind": None, "happened_at": "2024-01-02 10:00:00"},
    {"id": 3, "origin": None, "delay": 20.0, "wind": 1048.0, "happened_at": "2024-01-03 10:00:00"},
    {"id": 4, "origin": "EWR", "delay": None, "wind": 7.0, "happened_at": "2024-01-04 10:00:00"},
]


def expect(project: Project, name: str, model: str, arguments: dict[str, Any], **config: Any) -> None:
    """Put the test on a model, under its own name."""
    test = {"flywheel.meets_expectations": {"name": name, "arguments": arguments, "config": config}}
    project.write_yaml(f"models/{name}.yml", {"models": [{"name": model, "data_tests": [test]}]})


def test_what_is_broken_comes_back_one_row_each_and_boundaries_hold(project: Project) -> None:
    project.table("weather", ROWS, TYPES)
    project.vars["flywheel_now"] = "2024-01-04 22:00:00"
    project.model("hourly", "select * from {{ ref('weather') }}")
    project.model("empty", "select * from {{ ref('weather') }} where 1 = 0")
    project.model("copy", "select * from {{ ref('weather') }}")
    fine = {
        "table": {"row_count": {"equals": 4}},
        "columns": {
            "origin": {"completeness": {"min": 0.75}, "distinctness": {"max": 2 / 3 + 1e-12}},
            "delay": {
                "mean": {"between": [10, 10]},
                "min": {"min": 0},
                "max": {"max": 20},
                "quantile": {"q": 0.5, "max": 10},
            },
            "happened_at": {"freshness": {"max": 12}},
        },
        "rows": [
            {"name": "known_delays_are_positive", "condition": "delay >= 0"},
            {"name": "most_winds_are_possible", "condition": "wind < 200", "min": 0.75},
            {"name": "of_newark", "condition": "delay = 0", "where": "id = 1"},
        ],
    }
    broken = {
        "table": {"row_count": {"min": 5}},
        "columns": {
            "origin": {"completeness": {"min": 0.76}},
            "delay": {"mean": {"max": 9.99}, "max": {"where": "id < 3", "between": [11, 12]}},
            "happened_at": {"freshness": {"max": 11.9}},
        },
        "rows": [{"name": "wind_is_possible", "condition": "wind < 200"}],
    }
    nothing = {
        "table": {"row_count": {"min": 1}},
        "columns": {"delay": {"mean": {"min": 0}}, "origin": {"completeness": {"min": 0.9}}},
        "rows": [{"name": "wind_is_possible", "condition": "wind < 200"}],
    }
    expect(project, "all_fine", "weather", fine)
    expect(project, "all_broken", "hourly", broken)
    expect(project, "on_nothing", "empty", nothing)
    expect(project, "filtered", "copy", {"columns": {"wind": {"max": {"max": 20}}}}, where="id != 3")
    run = project.build("--select", "weather", "hourly", "empty", "copy")
    assert {run.statuses[name] for name in ("all_broken", "on_nothing")} == {"fail"}, run.messages
    assert {run.statuses[name] for name in ("all_fine", "filtered")} == {"pass"}, run.messages

    rows = project.failing_rows(run, "all_broken").set_index("expectation")
    assert set(rows.index) == {
        "row_count", "completeness of origin", "mean of delay", "max of delay", "freshness of happened_at",
        "wind_is_possible",
    }  # fmt: skip
    assert rows.loc["row_count", "observed"] == 4
    assert rows.loc["completeness of origin", "observed"] == 0.75
    assert rows.loc["completeness of origin", "failing_rows"] == 1
    assert rows.loc["completeness of origin", "reason"] == "completeness of origin was 0.75, expected at least 0.76"
    assert rows.loc["mean of delay", "sample_size"] == 3
    assert pd.isna(rows.loc["mean of delay", "failing_rows"])
    assert rows.loc["max of delay", "reason"] == "max of delay was 10, expected 11 to 12"
    assert rows.loc["freshness of happened_at", "observed"] == pytest.approx(12)
    assert rows.loc["wind_is_possible", "failing_rows"] == 1
    assert rows.loc["wind_is_possible", "reason"] == "wind_is_possible was 0.75, expected at least 1"

    rows = project.failing_rows(run, "on_nothing").set_index("expectation")
    assert set(rows.index) == {"row_count", "mean of delay", "completeness of origin"}
    assert "could not be assessed" in rows.loc["mean of delay", "reason"]
    assert rows.loc["row_count", "observed"] == 0


def test_any_number_of_expectations_are_one_scan(duckdb_project: Project) -> None:
    duckdb_project.table("weather", ROWS, TYPES)
    columns = {"delay": {"mean": {"min": 0}, "min": {"min": 0}, "max": {"max": 99}}, "wind": {"max": {"max": 2000}}}
    expect(duckdb_project, "many", "weather", {"columns": columns, "rows": [{"name": "r", "condition": "id > 0"}]})
    run = duckdb_project.build("--select", "weather")
    assert run.statuses["many"] == "pass", run.messages
    assert run.results["many"].node.compiled_code.count('"weather"') == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "was given nothing to check"),
        ({"columns": {"delay": {"mean": 3}}}, "'mean of delay' is 3, wanted bounds"),
        ({"columns": {"delay": {"mean": {}}}}, "wanted numbers in at least one of min, max"),
        ({"columns": {"delay": {"mean": {"min": "low"}}}}, "wanted numbers in at least one of min, max"),
        ({"columns": {"delay": {"mean": {"between": [1]}}}}, "wanted numbers in at least one of min, max"),
        ({"columns": {"delay": {"average": {"min": 1}}}}, "asks for the measure 'average', which does not exist"),
        ({"columns": {"delay": {"mean": {"min": 1, "mim": 2}}}}, "has no argument 'mim'"),
        ({"rows": [{"condition": "1 = 1"}]}, "lacks 'name'"),
        (
            {"rows": [{"name": "a", "condition": "1 = 1"}, {"name": "a", "condition": "2 = 2"}]},
            "two expectations are called 'a'",
        ),
    ],
)
def test_a_wrong_expectation_stops_with_its_name(duckdb_project: Project, arguments: dict[str, Any], said: str) -> None:
    duckdb_project.model("weather", "select 1 as delay")
    expect(duckdb_project, "wrong", "weather", arguments)
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages
