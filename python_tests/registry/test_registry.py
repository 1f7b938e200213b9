"""The registry: what the dbt graph says, in tables, whatever is written in it."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pandas as pd
from harness.project import Project

AWKWARD = 'O\'Neil "quotes" back\\slash \n line; ünïcödé 漢字 %s $1 -- }{ '
LONG = "x" * 100_000
TABLES = [f"flywheel__{table}" for table in ("use_cases", "teams", "nodes", "edges", "contract_columns")]

USE_CASE = {
    "team": "punctuality", "metric": "log_loss", "metric_direction": "lower_is_better", "baseline": "majority class",
    "kpi": "on_time_rate", "kpi_direction": "higher_is_better", "stakeholder": "head of operations", "task": "binary",
    "positive_outcome": 1, "review_every_days": 30, "mlflow_experiment": "flight-delay",
}  # fmt: skip


# of use_case: what is no name, no number and no number of days
WRONG = {
    "team": "nobody", "task": "magic", "kpi_direction": "up", "positive_outcome": "yes", "metric": ["log_loss"],
    "review_every_days": "30", "retro_every_days": 0, "sign_off_every_days": 7.5, "incident_review_every_days": True,
    "retrain_every_days": -1,
}  # fmt: skip
PROMISES = {  # as written: slo, slo_days and what is told of them
    "promises_days": ({"slo": 0.5, "slo_days": 7.0}, 0.5, 7, None),
    "promises_in_percent": ({"slo": 99}, 99, None, "its slo is 99, wanted a share above 0 and at most 1"),
    "promises_nothing": ({"slo": 0}, 0, None, "its slo is 0, wanted a share above 0 and at most 1"),
    "promises_text": (
        {"slo": "0.99", "slo_days": "28"}, None, None,
        'its slo is "0.99", wanted a share above 0 and at most 1; its slo_days is "28", wanted a whole number above 0',
    ),
    "promises_yes": (
        {"slo": True, "slo_days": 1.5}, None, None,
        "its slo is true, wanted a share above 0 and at most 1; its slo_days is 1.5, wanted a whole number above 0",
    ),
    "only_a_product": ({"data_product": True}, None, None, None),
}  # fmt: skip


def exposure(name: str, meta: dict[str, Any], kind: str = "ml") -> dict[str, Any]:
    return {
        "name": name, "type": kind, "owner": {"name": "Punctuality", "email": "p@example.com"},
        "depends_on": ["ref('fct_flights')"], "config": {"meta": {"flywheel": meta}},
    }  # fmt: skip


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in USE_CASE.items() if key not in keys}


def write_graph(project: Project) -> None:
    project.model("fct_flights", "select 1 as id from {{ source('raw', 'flights') }} where 1 = 0")
    project.model("late", "select * from {{ ref('fct_flights') }}")
    for name in PROMISES:
        project.model(name, "select 1 as id")
    project.write("seeds/airports.csv", "faa\nEWR\n")
    project.write("tests/watches.sql", "select * from {{ ref('late') }} where 1 = 0")
    text = {
        "version": 2,
        "groups": [
            {
                "name": "punctuality",
                "owner": {"name": "Punctuality", "email": "p@example.com"},
                "config": {"meta": {"flywheel": {"kind": "embedded", "channel": "#punctuality"}}},
            },
            {"name": "platform", "owner": {"email": "platform@example.com"}},
        ],
        "sources": [
            {
                "name": "raw",
                "schema": "main",
                "tables": [
                    {
                        "name": "flights",
                        "config": {
                            "meta": {"owner": "ops"},
                            "loaded_at_field": "at",
                            "freshness": {"warn_after": {"count": 1, "period": "day"}},
                        },
                    },
                    {
                        "name": "weather",
                        "config": {
                            "loaded_at_field": "at",
                            "freshness": {"error_after": {"count": 1, "period": "day"}},
                        },
                    },
                    {"name": "planes"},
                ],
            }
        ],
        "snapshots": [
            {
                "name": "kept",
                "relation": "ref('late')",
                "config": {"strategy": "check", "check_cols": "all", "unique_key": "id"},
            }
        ],
        "models": [
            {
                "name": "fct_flights",
                "description": "Flights.",
                "access": "public",
                "group": "platform",
                "config": {
                    "contract": {"enforced": True},
                    "tags": ["core"],
                    "meta": {"awkward": AWKWARD, "long": LONG, "since": date(2024, 2, 29), "flywheel": {"slo": 0.99}},
                },
                "columns": [
                    {
                        "name": "id",
                        "data_type": "integer",
                        "data_tests": [{"not_null": {"config": {"severity": "warn"}}}, "unique"],
                    },
                    {"name": "Carrier", "data_type": "VARCHAR"},
                ],
            },
            {
                "name": "late",
                "group": "punctuality",
                "config": {"meta": {"flywheel": {"owner": "Ann O'Neil"}, "owner": "somebody else"}},
            },
            *({"name": name, "config": {"meta": {"flywheel": own}}} for name, (own, *_) in PROMISES.items()),
        ],
        "exposures": [
            exposure("flight_delay", USE_CASE),
            exposure("names_nothing", {"metrc": "mae"}),
            exposure("says_more", USE_CASE | {"notes": "ask Ann", "owner": "Ann", "slo": 0.9, "waivers": {}}),
            exposure("no_kpi", without("kpi", "stakeholder", "metric_direction", "positive_outcome")),
            exposure("wrong_words", USE_CASE | WRONG),
            exposure("a_dashboard", {}, kind="dashboard"),
        ],
    }
    project.write_yaml("models/graph.yml", text)


def test_the_graph_in_tables(project: Project) -> None:
    write_graph(project)
    run = project.build("--select", *TABLES)
    assert run.success, run.messages

    teams = project.relation("flywheel__teams").set_index("team").sort_index()
    assert list(teams.index) == ["platform", "punctuality"]
    assert list(teams.loc["punctuality", ["kind", "owner_name", "owner_email", "channel"]]) == [
        "embedded", "Punctuality", "p@example.com", "#punctuality",
    ]  # fmt: skip
    assert teams.loc["platform", ["kind", "owner_name", "channel"]].isna().all()

    cases = project.relation("flywheel__use_cases").set_index("use_case").sort_index()
    assert list(cases.index) == ["flight_delay", "names_nothing", "no_kpi", "says_more", "wrong_words"]
    fine = cases.loc["flight_delay"]
    assert {key: fine[key] for key in USE_CASE} == USE_CASE
    assert (fine["verdict"], fine["owner"]) == ("pass", "Punctuality")
    assert dict(cases["verdict"].drop(["flight_delay", "says_more"])) == dict.fromkeys(
        ["names_nothing", "no_kpi", "wrong_words"], "fail"
    )
    assert cases.loc["says_more", "verdict"] == "warn"
    assert cases.loc["says_more", "reason"].startswith("'notes' is none of its settings: team, ")
    assert cases.loc["no_kpi", "reason"].startswith("no kpi is named; no stakeholder is named. Set it in the meta")
    assert cases.loc["names_nothing", "reason"].startswith("no metric is named; no baseline is named; no kpi is named")
    assert "'metrc' is none of its settings: team, metric, metric_direction" in cases.loc["names_nothing", "reason"]
    wrong = cases.loc["wrong_words", "reason"]
    assert "team 'nobody' is not a dbt group; groups: p" in wrong
    assert "task is 'magic', wanted one of binary, multiclass, regression" in wrong
    assert "positive_outcome is 'yes', wanted a number; " in wrong
    assert "kpi_direction is 'up', wanted one of higher_is_better, lower_is_better" in wrong
    assert 'metric is ["log_loss"], wanted a name' in wrong
    for key in (key for key in WRONG if key.endswith("_days")):
        assert f"{key} is '{WRONG[key]}', wanted a whole number above 0" in wrong
        assert pd.isna(cases.loc["wrong_words", key])

    nodes = project.relation("flywheel__nodes").set_index("node_id")
    assert nodes.index.is_unique
    flights = nodes.loc["model.consumer.fct_flights"]
    columns = ["resource_type", "name", "package_name", "group_name", "owner", "access", "materialized"]
    assert list(flights[columns]) == [
        "model", "fct_flights", "consumer", "platform", "platform@example.com", "public", "view",
    ]  # fmt: skip
    assert (bool(flights["is_contracted"]), bool(flights["is_described"]), flights["tests"]) == (True, True, 2)
    assert json.loads(flights["tags"]) == ["core"]
    assert json.loads(flights["meta"]) == {
        "awkward": AWKWARD, "long": LONG, "since": "2024-02-29", "flywheel": {"slo": 0.99},
    }  # fmt: skip
    assert (flights["team"], bool(flights["is_data_product"]), flights["slo"]) == ("platform", True, 0.99)
    assert pd.isna(flights["slo_days"])
    for name, (_, slo, days, problem) in PROMISES.items():
        row = nodes.loc[f"model.consumer.{name}"]
        assert bool(row["is_data_product"]) and bool(row["is_used"]), name
        found = [None if pd.isna(row[column]) else row[column] for column in ("slo", "slo_days", "slo_problem")]
        assert found == [slo, days, problem], name
    late = nodes.loc["model.consumer.late"]
    assert (late["owner"], bool(late["is_contracted"]), bool(late["is_described"]), late["tests"]) == (
        "Ann O'Neil", False, False, 1,
    )  # fmt: skip
    assert nodes.loc["source.consumer.raw.flights", "owner"] == "ops"
    assert nodes.loc["exposure.consumer.flight_delay", "owner"] == "Punctuality"
    assert pd.isna(nodes.loc["seed.consumer.airports", "owner"])
    [test] = nodes.index[nodes.index.str.startswith("test.consumer.not_null_fct_flights_id")]
    assert list(nodes.loc[test, ["tested_id", "test_name", "column_name", "severity", "team"]]) == [
        "model.consumer.fct_flights", "not_null", "id", "warn", "platform",
    ]  # fmt: skip
    assert nodes.loc["test.consumer.watches", "tested_id"] == "model.consumer.late"
    fresh = nodes.loc[nodes["resource_type"] == "source", "promises_freshness"]
    assert {name.split(".")[-1] for name in fresh.index[fresh.astype(bool)]} == {"flights", "weather"}
    assert nodes.loc["exposure.consumer.a_dashboard", "exposure_type"] == "dashboard"
    ours = nodes[(nodes["package_name"] == "consumer") & (nodes["resource_type"] != "test")]
    assert set(ours.index[~ours["is_used"].astype(bool)]) == {
        "model.consumer.late", "seed.consumer.airports", "snapshot.consumer.kept", "source.consumer.raw.weather",
        "source.consumer.raw.planes",
    }  # fmt: skip

    columns = project.relation("flywheel__contract_columns")
    assert columns.sort_values("data_type").to_numpy().tolist() == [
        ["model.consumer.fct_flights", "id", "integer"], ["model.consumer.fct_flights", "carrier", "varchar"],
    ]  # fmt: skip

    edges = project.relation("flywheel__edges")
    pairs = set(zip(edges["parent_id"], edges["child_id"], strict=True))
    assert len(pairs) == len(edges)
    assert {
        ("source.consumer.raw.flights", "model.consumer.fct_flights"),
        ("model.consumer.fct_flights", "model.consumer.late"),
        ("model.consumer.fct_flights", "exposure.consumer.flight_delay"),
        ("model.consumer.late", "snapshot.consumer.kept"),
        ("model.consumer.late", "test.consumer.watches"),
    } <= pairs
    assert {node for pair in pairs for node in pair} <= set(nodes.index)


def test_a_project_that_declares_nothing_has_empty_tables(project: Project) -> None:
    run = project.build("--select", "flywheel__use_cases", "flywheel__teams")
    assert run.success, run.messages
    assert len(project.relation("flywheel__use_cases")) == 0
    assert len(project.relation("flywheel__teams")) == 0


def random_graph(models: int) -> dict[str, list[str]]:
    """Models that read up to three of those before them, and no cycle."""
    chance = random.Random(7)
    names = [f"m{number}" for number in range(models)]
    return {name: chance.sample(names[:number], min(number, chance.randint(0, 3))) for number, name in enumerate(names)}


def test_what_a_use_case_rests_on_is_that_of_every_path(project: Project) -> None:
    graph = random_graph(40)
    for name, parents in graph.items():
        project.model(
            name, " union all ".join(f"select * from {{{{ ref('{p}') }}}}" for p in parents) or "select 1 as id"
        )
    reads = {"one": ["m39"], "two": ["m20", "m30", "m35"], "none": []}
    exposures = [exposure(name, {}) | {"depends_on": [f"ref('{m}')" for m in models]} for name, models in reads.items()]
    project.write_yaml("models/use_cases.yml", {"exposures": exposures})
    run = project.build("--select", "flywheel__ancestors")
    assert run.success, run.messages

    def depths(node: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for parent in graph.get(node, reads.get(node)) or []:
            for name, depth in {parent: 0, **depths(parent)}.items():
                found[name] = max(found.get(name, 0), depth + 1)
        return found

    rows = project.relation("flywheel__ancestors")
    assert {tuple(row) for row in rows.to_numpy()} == {
        (use_case, f"model.consumer.{node}", depth) for use_case in reads for node, depth in depths(use_case).items()
    }


def test_an_engine_without_json_takes_the_rows_in_statements_of_a_size(duckdb_project: Project) -> None:
    project = duckdb_project
    write_graph(project)
    project.model("many", "select 1 as id")
    project.write_yaml("models/many.yml", {"models": [{"name": "many", "config": {"meta": {"text": AWKWARD * 9000}}}]})
    # parsing in part forgets the tests of models that are off, which the next build, of other settings, has again
    by_parameter = project.build("--no-partial-parse", "--select", *TABLES)
    assert by_parameter.success, by_parameter.messages
    expected = {table: project.relation(table) for table in TABLES}
    project.configure(dispatch=[{"macro_namespace": "flywheel", "search_order": ["consumer", "flywheel"]}])
    for macro in ("_load_rows", "_rows"):
        call = f"flywheel.default__{macro}(rows, columns)"
        project.write(
            f"macros/{macro}.sql", f"{{% macro duckdb__{macro}(rows, columns) %}} {{{{ {call} }}}} {{% endmacro %}}"
        )
    in_batches = project.build("--select", *TABLES)
    assert in_batches.success, in_batches.messages
    for table, rows in expected.items():
        key = list(rows.columns[:2])
        pd.testing.assert_frame_equal(
            project.relation(table).sort_values(key, ignore_index=True), rows.sort_values(key, ignore_index=True)
        )
