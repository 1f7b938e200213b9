"""Every input: empty and typed when not mapped, stacked and typed when mapped, an error or a finding when wrong."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
import yaml
from harness.project import PACKAGE, Project

TYPES_IN_DATABASE = {
    "duckdb": {
        "str": "VARCHAR",
        "int": "BIGINT",
        "float": "DOUBLE",
        "bool": "BOOLEAN",
        "ts": "TIMESTAMP",
        "date": "DATE",
    },
    "postgres": {
        "str": "text",
        "int": "bigint",
        "float": "double precision",
        "bool": "boolean",
        "ts": "timestamp without time zone",
        "date": "date",
    },
}
OUTCOMES = {"use_case": "str", "entity_id": "str", "observed_at": "ts", "outcome": "float"}
PREDICTIONS = {"use_case": "str", "version": "str", "entity_id": "str", "predicted_at": "ts", "score": "float"}


def contract(project: Project) -> dict[str, dict[str, str]]:
    """The contract of all inputs, as the package itself says it."""
    run = project.dbt("compile", "--inline", "{{ tojson(flywheel.input_contract()) }}")
    assert run.success, run.messages
    return json.loads(run.results["inline_query"].node.compiled_code)


def types_of(project: Project, like: str) -> dict[str, list[tuple[str, str]]]:
    """Columns and their types, in order, of the relations whose name begins so."""
    schema = project.warehouse.profile().get("schema", "main")
    columns = project.query(
        "select table_name, column_name, data_type from information_schema.columns "
        f"where table_schema = '{schema}' and table_name like '{like}%' order by table_name, ordinal_position"
    )
    return {
        str(name): list(zip(group["column_name"], group["data_type"], strict=True))
        for name, group in columns.groupby("table_name")
    }


def test_inputs_that_are_not_mapped_are_empty_and_typed(project: Project) -> None:
    run = project.build("--select", "flywheel__test_history", "flywheel__input_*")
    assert run.success, run.messages
    inputs = contract(project)
    statuses = run.statuses
    assert statuses.pop("flywheel__test_history") == "success"  # which fills test_results, and is empty
    assert statuses == {f"flywheel__input_{name}": "success" for name in inputs}  # and nothing to test
    known = TYPES_IN_DATABASE[project.warehouse.name]
    assert types_of(project, "flywheel__input_") == {
        f"flywheel__input_{name}": [
            *((column, known[kind.rstrip("*+")]) for column, kind in columns.items()),
            ("from_model", known["str"]),
        ]
        for name, columns in inputs.items()
    }
    rows = project.query(" union all ".join(f"select from_model from {view}" for view in schema_views(project, inputs)))
    assert rows.empty


def schema_views(project: Project, inputs: dict[str, Any]) -> list[str]:
    """The inputs' views with their schema."""
    schema = project.warehouse.profile().get("schema", "main")
    return [f"{schema}.flywheel__input_{name}" for name in inputs]


def test_what_is_written_of_an_input_is_what_the_contract_says(duckdb_project: Project) -> None:
    for name, columns in contract(duckdb_project).items():
        text = (PACKAGE / f"models/inputs/flywheel__input_{name}.yml").read_text()
        (model,) = yaml.safe_load(text)["models"]
        assert model["name"] == f"flywheel__input_{name}"
        assert model["description"].startswith("One row per "), name
        assert [column["name"] for column in model["columns"]] == [*columns, "from_model"]
        assert all(column["description"] for column in model["columns"]), name

        (test,) = model["data_tests"]
        key = test["flywheel.has_key"]
        assert key["arguments"]["columns"] == [c for c, kind in columns.items() if kind[-1] in "*+"], name
        assert key["arguments"].get("nullable", []) == [c for c, kind in columns.items() if kind[-1] == "+"], name
        assert key["config"]["severity"] == "warn"
        tested = [column["name"] for column in model["columns"] if "data_tests" in column]
        assert tested == [column for column in columns if column == "use_case"], name


def test_what_is_mapped_is_stacked_and_cast_to_the_contract(project: Project) -> None:
    first = {"use_case": "str", "entity_id": "int", "outcome": "int", "extra": "str"}
    second = {"outcome": "float", "entity_id": "str", "use_case": "str", "observed_at": "tstz"}
    project.table("first", [{"use_case": "late", "entity_id": 7, "outcome": 1, "extra": "no matter"}], first)
    moment = "2024-03-01 01:30:00+03:00"  # the last day of February in UTC, a day of March in Tokyo
    project.table("second", [{"use_case": "late", "entity_id": "x", "outcome": 0.25, "observed_at": moment}], second)
    project.vars["flywheel_inputs"] = {"outcomes": ["first", "consumer.second"]}
    project.map_input(
        "deployments",
        [{"use_case": "late", "version": 3, "deployed_at": "2024-03-01"}],
        {"use_case": "str", "version": "int", "deployed_at": "date"},
    )
    project.map_input(
        "kpi_values", [{"kpi": "on time", "period_start": moment}], {"kpi": "str", "period_start": "tstz"}
    )
    project.model("golden", "select 'd' as dataset, 'i' as item_id, 'yes' as label, cast(null as date) as labelled_at")
    if project.warehouse.name == "duckdb":  # where a bare null has a type of its own, which says nothing
        project.model("golden", "select 'd' as dataset, 'i' as item_id, 'yes' as label, null as labelled_at")
    project.vars["flywheel_inputs"]["gold_labels"] = "golden"
    late = {"name": "late", "type": "ml", "owner": {"name": "somebody"}}
    project.write_yaml("models/use_cases.yml", {"exposures": [late]})
    views = [f"flywheel__input_{name}" for name in ("outcomes", "deployments", "kpi_values", "gold_labels")]
    run = project.build("--select", *(f"+{view}" for view in views))
    assert run.success, run.messages
    assert set(run.statuses.values()) == {"success", "pass"}, run.messages
    known = TYPES_IN_DATABASE[project.warehouse.name]
    assert types_of(project, "flywheel__input_outcomes")["flywheel__input_outcomes"] == [
        *((column, known[kind]) for column, kind in OUTCOMES.items()),
        ("from_model", known["str"]),
    ]

    schema = project.warehouse.profile().get("schema", "main")
    for zone in ["UTC", "Asia/Tokyo", "America/New_York"]:
        outcomes, deployments, kpis, golden = (
            project.query(f"set timezone = '{zone}'; select * from {schema}.{view} order by from_model")
            for view in views
        )
        assert list(outcomes["from_model"]) == ["first", "second"]
        assert list(outcomes["entity_id"]) == ["7", "x"]
        assert list(outcomes["outcome"]) == [1.0, 0.25]
        assert list(outcomes["observed_at"].isna()) == [True, False]
        assert outcomes["observed_at"][1] == pd.Timestamp("2024-02-29 22:30:00"), zone
        assert deployments["deployed_at"][0] == pd.Timestamp("2024-03-01 00:00:00"), zone
        assert deployments["version"][0] == "3"
        assert deployments[["retired_at", "is_automated", "outcome"]].isna().all(axis=None)
        assert pd.Timestamp(kpis["period_start"][0]) == pd.Timestamp("2024-02-29"), zone
        assert kpis["segment"].isna().all()
        assert golden["labelled_at"].isna().all()


def test_what_does_not_fit_stops_with_all_that_is_wrong_and_leaves_what_was_there(project: Project) -> None:
    good = [{"use_case": "late", "version": "1", "entity_id": "a", "predicted_at": "2024-03-01 10:00:00", "score": 0.5}]
    project.map_input("predictions", good, PREDICTIONS)
    project.model(
        "scores",
        "{{ config(materialized='table') }} select entity_id, score from {{ ref('flywheel__input_predictions') }}",
    )
    run = project.build("--select", "+scores")
    assert run.statuses.get("scores") == "success", run.messages

    wrong = {"use_case": "str", "entity_id": "float", "predicted_at": "ts", "score": "str", "segment": "bool"}
    project.map_input("predictions", pd.DataFrame(columns=list(wrong)), wrong)
    project.model("passing", "{{ config(materialized='ephemeral') }} select 'late' as use_case, 'a' as entity_id")
    project.write("seeds/releases.csv", "use_case,version,deployed_at,retired_at\nlate,1,2024-03-01,\n")
    project.table("fits", [], {"dataset": "str", "item_id": "str", "arrived_at": "ts"})
    project.table("lacks", [], {"dataset": "str", "arrived_at": "ts"})
    project.vars["flywheel_inputs"] |= {"outcomes": "passing", "deployments": "releases", "items": ["fits", "lacks"]}
    inputs = [f"flywheel__input_{name}" for name in ("predictions", "outcomes", "deployments", "items")]
    run = project.build("--select", *(f"+{name}" for name in inputs), "scores")

    assert not run.success
    assert {run.statuses[name] for name in inputs} == {"error"}, run.messages
    assert run.statuses["scores"] == "skipped"
    assert project.relation("scores").to_dict("records") == [{"entity_id": "a", "score": 0.5}]

    known = TYPES_IN_DATABASE[project.warehouse.name]
    text = {"duckdb": "character varying(256)", "postgres": "text"}[project.warehouse.name]
    said = run.message("flywheel__input_predictions").lower()
    for part in [
        "input 'predictions' is mapped to model 'my_predictions'",
        "column 'version': found no such column, wanted text (text)",
        f"column 'entity_id': found {known['float']}, wanted text (text)",
        f"column 'score': found {text}, wanted a number (",
        f"column 'segment': found {known['bool']}, wanted text (text)",
        "columns found: use_case, entity_id, predicted_at, score, segment.",
    ]:
        assert part.lower() in said
    assert said.count("column '") == 4
    said = run.message("flywheel__input_outcomes")
    assert "input 'outcomes' is mapped to the ephemeral model 'passing'" in said
    said = run.message("flywheel__input_deployments")
    assert "column 'retired_at': found int" in said.lower()
    assert "if it is always null, leave it out" in said
    assert "'releases' is a seed" in said
    assert "set them with column_types" in said
    said = run.message("flywheel__input_items")  # the second of two
    assert "input 'items' is mapped to model 'lacks'" in said
    assert "column 'item_id': found no such column" in said
    assert "is a seed" not in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"inputs": {"outcome": "mine"}}, ["maps 'outcome', which is not an input", "outcomes"]),
        ({"inputs": "mine"}, ["flywheel_inputs is mine; wanted a mapping of input to model"]),
        ({"inputs": {"outcomes": [3]}}, ["maps input 'outcomes' to 3; wanted the name of a model"]),
        (
            {"inputs": {"outcomes": "nowhere"}},
            ["flywheel__input_outcomes", "depends on a node named 'nowhere'", "which was not found"],
        ),
        (
            {"inputs": {"outcomes": "flywheel.nowhere"}},
            ["depends on a node named 'nowhere' in package or project 'flywheel' which was not found"],
        ),
        ({"input": {"outcomes": "mine"}}, ["there is no var flywheel_input; wanted flywheel_inputs"]),
        ({"now": "yesterday"}, ["flywheel_now is 'yesterday'; wanted a moment in UTC, as in '2026-01-31 06:00:00'"]),
        ({"measurement": ["mine"]}, ["there is no var flywheel_measurement; wanted flywheel_measurements"]),
        ({"slices_days": "ninety"}, ["flywheel_slices_days is 'ninety'; wanted a number from 0 up"]),
        ({"confidence": 95}, ["flywheel_confidence is '95'; wanted a number from 0 to 1"]),
    ],
)
def test_a_var_that_makes_no_sense_stops_before_anything_runs(
    duckdb_project: Project, given: dict[str, Any], said: list[str]
) -> None:
    duckdb_project.model("mine", "select {{ flywheel._now() }} as a")
    run = duckdb_project.dbt(
        "compile", "--select", "mine", **{f"flywheel_{name}": value for name, value in given.items()}
    )
    assert not run.success
    for part in said:
        assert part in run.messages


def test_keys_that_repeat_or_are_null_and_unknown_use_cases_are_found_and_stop_nothing(project: Project) -> None:
    rows = [
        {"use_case": "late", "entity_id": "a", "observed_at": None, "outcome": 1.0},
        {"use_case": "late", "entity_id": "a", "observed_at": None, "outcome": 0.0},
        {"use_case": "late", "entity_id": None, "observed_at": None, "outcome": 1.0},
        {"use_case": "lates", "entity_id": "b", "observed_at": None, "outcome": 1.0},
    ]
    exposure = {"name": "late", "type": "ml", "owner": {"name": "us"}, "depends_on": ["ref('my_outcomes')"]}
    project.write_yaml("models/exposures.yml", {"exposures": [exposure]})
    project.map_input("outcomes", rows, OUTCOMES)
    kpis = [{"kpi": "on time", "period_start": "2024-03-01", "segment": segment} for segment in (None, None, "JFK")]
    project.map_input("kpi_values", kpis, {"kpi": "str", "period_start": "date", "segment": "str"})
    project.model("happened", "select * from {{ ref('flywheel__input_outcomes') }}")
    run = project.build(
        "--select", "my_outcomes", "my_kpi_values", "flywheel__input_outcomes", "flywheel__input_kpi_values", "happened"
    )
    assert run.success, run.messages
    assert run.statuses["happened"] == "success"
    assert run.statuses["flywheel__input_outcomes_key"] == "warn"
    found = project.failing_rows(run, "flywheel__input_outcomes_key").set_index("problem")
    assert found["row_count"].to_dict() == {"2 rows have this key": 2, "null in entity_id": 1}
    assert found.loc["2 rows have this key", "entity_id"] == "a"
    (found,) = project.failing_rows(run, "flywheel__input_kpi_values_key").to_dict("records")
    assert found["segment"] is None or pd.isna(found["segment"])
    assert (found["kpi"], found["row_count"], found["problem"]) == ("on time", 2, "2 rows have this key")
    assert run.statuses["flywheel__input_outcomes_use_case"] == "warn"
    assert list(project.failing_rows(run, "flywheel__input_outcomes_use_case")["use_case"]) == ["lates"]
