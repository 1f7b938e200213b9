"""meets_expectations: any number of checks in one scan; one row per broken one, and the row says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from harness.project import Project
from measures.references import BY_THE_ENGINE, MEASURES, random_rows
from measures.references import TYPES as EVENT_TYPES

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
            "origin": {
                "completeness": {"min": 0.75},
                "distinctness": {"max": 2 / 3 + 1e-12},
                "histogram": {
                    "values": {"EWR": {"between": [2 / 3 - 1e-12, 2 / 3 + 1e-12]}, "JFK": {"count": 1}},
                    "other_values": 0,
                    "distinct_values": {"equals": 2},
                },
            },
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
            {"name": "known_winds_blow", "where": "wind > 0"},
        ],
    }
    broken = {
        "table": {"row_count": {"min": 5}},
        "columns": {
            "origin": {
                "completeness": {"min": 0.76},
                "histogram": {
                    "values": {"EWR": {"max": 0.66}, "O'Hare": {"count": {"min": 1}}, "LGA": 0},
                    "other_values": {"max": 0.33},
                    "distinct_values": {"max": 1, "severity": "warn"},
                },
            },
            "delay": {"mean": {"max": 9.99}, "max": {"where": "id < 3", "between": [11, 12]}},
            "happened_at": {"freshness": {"max": 11.9}},
        },
        "rows": [
            {"name": "wind_is_possible", "condition": "wind < 200"},
            {"name": "wind_is_low", "where": "wind < 12"},
        ],
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
        "wind_is_possible", "wind_is_low",
        "share of EWR in origin", "rows of O'Hare in origin", "other values of origin", "distinct values of origin",
    }  # fmt: skip
    assert rows.loc["row_count", "observed"] == 4
    assert rows.loc["share of EWR in origin", "observed"] == pytest.approx(2 / 3)
    assert rows.loc["share of EWR in origin", ["sample_size", "failing_rows"]].tolist() == [3, 2]
    assert rows.loc["rows of O'Hare in origin", "reason"] == "rows of O'Hare in origin was 0, expected at least 1"
    assert rows.loc["other values of origin", ["sample_size", "failing_rows"]].tolist() == [3, 1]
    assert list(project.query(rows.loc["other values of origin", "query"])["id"]) == [2]
    assert rows.loc["distinct values of origin", "severity"] == "warn"
    assert rows.loc["completeness of origin", "observed"] == 0.75
    assert rows.loc["completeness of origin", "failing_rows"] == 1
    assert rows.loc["completeness of origin", "reason"] == "completeness of origin was 0.75, expected at least 0.76"
    assert rows.loc["mean of delay", "sample_size"] == 3
    assert pd.isna(rows.loc["mean of delay", "failing_rows"])
    assert rows.loc["max of delay", "reason"] == "max of delay was 10, expected 11 to 12"
    assert rows.loc["freshness of happened_at", "observed"] == pytest.approx(12)
    assert rows.loc["wind_is_possible", "failing_rows"] == 1
    assert rows.loc["wind_is_low", ["sample_size", "failing_rows"]].tolist() == [4, 2]  # twelve is not below twelve
    assert sorted(project.query(rows.loc["wind_is_low", "query"])["id"]) == [1, 3]
    assert rows.loc["wind_is_possible", "reason"] == "wind_is_possible was 0.75, expected at least 1"

    rows = project.failing_rows(run, "on_nothing").set_index("expectation")
    assert set(rows.index) == {"row_count", "mean of delay", "completeness of origin"}
    assert "could not be assessed" in rows.loc["mean of delay", "reason"]
    assert rows.loc["row_count", "observed"] == 0


def test_any_number_of_expectations_are_one_scan_where_another_would_cost(duckdb_project: Project) -> None:
    duckdb_project.table("weather", ROWS, TYPES)
    duckdb_project.model("seen", "select * from {{ ref('weather') }}")
    for name in ("copy", "other_copy"):
        duckdb_project.model(name, "{{ config(materialized='table') }} select * from {{ ref('weather') }}")
    columns = {"delay": {"mean": {"min": 0}, "in_range": [0, 99], "max": {"max": 99}}, "wind": {"max": {"max": 2000}}}
    checks = {"columns": columns, "rows": [{"name": "r", "condition": "id > 0"}]}
    expect(duckdb_project, "of_table", "weather", checks)
    expect(duckdb_project, "of_view", "seen", checks)
    expect(duckdb_project, "of_part", "copy", checks | {"partition": "id > 2"})
    expect(duckdb_project, "of_filtered", "other_copy", checks, where="id > 2")
    run = duckdb_project.build("--select", "weather", "seen", "copy", "other_copy")
    assert set(run.statuses.values()) <= {"success", "pass"}, run.messages
    scans = {name: result.node.compiled_code.count("from measured_rows") for name, result in run.results.items()}
    assert {name: scans[name] for name in ("of_view", "of_part", "of_filtered")} == dict.fromkeys(
        ("of_view", "of_part", "of_filtered"), 1
    )
    # DuckDB knows the ranges of the row groups of a table: what is out of them is counted by itself, as is each extreme
    assert scans["of_table"] == 5


def test_short_forms_parts_and_severities(project: Project) -> None:
    project.table("weather", ROWS, TYPES)
    for name in ("short", "fine", "told", "told_and_failed", "part", "new", "of_own", "empty", "nulls"):
        where = {"empty": "where 1 = 0", "nulls": "where id = 3"}.get(name, "")
        project.model(name, f"select * from {{{{ ref('weather') }}}} {where}")
    short = {
        "columns": {
            "id": {"not_null": True, "unique": True, "in_range": {"max": 3, "name": "few_ids"}},
            "origin": {
                "not_null": 0.8, "unique": {"mostly": 0.5}, "accepted_values": ["JFK", "O'Hare"],
            },
            "delay": {"in_range": {"min": 15, "mostly": 2 / 3, "where": "id > 1"}, "not_null": True},
            "happened_at": {"in_range": [date(2024, 1, 2), date(2024, 1, 31)]},  # as YAML reads it without quotes
        },
        "table": {"unique": ["origin", "delay"]},
    }  # fmt: skip
    third = 1 / 3 - 1e-12
    fine = {
        "columns": {
            "id": {"not_null": True, "unique": True, "in_range": [1, 4]},
            "origin": {
                "not_null": 0.75,
                "unique": {"mostly": third},
                "accepted_values": {"values": ["EWR"], "mostly": 2 * third},
            },
            "delay": {"in_range": {"min": 1, "mostly": 2 * third}, "not_null": {"where": "id < 4"}},
            "happened_at": {"in_range": ["2024-01-01", "2024-01-05"]},
        },
        "table": {"unique": {"columns": ["origin", "delay"], "mostly": 1}},
    }
    warned = {"columns": {"delay": {"not_null": {"severity": "warn"}, "mean": {"min": 0}}}}
    both = {"columns": {"delay": {"not_null": {"severity": "warn"}, "mean": {"min": 11}}}}
    wind = {"rows": [{"name": "wind_is_possible", "condition": "wind < 200"}]}
    expect(project, "on_short", "short", short)
    expect(project, "on_fine", "fine", fine)
    expect(project, "on_told", "told", warned)
    expect(project, "on_told_and_failed", "told_and_failed", both)
    # row 4 breaks it too, and is not in the part
    calm = {"rows": [{"name": "wind_is_possible", "condition": "wind between 8 and 200"}]}
    expect(project, "on_part", "part", calm | {"partition": "id = 1 or id = 3"})
    expect(project, "on_new", "new", wind | {"new_data_only": {"time_column": "happened_at", "hours": 20}})
    expect(project, "on_own", "of_own", both, error_if="> 5", warn_if="> 4")
    expect(project, "on_empty", "empty", short)
    expect(project, "on_nulls", "nulls", {"columns": {"origin": {"accepted_values": ["x"], "unique": True}}})
    run = project.build("--exclude", "package:flywheel", flywheel_now="2024-01-05 05:00:00")
    assert {name: run.statuses[name] for name in run.statuses if name.startswith("on_")} == {
        "on_short": "fail", "on_fine": "pass", "on_told": "warn", "on_told_and_failed": "fail", "on_part": "fail",
        "on_new": "pass", "on_own": "pass", "on_empty": "pass", "on_nulls": "pass",
    }, run.messages  # fmt: skip

    rows = project.failing_rows(run, "on_short").set_index("expectation")
    at_fault = {
        "few_ids": [4],
        "not_null of origin": [3],
        "unique of origin": [1, 4],
        "accepted_values of origin": [1, 4],
        "in_range of delay": [2],
        "not_null of delay": [4],
        "in_range of happened_at": [1],
    }
    assert set(rows.index) == set(at_fault)
    for name, ids in at_fault.items():
        assert sorted(project.query(rows.loc[name, "query"])["id"]) == ids, name
        assert rows.loc[name, "failing_rows"] == len(ids), name
    assert rows.loc["few_ids", "reason"] == "few_ids was 0.75, expected at least 1"
    assert rows.loc["in_range of delay", "sample_size"] == 2

    rows = project.failing_rows(run, "on_told_and_failed").set_index("expectation")
    assert dict(rows["severity"]) == {"not_null of delay": "warn", "mean of delay": "error"}
    assert pd.isna(rows.loc["mean of delay", "query"])
    rows = project.failing_rows(run, "on_part").set_index("expectation")
    assert list(project.query(rows.loc["wind_is_possible", "query"])["id"]) == [3]
    assert "where id = 1 or id = 3\n" in run.results["on_part"].node.compiled_code
    assert "happened_at >= cast('2024-01-04 09:00:00' as " in run.results["on_new"].node.compiled_code


def test_every_measure_passes_at_its_value_and_breaks_beyond_it(project: Project) -> None:
    frame = random_rows()
    nulls = frame.head(5).assign(origin=None, tail=None, delay=None, air=None)
    project.table("events", frame, EVENT_TYPES)
    project.table("nothing", frame.iloc[:0], EVENT_TYPES)
    project.table("nulls", nulls, EVENT_TYPES)
    for name in ("too_low_events", "too_high_events"):
        project.model(name, "select * from {{ ref('events') }}")
    wanted = {name: float(reference(frame)) for name, (_, reference) in MEASURES.items()}

    def checks(bounds: Callable[[float, float], dict[str, Any]], only: Iterable[str] = MEASURES) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for name in only:
            definition = dict(MEASURES[name][0])
            room = 1e-4 * max(1, abs(wanted[name])) if name in BY_THE_ENGINE else 1e-9 * max(1, abs(wanted[name]))
            low, high = wanted[name] - room, wanted[name] + room
            settings = {"name": name} | bounds(low, high)
            table.setdefault(definition.pop("measure"), []).append(definition | settings)
        return {"table": table}

    always = {"rows", "not_late", "distances_missing", "late_by"}
    of_values = [name for name in MEASURES if name not in always and not name.endswith("s_missing")]
    expect(project, "at_value", "events", checks(lambda low, high: {"between": [low, high]}))
    expect(project, "too_low", "too_low_events", checks(lambda low, high: {"min": high + (high - low)}))
    expect(project, "too_high", "too_high_events", checks(lambda low, high: {"max": low - (high - low)}))
    expect(project, "on_nothing", "nothing", checks(lambda low, high: {"min": -1e18}))
    expect(project, "on_nulls", "nulls", checks(lambda low, high: {"min": -1e18}, of_values))
    run = project.build("--exclude", "package:flywheel")
    assert run.statuses["at_value"] == "pass", project.failing_rows(run, "at_value")["reason"].tolist()
    for name in ("too_low", "too_high"):
        rows = project.failing_rows(run, name).set_index("expectation")
        assert set(rows.index) == set(MEASURES), name
        for check, row in rows.iterrows():
            assert row["observed"] == pytest.approx(wanted[check], rel=1e-4, abs=1e-6), check
            if not pd.isna(row["failing_rows"]) and check != "repeats":  # whose query shows the first of each as well
                assert len(project.query(row["query"])) == row["failing_rows"], (name, check)
    told = {"late", "not_late", "pattern", "from_ewr", "unique", "unique_of_late", "unique_pairs"}
    rows = project.failing_rows(run, "too_low").set_index("expectation")
    assert told <= set(rows["failing_rows"].dropna().index)
    nothing = project.failing_rows(run, "on_nothing")
    assert set(nothing["expectation"]) == set(MEASURES) - {"rows", "repeats", "tails"}
    assert set(nothing["sample_size"]) == {0}
    undefined = set(project.failing_rows(run, "on_nulls")["expectation"])
    without = {name for name in of_values if (value := MEASURES[name][1](nulls)) is None or pd.isna(value)}
    assert undefined == without


@pytest.mark.slow
def test_two_hundred_columns_in_one_suite(project: Project) -> None:
    columns = [f"a_column_with_a_name_of_some_length_{number}" for number in range(200)]
    project.table("wide", [{c: float(n) for c in columns} for n in range(20)], dict.fromkeys(columns, "float"))
    checks = {"not_null": True, "in_range": [0, 18], "mean": {"equals": 9.5}}
    expect(project, "wide_suite", "wide", {"columns": dict.fromkeys(columns, checks)})
    run = project.build("--select", "wide")
    assert run.statuses["wide_suite"] == "fail", run.messages
    rows = project.failing_rows(run, "wide_suite")
    assert set(rows["expectation"]) == {f"in_range of {column}" for column in columns}
    assert set(rows["failing_rows"]) == {1}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "was given nothing to check"),
    ({"columns": {"delay": {"mean": 3}}}, "'mean of delay' is 3, wanted bounds"),
    ({"columns": {"delay": {"mean": {}}}}, "wanted numbers in at least one of min, max"),
    ({"columns": {"delay": {"mean": {"min": "low"}}}}, "wanted numbers in at least one of min, max"),
    ({"columns": {"delay": {"mean": {"between": [1]}}}}, "wanted numbers in at least one of min, max"),
    ({"columns": {"delay": {"average": {"min": 1}}}}, "asks for the measure 'average', which does not exist"),
    (
        {"columns": {"delay": {"not_nul": True}}},
        "asks for the measure 'not_nul', which does not exist. Wanted a short form",
    ),
    ({"columns": [{"delay": {"not_null": True}}]}, "wanted checks by column, as in {tailnum: {not_null: true}}"),
    ({"table": ["row_count"]}, "table is ['row_count'], wanted checks by name, as in {row_count: {min: 1}}"),
    ({"rows": {"name": "a", "condition": "1 = 1"}}, "wanted a list of rules, as in [{name: "),
    ({"columns": {"delay": {"in_range": [3, 2]}}}, "'in_range of delay' is [3, 2], wanted [smallest, largest]"),
    ({"columns": {"delay": {"accepted_values": ["a", None]}}}, "wanted a list of values (without null"),
    (
        {"column_name": "delay", "table": {"row_count": {"min": 1}}},
        "was set on the column 'delay', wanted it on the model",
    ),
    ({"columns": {"delay": {"mean": {"min": 1, "mim": 2}}}}, "has no argument 'mim'"),
    ({"columns": {"delay": {"mean": {"between": 3}}}}, "wanted numbers in at least one of min, max"),
    ({"columns": {"delay": {"mean": {"min": True}}}}, "wanted numbers in at least one of min, max"),
    ({"columns": {"delay": {"mean": {"between": [3, 2]}}}}, "nothing is at least 3 and at most 2"),
    ({"columns": {"delay": "not_null"}}, "column 'delay' is not_null, wanted checks by name"),
    (
        {"columns": {"delay": {"mean": {"min": 1, "severity": "low"}}}},
        "has the severity 'low', wanted error or warn",
    ),
    ({"columns": {"delay": {"not_null": False}}}, "'not_null of delay' is False, wanted true, the share"),
    ({"columns": {"delay": {"not_null": 97}}}, "'not_null of delay' is 97, wanted true, the share"),
    ({"columns": {"delay": {"unique": {"mostly": 0.5, "than": 1}}}}, "'unique of delay' is"),
    ({"columns": {"delay": {"accepted_values": "a"}}}, "wanted a list of values"),
    ({"columns": {"delay": {"histogram": ["EWR"]}}}, "'histogram of delay' is ['EWR'], wanted, under a column, bounds"),
    ({"table": {"histogram": {"values": {"a": 1}}}}, "'histogram' is {'values': {'a': 1}}, wanted, under a column"),
    ({"columns": {"delay": {"histogram": {"values": {"a": 1}, "bins": 3}}}}, "wanted, under a column, bounds by value"),
    ({"columns": {"delay": {"histogram": {"values": {"a": "b"}}}}}, "'share of a in delay' has the bounds"),
    ({"columns": {"delay": {"in_range": [1]}}}, "wanted [smallest, largest]"),
    ({"table": {"not_null": True}}, "wanted a column to be under"),
    ({"table": {"unique": "a"}}, "wanted the list of columns that are unique together"),
    ({"table": {"row_count": {"min": 1}}, "partition": 3}, "partition is 3, wanted a SQL condition"),
    ({"table": {"row_count": {"min": 1}}, "new_data_only": {"days": 3}}, "new_data_only is {'days': 3}, wanted"),
    ({"rows": ["id > 0"]}, "the row rule id > 0 lacks 'name'"),
    ({"rows": [{"condition": "1 = 1"}]}, "lacks 'name'"),
    ({"rows": [{"name": "a", "min": 1}]}, "lacks 'condition'"),
    (
        {"rows": [{"name": "a", "condition": "1 = 1", "min": 1.5}]},
        "'a' has the bounds {'min': 1.5}, wanted numbers from 0 to 1",
    ),
    ({"columns": {"delay": {"zero_share": {"max": 5}}}}, "wanted numbers from 0 to 1: it is a share"),
    ({"columns": {"delay": {"completeness": {"between": [50, 100]}}}}, "wanted numbers from 0 to 1: it is a share"),
    (
        {"columns": {"delay": {"histogram": {"values": {"a": {"max": 30}}}}}},
        "'share of a in delay' has the bounds {'max': 30}",
    ),
    (
        {"rows": [{"name": "a", "condition": "1 = 1"}, {"name": "a", "condition": "2 = 2"}]},
        "two expectations are called 'a'",
    ),
]


def test_a_wrong_expectation_stops_with_its_name(duckdb_project: Project) -> None:
    duckdb_project.model("weather", "select 1 as delay")
    assert duckdb_project.dbt("parse").success
    for arguments, said in WRONG:
        expect(duckdb_project, "wrong", "weather", arguments)
        run = duckdb_project.dbt("parse")
        assert not run.success, arguments
        assert said in run.messages, (arguments, run.messages)
