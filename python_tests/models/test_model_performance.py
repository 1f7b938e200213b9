"""Model performance agrees with scikit-learn: random scores, ties, one class, nulls, no outcome, regression."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from models.given import declare_use_cases, map_input
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    brier_score_loss,
    log_loss,
    mean_absolute_error,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)

PREDICTIONS = {
    "use_case": "str", "version": "str", "entity_id": "str", "predicted_at": "ts", "score": "float", "segment": "str",
}  # fmt: skip
OUTCOMES = {"use_case": "str", "entity_id": "str", "observed_at": "ts", "outcome": "float"}
USE_CASES = {
    "random": {"task": "binary"},
    "tied": {"task": "binary", "positive_outcome": 1},
    "price": {"task": "regression"},
    "species": {"task": "multiclass", "positive_outcome": 2},
    "species_of_no_interest": {"task": "multiclass"},
}
BINARY = ["base_rate", "auc", "log_loss", "brier", "calibration_error", "baseline_log_loss"]
REGRESSION = ["mae", "rmse", "r2"]
MONTHS = ["2024-01-01", "2024-02-01", "2024-03-01"]


def world() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Predictions and outcomes of every use case."""
    generator = np.random.default_rng(7)
    size = 600
    frames = []
    for use_case in (*USE_CASES, "undeclared", "undeclared_price"):
        score = generator.random(size)
        if use_case == "tied":
            score = np.round(score, 1)
        outcome = (generator.random(size) < score).astype(float)
        if use_case.endswith("price"):
            outcome = 1e6 + 100 * generator.normal(size=size)
            score = outcome + 30 * generator.normal(size=size)
        if use_case.startswith("species"):
            outcome = np.where(outcome == 1, 2.0, generator.integers(0, 2, size))
        day = pd.to_datetime(generator.choice(MONTHS, size)) + pd.to_timedelta(generator.integers(0, 28, size), "D")
        frame = pd.DataFrame(
            {
                "use_case": use_case,
                "version": generator.choice(["1", "2"], size),
                "entity_id": [f"entity {number}" for number in range(size)],
                "predicted_at": day,
                "score": score,
                "segment": generator.choice(["JFK", "LGA", None], size),
                "observed_at": day + pd.to_timedelta(generator.integers(0, 20, size), "D"),
                "outcome": outcome,
            }
        )
        frame.loc[generator.random(size) < 0.1, "outcome"] = np.nan
        frame.loc[generator.random(size) < 0.05, "score"] = np.nan
        frame.loc[generator.random(size) < 0.05, "observed_at"] = pd.NaT
        frames.append(frame)
    frame = pd.concat(frames, ignore_index=True)
    return frame[list(PREDICTIONS)], frame.dropna(subset="outcome")[list(OUTCOMES)]


def edge_cases() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Use cases that no exposure declares, a handful of rows each."""
    given = {
        "certain": [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.1, 0.0), (0.3, 1.0), (0.7, 1.0)],
        "one_class": [(0.2, 1.0), (0.6, 1.0)],
        "no_outcome": [(0.2, None), (0.6, None)],
        "no_score": [(None, 1.0), (float("nan"), 0.0)],
        "one_row": [(0.25, 1.0)],
        "constant": [(1.0, 5.1), (2.0, 5.1), (3.0, 5.1)],
        "nan_outcome": [(0.4, 1.0), (0.4, float("nan"))],
    }
    predictions, outcomes = [], []
    for use_case, rows in given.items():
        for number, (score, outcome) in enumerate(rows):
            key = {"use_case": use_case, "entity_id": str(number)}
            row = {"version": "1", "predicted_at": "2024-02-10 00:00:00", "score": score, "segment": None}
            predictions.append(key | row)
            if outcome is not None:
                outcomes.append(key | {"observed_at": "2024-02-11 00:00:00", "outcome": outcome})
    # entity 0 was scored twice; its outcome was corrected; an outcome without a time is older than any
    predictions += [
        {"use_case": "corrected", "version": "1", "entity_id": entity, "predicted_at": at}
        | {"score": score, "segment": None}
        for entity, at, score in [("0", "2024-02-10", 0.9), ("0", "2024-02-11", 0.4), ("1", "2024-02-10", 0.5)]
    ]
    outcomes += [
        {"use_case": "corrected", "entity_id": entity, "observed_at": at, "outcome": outcome}
        for entity, at, outcome in [
            ("0", "2024-02-12", 0.0), ("0", "2024-02-13", 1.0), ("0", None, 0.0), ("1", "2024-02-12", 0.0),
        ]
    ]  # fmt: skip
    return predictions, outcomes


def calibration_error(outcome: np.ndarray, score: np.ndarray) -> float:
    """Expected calibration error from scikit-learn's calibration curve."""
    share, mean_score = calibration_curve(outcome, score, n_bins=10)
    counts = np.histogram(np.searchsorted(np.linspace(0, 1, 11)[1:-1], score), bins=np.arange(11))[0]
    return float(np.sum(counts[counts > 0] * np.abs(share - mean_score)) / len(score))


def expected(rows: pd.DataFrame, base_rate: float | None, is_regression: bool) -> dict[str, float | None]:
    """What scikit-learn says of predictions with outcomes."""
    judged = rows.dropna(subset=["score", "outcome"])
    outcome, score = judged["outcome"].to_numpy(), judged["score"].to_numpy()
    values: dict[str, float | None] = dict.fromkeys(BINARY + REGRESSION)
    values |= {"sample_size": len(rows), "labelled_share": rows["outcome"].notna().mean()}
    if is_regression:
        return values | {
            "mae": mean_absolute_error(outcome, score),
            "rmse": root_mean_squared_error(outcome, score),
            "r2": r2_score(outcome, score),
        }
    return values | {
        "base_rate": rows["outcome"].mean(),
        "auc": roc_auc_score(outcome, score),
        "log_loss": log_loss(outcome, np.clip(score, 1e-15, 1 - 1e-15)),
        "brier": brier_score_loss(outcome, score),
        "calibration_error": calibration_error(outcome, score),
        "baseline_log_loss": None if base_rate is None else log_loss(outcome, np.full(len(outcome), base_rate)),
    }


def same(found: Any, wanted: float | None) -> bool:
    """Equal within 1e-9, null only where null is wanted."""
    return pd.isna(found) if wanted is None else float(found) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def performance(project: Project, predictions: list[dict[str, Any]], outcomes: list[dict[str, Any]]) -> pd.DataFrame:
    """Build the model, and return its rows by use case, version, segment ('' for the whole) and period."""
    declare_use_cases(project, USE_CASES)
    map_input(project, "predictions", predictions, PREDICTIONS)
    map_input(project, "outcomes", outcomes, OUTCOMES)
    run = project.build("--select", "+flywheel__model_performance")
    assert run.success, run.messages
    frame = project.relation("flywheel__model_performance")
    frame["segment"] = frame["segment"].fillna("")
    frame["period_start"] = frame["period_start"].astype(str).str[:10]
    return frame.set_index(["use_case", "version", "segment", "period_start"])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, with None for what is missing."""
    return frame.astype("object").where(frame.notna(), None).to_dict("records")


def test_it_agrees_with_scikit_learn(project: Project) -> None:
    predictions, outcomes = world()
    more_predictions, more_outcomes = edge_cases()
    found = performance(project, records(predictions) + more_predictions, records(outcomes) + more_outcomes)
    assert found.index.is_unique

    joined = predictions.merge(outcomes, on=["use_case", "entity_id"], how="left")
    joined["period"] = joined["predicted_at"].astype(str).str[:8] + "01"
    positive = {"species": 2.0}
    for use_case, value in positive.items():
        rows = (joined["use_case"] == use_case) & joined["outcome"].notna()
        joined.loc[rows, "outcome"] = (joined.loc[rows, "outcome"] == value).astype(float)
    wrong = []
    for (use_case, version, period), whole in joined.groupby(["use_case", "version", "period"]):
        if use_case == "species_of_no_interest":
            continue
        known = joined[(joined["use_case"] == use_case) & (joined["observed_at"] < pd.Timestamp(period))]
        base_rate = known["outcome"].mean() if len(known) else None
        levels = {"": whole} | dict(iter(whole.groupby("segment")))
        for segment, rows in levels.items():
            row = found.loc[(use_case, version, segment, period)]
            for column, wanted in expected(rows, base_rate, use_case.endswith("price")).items():
                if not same(row[column], wanted):
                    wrong.append((use_case, version, segment, period, column, row[column], wanted))
    assert not wrong
    assert len(found.loc[["random"]]) == 2 * 3 * 3  # versions, months, the whole and two segments

    # a multiclass use case that names no positive outcome has a count and nothing else
    classes = found.loc[["species_of_no_interest"]]
    assert (classes["labelled_share"] > 0.5).all()
    assert classes[BINARY + REGRESSION].isna().all(axis=None)

    def edge(use_case: str) -> pd.Series:
        return found.loc[(use_case, "1", "", "2024-02-01")]

    outcome, score = np.array([0, 1, 0, 0, 1, 1]), np.array([0, 1, 1, 0.1, 0.3, 0.7])
    certain = edge("certain")
    assert same(certain["log_loss"], log_loss(outcome, np.clip(score, 1e-15, 1 - 1e-15)))
    assert same(certain["auc"], roc_auc_score(outcome, score))
    assert same(certain["calibration_error"], calibration_error(outcome, score))

    assert pd.isna(edge("one_class")["auc"])
    assert same(edge("one_class")["log_loss"], -np.log([0.2, 0.6]).mean())
    assert edge("one_class")["base_rate"] == 1

    assert edge("no_outcome")["sample_size"] == 2
    assert edge("no_outcome")["labelled_share"] == 0
    assert edge("no_outcome")[BINARY + REGRESSION].isna().all()

    assert edge("no_score")["labelled_share"] == 1
    assert edge("no_score")["base_rate"] == 0.5
    assert edge("no_score")[["auc", "log_loss", "brier", "calibration_error"]].isna().all()

    assert same(edge("one_row")["brier"], 0.75**2)
    assert pd.isna(edge("constant")["r2"])
    assert same(edge("constant")["mae"], np.mean([4.1, 3.1, 2.1]))
    assert edge("nan_outcome")["labelled_share"] == 0.5

    corrected = edge("corrected")
    assert corrected["sample_size"] == 3
    assert same(corrected["brier"], np.mean([0.1**2, 0.6**2, 0.5**2]))


def test_the_period_is_a_var_and_a_replay_sees_only_its_past(duckdb_project: Project) -> None:
    duckdb_project.vars |= {"flywheel_performance_period": "day", "flywheel_now": "2024-02-10 12:00:00"}
    found = performance(duckdb_project, *edge_cases())
    assert set(found.index.get_level_values("period_start")) == {"2024-02-10"}
    assert found.loc[("corrected", "1", "", "2024-02-10"), "sample_size"] == 2
    labelled = found["labelled_share"].droplevel([1, 2, 3])
    assert labelled[labelled > 0].to_dict() == {"corrected": 0.5}  # by the outcome that has no time


def test_a_period_there_is_not_stops_at_compile_time(duckdb_project: Project) -> None:
    run = duckdb_project.dbt("parse", flywheel_performance_period="fortnight")
    assert not run.success
    assert "flywheel_performance_period is 'fortnight'; wanted day, week or month" in str(run.exception)


def test_it_is_empty_and_typed_where_nothing_is_mapped(project: Project) -> None:
    declare_use_cases(project, {})
    run = project.build("--select", "+flywheel__model_performance", "+flywheel__leaderboard")
    assert run.success, run.messages
    for model in ("flywheel__model_performance", "flywheel__leaderboard"):
        assert len(project.relation(model)) == 0
