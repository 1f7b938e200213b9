"""What makes no sense stops while it compiles: the error names test, argument, what was found and what was wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from harness.project import Project
from harness.warehouse import DuckDB

# what dbt can see while it parses
WRONG = [
    ("label_coverage", {"min": 1.5}, "min is 1.5, wanted a number from 0 to 1"),
    ("label_coverage", {"min": True}, "min is True, wanted a number from 0 to 1"),
    ("label_coverage", {"segments": {"by": "a"}}, "segments is {'by': 'a'}, wanted names of columns"),
    ("classes_balanced", {"min_share": -1}, "min_share is -1, wanted a number from 0 to 1"),
    ("classes_balanced", {"max_ratio": 0.5}, "max_ratio is 0.5, wanted a number from 1 up"),
    ("classes_balanced", {"classes": "spam"}, "classes is 'spam', wanted a list of the two or more labels"),
    ("no_label_conflicts", {"features": 3}, "features is 3, wanted the name of a column, or a list of names"),
    ("no_label_conflicts", {"max_share": "some"}, "max_share is 'some', wanted a number from 0 to 1"),
    ("keys_join", {"min": 2}, "min is 2, wanted a number from 0 to 1"),
    ("keys_join", {"field": ["a", "b"]}, "field is 'a, b', wanted as many columns as the key has: word"),
    ("not_stale", {"max_hours": 0}, "max_hours is 0, wanted a number above 0"),
    ("no_gaps", {"period": "minute"}, "period is 'minute', wanted one of hour, day, week, month"),
    ("no_gaps", {"starts_at": "monday"}, "starts_at is 'monday', wanted a time as in 2024-12-31 23:00, or relation"),
    ("no_gaps", {"starts_at": "2024-02-01", "ends_at": "2024-01-01"}, "wanted a start before the end"),
    ("no_gaps", {"max_steps": -1}, "max_steps is -1, wanted a number from 0 up"),
    ("privacy_screened", {"kinds": ["emails"]}, "wanted a list of email, phone, card, national_id, api_key"),
    ("privacy_screened", {"max_share": 7}, "max_share is 7, wanted a number from 0 to 1"),
    ("no_impossible_values", {"times": 1}, "times is 1, wanted a number above 1"),
    ("no_impossible_values", {"chance": 0}, "chance is 0, wanted a number above 0, from 0 to 1"),
    ("no_leakage", {}, "was given nothing to check"),
    ("no_leakage", {"split": "part", "other": "ref('things')"}, "one of the two"),
    ("no_leakage", {"split": ["part"]}, "split is ['part'], wanted the name of the column"),
    ("no_leakage", {"entity": "word"}, "split is None, wanted the column that says which part a row is in"),
    ("no_leakage", {"features": ["n"]}, "label is None, wanted the column that the features are to tell"),
    ("no_leakage", {"label": "word", "max_auc": 0.4}, "max_auc is 0.4, wanted a number from 0.5 to 1"),
    ("no_leakage", {"feature_time": "at_time"}, "prediction_time is None, wanted the name of the column"),
    ("point_in_time_correct", {"feature_time": ["a"], "prediction_time": "b"},
    "feature_time is ['a'], wanted the name of the column"),
    ("point_in_time_correct", {"feature_time": "a"}, "prediction_time is None, wanted the name of the column"),
    ("point_in_time_correct", {"feature_time": "a", "prediction_time": "b", "delay_hours": -1},
    "delay_hours is -1, wanted a number from 0 up"),
    ("point_in_time_correct", {"feature_time": "a", "prediction_time": "b", "history": "ref('things')"},
    "entity is []"),
]  # fmt: skip

# what only the database or the graph knows
MISFITS = [
    ("label_coverage", {"column_name": "wort"},
    "column_name names 'wort', found no such column. Columns found: word, n, at_time"),
    ("label_coverage", {"segments": ["regoin"]}, "segments names 'regoin', found no such column"),
    ("no_label_conflicts", {}, "nor does the YAML of the model list any"),
    ("keys_join", {}, "to is None, wanted a relation, as in ref('customers')"),
    ("keys_join", {"to": "customers"}, "to is 'customers', wanted a relation"),
    ("keys_join", {"to": "ref('things')", "field": "id"}, "field names 'id', found no such column"),
    ("not_stale", {"column_name": "n"}, "time_column is 'n', found INTEGER, wanted a timestamp or a date"),
    ("no_gaps", {"column_name": "at_time", "groups": ["sensor"]}, "groups names 'sensor', found no such column"),
    ("no_impossible_values", {"columns": ["word"]}, "columns is 'word', wanted columns of numbers; it is character"),
    ("no_impossible_values", {"exclude": ["n"]}, "no column that holds numbers was found"),
    ("privacy_screened", {"columns": ["letter"]}, "columns names 'letter', found no such column"),
    ("no_leakage", {"label": "n", "exclude": ["word", "at_time"]}, "features is None, wanted names of columns"),
    ("no_leakage", {"label": "lable"}, "label names 'lable', found no such column"),
    ("no_leakage", {"split": "part"}, "split names 'part', found no such column"),
    ("no_leakage", {"other": "things", "entity": "word"}, "other is 'things', wanted a relation"),
    ("within_baseline", {"column_name": "m", "time_column": "at_time"}, "column_name names 'm', found no such column"),
    ("within_baseline", {}, "things lacks the columns 'subject_type', 'subject', 'metric'"),
    ("in_control", {"column_name": "n", "time_column": "when"}, "time_column names 'when', found no such column"),
    ("on_target", {"column_name": "n", "time_column": "at_time", "segments": ["m"], "target": 1, "direction": "up"},
     "segments names 'm', found no such column"),
    ("labellers_agree", {}, "things lacks the columns 'dataset', 'item_id', 'labeller'; wanted the columns of"),
    ("labeller_better_than_chance", {}, "things lacks the columns 'dataset', 'item_id', 'labeller'"),
    ("gold_checked", {}, "things lacks the columns 'dataset', 'item_id', 'label'"),
    ("no_first_mile_backlog", {}, "things lacks the columns 'dataset', 'period_start', 'arrived'"),
    ("no_failing_verdicts", {}, "things lacks the columns 'metric', 'period_start'"),
    ("no_open_incidents", {}, "wanted the columns of flywheel__incidents. Columns found: word, n, at_time"),
    ("no_sample_ratio_mismatch", {}, "things lacks the columns 'experiment', 'kpi', 'variant', 'unit_id'"),
    ("alert_policy_clean", {}, "things lacks the columns 'test_id', 'rule'"),
    ("alert_noise_below", {}, "things lacks the columns 'channel', 'week_start'"),
]  # fmt: skip
OF_A_COLUMN = ("label_coverage", "classes_balanced", "no_label_conflicts", "keys_join", "not_stale", "no_gaps")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One project for all, so that dbt parses only what has changed."""
    folder: Path = tmp_path_factory.mktemp("wrong")
    project = Project(folder / "project", DuckDB(folder / "warehouse.duckdb"))
    project.model("things", "select cast('a' as varchar) as word, 1 as n, cast('2024-01-01' as timestamp) as at_time")
    put(project, {"fine": ("no_impossible_values", {})})
    assert project.build("--select", "things").success
    return project


def put(project: Project, tests: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Put tests on the model `things`."""
    blocks = []
    for name, (test, given) in tests.items():
        arguments = ({"column_name": "word"} if test in OF_A_COLUMN else {}) | given
        blocks.append({f"flywheel.{test}": {"name": name, "arguments": arguments}})
    project.write_yaml("models/things.yml", {"models": [{"name": "things", "data_tests": blocks}]})


@pytest.mark.parametrize(("test", "arguments", "said"), WRONG)
def test_a_wrong_argument_stops_while_dbt_parses(
    shared: Project, test: str, arguments: dict[str, Any], said: str
) -> None:
    put(shared, {"wrong": (test, arguments)})
    run = shared.dbt("parse")
    assert not run.success
    assert f"flywheel: {test}" in run.messages
    assert said in run.messages


def test_what_does_not_fit_the_relation_stops_the_test_alone(shared: Project) -> None:
    put(shared, {f"misfit_{number}": (test, arguments) for number, (test, arguments, _) in enumerate(MISFITS)})
    run = shared.build("--select", "things")
    assert run.exception is None, run.exception
    for number, (test, _, said) in enumerate(MISFITS):
        assert run.statuses[f"misfit_{number}"] == "error", (test, said)
        message = run.message(f"misfit_{number}")
        assert f"flywheel: {test}" in message
        assert said in message


def test_every_test_compiles_without_asking_the_database(shared: Project) -> None:
    tests: dict[str, tuple[str, dict[str, Any]]] = {
        "label_coverage": ("label_coverage", {"segments": ["n"]}),
        "classes_balanced": ("classes_balanced", {}),
        "no_label_conflicts": ("no_label_conflicts", {"features": ["n"]}),
        "keys_join": ("keys_join", {"to": "ref('things')"}),
        "not_stale": ("not_stale", {"column_name": "at_time"}),
        "no_gaps": ("no_gaps", {"column_name": "at_time"}),
        "no_leakage_of_rows": ("no_leakage", {"split": "n"}),
        "privacy_screened": ("privacy_screened", {}),
        "no_impossible_values": ("no_impossible_values", {}),
        "no_leakage": ("no_leakage", {"split": "n", "entity": "word", "label": "n", "feature_time": "at_time",
        "prediction_time": "at_time"}),
        "point_in_time_correct": ("point_in_time_correct", {"feature_time": "at_time", "prediction_time": "at_time",
        "history": "ref('things')", "entity": "word"}),
    }  # fmt: skip
    put(shared, tests)
    run = shared.dbt("compile", "--select", "things", "--no-introspect", "--no-populate-cache")
    assert run.success, run.messages
    assert set(tests) <= set(run.results)
    for name in tests:
        shared.query(run.results[name].node.compiled_code)
