"""in_control: a chart of individuals with run rules on any model's newest values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from harness.project import Project

DAYS, TRAINING = 60, 40
TYPES = {"day": "date", "loss": "float"}


def losses(last: list[float]) -> pd.DataFrame:
    """Steady losses that end as given, in standard deviations of their chart from its mean."""
    steady = np.random.default_rng(4).normal(0.3, 0.01, DAYS)
    for place, off in enumerate(last, start=DAYS - len(last)):
        past = steady[place - TRAINING : place]
        steady[place] = past.mean() + off * np.abs(np.diff(past)).mean() / 1.128
    return pd.DataFrame({"day": pd.date_range("2024-01-01", periods=DAYS).date, "loss": steady})


def test_it_fails_beyond_three_standard_deviations_and_at_the_end_of_a_run(project: Project) -> None:
    cases = {
        "steady": ([0.5], None),
        "inside": ([2.95], None),
        "beyond": ([3.05], " is above "),
        "good_way": ([3.05], None),
        "pair": ([2.3, 2.3], "2 of the last 3 periods are above "),
        "eight": ([0.8] * 8, "8 of the last 8 periods are above "),
        "small": ([3.05], None),
        "young": ([9.0], None),
    }
    arguments = {
        "good_way": {"direction": "down"},
        "small": {"min_effect": 0.5},
        "young": {"min_history": 100, "training_periods": 120},
    }
    models = []
    for name, (last, _) in cases.items():
        project.table(name, losses(last), TYPES)
        policy = {"training_periods": TRAINING} | arguments.get(name, {})
        test = {"flywheel.in_control": {"name": f"{name}_in", "arguments": {"time_column": "day", "policy": policy}}}
        models.append({"name": name, "columns": [{"name": "loss", "data_tests": [test]}]})
    project.write_yaml("models/losses.yml", {"models": models})
    run = project.build("--select", *cases)
    for name, (_, said) in cases.items():
        assert run.statuses[f"{name}_in"] == ("fail" if said else "pass"), name
        if said:
            [reason] = project.failing_rows(run, f"{name}_in")["reason"]
            assert said in reason


def test_another_method_stops_with_its_name(duckdb_project: Project) -> None:
    duckdb_project.model("daily", "select 0.3 as loss, current_date as day")
    test = {"flywheel.in_control": {"arguments": {"time_column": "day", "policy": {"method": "ewma"}}}}
    duckdb_project.write_yaml(
        "models/daily.yml", {"models": [{"name": "daily", "columns": [{"name": "loss", "data_tests": [test]}]}]}
    )
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert "in_control: policy sets method to 'ewma', wanted none, for it is xmr" in run.messages
