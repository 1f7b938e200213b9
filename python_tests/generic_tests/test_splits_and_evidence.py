"""Tests on experiments pass and fail where they should, and say why."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from experiments.reference import UNITS, units
from harness.project import Project
from models.given import declare_use_cases
from scipy.stats import chisquare

KPI = {"kpi_direction": "higher_is_better"}
USE_CASES = {
    "works": {"kpi": "sales", **KPI},
    "shared": {"kpi": "sales", **KPI},
    "worked_once": {"kpi": "visits", **KPI},
    "harms": {"kpi": "returns", **KPI},
    "too_early": {"kpi": "clicks", **KPI},
    "by_kpi_alone": {"kpi": "signups", **KPI},
    "never_tried": {"kpi": "refunds", **KPI},
    "without_kpi": {},
}


def noise(mean: float = 0.0) -> np.ndarray:
    """Fifty values around a mean."""
    return mean + np.random.default_rng(3).standard_normal(50)


def planted() -> pd.DataFrame:
    """Experiments of the use cases, and a broken split of none."""
    frames = [
        units("price", "sales", c=noise(), v=noise(2)).assign(use_case="works"),
        units("older", "visits", c=noise(), v=noise(2)).assign(use_case="worked_once", assigned_at="2024-01-01"),
        units("newer", "visits", c=noise(), v=noise()).assign(use_case="worked_once", assigned_at="2024-02-01"),
        units("hasty", "returns", c=noise(), v=noise(-2)).assign(use_case="harms"),
        units("started", "clicks", c=noise()[:3], v=noise(9)[:3]).assign(use_case="too_early"),
        units("nobody's", "signups", c=noise(), v=noise(2)),
        units("lopsided", "logins", c=noise(), v=np.tile(noise(), 3), w=noise()),
    ]
    return pd.concat(frames, ignore_index=True)


def test_splits_and_evidence_are_held_against_what_experiments_found(project: Project) -> None:
    declare_use_cases(project, USE_CASES)
    project.map_input("experiment_units", planted(), UNITS)
    project.table(
        "my_use_cases", [{"use_case": name} for name in (*USE_CASES, "unheard_of", None)], {"use_case": "str"}
    )
    # a failing test on an input would keep dbt from building what reads it
    split = {"flywheel.no_sample_ratio_mismatch": {"name": "units_split", "config": {"severity": "warn"}}}
    strict = {"flywheel.no_sample_ratio_mismatch": {"name": "units_split_strictly", "arguments": {"max_p": 1e-20}}}
    evidence = {"flywheel.has_causal_evidence": {"name": "evidence"}}
    project.write_yaml(
        "models/tests.yml",
        {
            "models": [
                {"name": "my_experiment_units", "data_tests": [split, strict]},
                {"name": "my_use_cases", "columns": [{"name": "use_case", "data_tests": [evidence]}]},
                {"name": "check", "data_tests": [{"flywheel.no_sample_ratio_mismatch": {"name": "experiments_split"}}]},
            ]
        },
    )
    project.model("check", "select * from {{ ref('flywheel__experiments') }}")
    run = project.build("--select", "+flywheel__experiments", "my_use_cases", "check")
    statuses = {"units_split": "warn", "units_split_strictly": "pass", "experiments_split": "fail", "evidence": "fail"}
    assert {test: run.statuses[test] for test in statuses} == statuses, run.messages

    p_value = chisquare([50, 150, 50]).pvalue
    for test, variants in (("units_split", {"c": 50, "v": 150, "w": 50}), ("experiments_split", {"v": 150, "w": 50})):
        rows = project.failing_rows(run, test).set_index("variant").sort_index()
        assert set(rows["experiment"]) == {"lopsided"}
        assert rows["assigned_units"].to_dict() == variants
        assert rows["expected_units"].astype(float).tolist() == pytest.approx([250 / 3] * len(variants))
        assert rows["srm_p_value"].astype(float).tolist() == pytest.approx([p_value] * len(variants), rel=1e-6)
        assert rows.loc["v", "reason"].startswith("150 units are in v, 83 were to be expected")

    reasons = project.failing_rows(run, "evidence").set_index("use_case")["reason"].to_dict()
    words = {
        "shared": "no experiment was made on its KPI, sales",
        "worked_once": "its newest experiment, newer, does not show that visits gets better: No effect shown",
        "harms": "does not show that returns gets better: Harms",
        "too_early": "does not show that clicks gets better: Too early",
        "never_tried": "no experiment was made on its KPI, refunds",
        "without_kpi": "the use case names no KPI",
        "unheard_of": "no exposure of type ml is called unheard_of",
    }
    assert set(reasons) == set(words)
    for use_case, start in words.items():
        assert start in reasons[use_case]


def test_a_probability_that_is_none_stops_at_compile_time(duckdb_project: Project) -> None:
    duckdb_project.model("anything", "select 1 as experiment")
    test = {"flywheel.no_sample_ratio_mismatch": {"name": "split", "arguments": {"max_p": 5}}}
    duckdb_project.write_yaml("models/tests.yml", {"models": [{"name": "anything", "data_tests": [test]}]})
    run = duckdb_project.build("--select", "anything")
    assert "no_sample_ratio_mismatch: max_p is 5, wanted a probability between 0 and 1" in run.messages
