"""Model performance agrees with scikit-learn: random scores, ties, one class, nulls, no outcome, regression; intervals
with scipy, decay with statsmodels. What is kept and added to is what is computed at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from harness.project import Project
from models.given import declare_use_cases, map_input
from models.test_leaderboard import DEPLOYMENTS, RUNS
from scipy.optimize import brentq
from scipy.stats import norm
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
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
    "classes": {"task": "multiclass", "metric": "f1_macro"},
}
BINARY = ["base_rate", "auc", "log_loss", "brier", "calibration_error", "baseline_log_loss"]
CLASSES = ["accuracy", "baseline_accuracy"]
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
        if use_case == "classes":  # of which the score is the one that is predicted
            outcome = generator.integers(0, 4, size).astype(float)
            score = np.where(generator.random(size) < 0.4, outcome, generator.integers(0, 4, size))
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


def task_of(use_case: str) -> str:
    """What kind of outcome a use case of this world has."""
    return "regression" if use_case.endswith("price") else "classes" if use_case == "classes" else "binary"


def losses_of(task: str, outcome: np.ndarray, score: np.ndarray | float) -> np.ndarray:
    """What each prediction costs."""
    if task == "regression":
        return (outcome - score) ** 2
    if task == "classes":
        return (outcome != score).astype(float)
    return -np.log(np.where(outcome == 1, score, 1 - np.asarray(score)))


def expected(rows: pd.DataFrame, naive: float | None, task: str) -> dict[str, float | None]:
    """What scikit-learn says of predictions with outcomes."""
    judged = rows.dropna(subset=["score", "outcome"])
    outcome, score = judged["outcome"].to_numpy(), judged["score"].to_numpy()
    values: dict[str, float | None] = dict.fromkeys(BINARY + CLASSES + REGRESSION)
    values |= {"sample_size": len(rows), "labelled_share": rows["outcome"].notna().mean()}
    if task == "classes":
        return values | {
            "accuracy": accuracy_score(outcome, score),
            "baseline_accuracy": None if naive is None else accuracy_score(outcome, np.full(len(outcome), naive)),
        }
    if task == "regression":
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
        "baseline_log_loss": None if naive is None else log_loss(outcome, np.full(len(outcome), naive)),
    }


def expected_intervals(
    rows: pd.DataFrame, naive: float | None, task: str
) -> dict[str, tuple[float | None, float | None]]:
    """Both ends of the interval of each mean of losses, and both bounds of the gain over the naive predictor."""
    judged = rows.dropna(subset=["score", "outcome"])
    outcome, score = judged["outcome"].to_numpy(), judged["score"].to_numpy()

    losses = losses_of(task, outcome, score)
    naive_losses = None if naive is None else losses_of(task, outcome, naive)

    def interval(values: np.ndarray | None, reach: float) -> tuple[float | None, float | None]:
        if values is None:
            return None, None
        error = values.std(ddof=1) / len(values) ** 0.5
        return values.mean() - reach * error, values.mean() + reach * error

    reach = norm.ppf(0.975)
    if task == "classes":
        lower, upper = interval(losses, reach)
        found = {"accuracy": (max(1 - upper, 0), min(1 - lower, 1))}
    elif task == "regression":
        lower, upper = interval(losses, reach)
        found = {"mae": interval(np.abs(outcome - score), reach), "rmse": (max(lower, 0) ** 0.5, upper**0.5)}
    else:
        found = {"log_loss": interval(losses, reach), "brier": interval((outcome - score) ** 2, reach)}
    gains = None if naive_losses is None else naive_losses - losses
    return found | {"gain": interval(gains, norm.ppf(0.95))}


def delong_error(outcome: np.ndarray, score: np.ndarray) -> float:
    """Standard error of an AUC from the placements of positives and negatives (DeLong et al. 1988)."""
    wins = (score[outcome == 1][:, None] > score[outcome == 0]) + 0.5 * (
        score[outcome == 1][:, None] == score[outcome == 0]
    )
    return float((wins.mean(1).var(ddof=1) / wins.shape[0] + wins.mean(0).var(ddof=1) / wins.shape[1]) ** 0.5)


def same(found: Any, wanted: float | None) -> bool:
    """Equal within 1e-9, null only where null is wanted."""
    return pd.isna(found) if wanted is None else float(found) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def performance(
    project: Project, predictions: list[dict[str, Any]], outcomes: list[dict[str, Any]], *more: str
) -> pd.DataFrame:
    """Build the model, and more, and return its rows by use case, version, segment ('' for the whole) and period."""
    declare_use_cases(project, USE_CASES | {name: {"metric": "log_loss"} for name in ("fading", "steady")})
    map_input(project, "predictions", predictions, PREDICTIONS)
    map_input(project, "outcomes", outcomes, OUTCOMES)
    run = project.build("--select", "+flywheel__model_decay", *more)
    assert run.success, run.messages
    return by_period(project, "flywheel__model_performance").sort_index()


def by_period(project: Project, name: str) -> pd.DataFrame:
    """Rows of a model by use case, version, segment and period."""
    frame = project.relation(name)
    frame["segment"] = frame["segment"].fillna("")
    frame["period_start"] = frame["period_start"].astype(str).str[:10]
    return frame.set_index(["use_case", "version", "segment", "period_start"])


def check_decay(project: Project) -> pd.DataFrame:
    """The decay is statsmodels' line through the performance, and the day is where its upper bound meets the limit."""
    rows = project.relation("flywheel__model_performance").astype({"value": float, "value_error": float})
    rows = rows[rows["are_labels_in"].astype(bool) & (rows["judged"] >= 30) & (rows["value_error"] > 0)]
    rows = rows.assign(segment=rows["segment"].fillna(""), period_start=pd.to_datetime(rows["period_start"]))
    decay = project.relation("flywheel__model_decay")
    decay = decay.assign(segment=decay["segment"].fillna("")).set_index(["use_case", "version", "segment"])
    period = project.vars.get("flywheel_performance_period", "month")[0].upper()
    for key, found in decay.iterrows():
        mine = rows[(rows[["use_case", "version", "segment"]] == list(key)).all(axis=1)]
        assert found["periods"] == len(mine)
        if len(mine) < 3:
            assert found["verdict"] == "not_assessed" and pd.isna(found["slope_lower"])
            continue
        spans = mine["period_start"].dt.to_period(period)
        middle = spans.dt.start_time + ((spans + 1).dt.start_time - spans.dt.start_time) / 2
        day = (middle - middle.min()) / pd.Timedelta("1D")
        fit = sm.WLS(mine["value"], sm.add_constant(day), weights=mine["value_error"] ** -2.0).fit()
        lower, upper = fit.conf_int().iloc[1]
        wanted = [fit.params.iloc[1], lower, upper, fit.pvalues.iloc[1]]
        columns = ["slope_per_day", "slope_lower", "slope_upper", "p_value"]
        np.testing.assert_allclose(found[columns].astype(float), wanted, rtol=1e-6, atol=1e-12, err_msg=str(key))
        worse = -1 if found["metric"] in ("auc", "accuracy") else 1
        assert (found["verdict"] in ("warn", "fail")) == bool(wanted[3] < 0.05 and worse * wanted[0] > 0)
        if not pd.isna(found["retrain_by"]):

            def beyond(
                at: float, fit: Any = fit, limit: float = float(found["limit_value"]), worse: int = worse
            ) -> float:
                ends = fit.get_prediction([[1, at]]).conf_int()[0]
                return worse * (ends[1 if worse == 1 else 0] - limit)

            crossed = middle.min() + pd.Timedelta(days=brentq(beyond, -4000, 4000))
            assert pd.Timestamp(found["retrain_by"]) == crossed.normalize(), key
    return decay


def verdict(row: pd.Series) -> str:
    """What is to be said of a row without validation, with the defaults."""
    if row["labelled_share"] < 0.8 or row["judged"] < 30 or pd.isna(row["gain"]):
        return "not_assessed"
    return "fail" if row["gain_upper"] < 0 else "warn" if row["gain"] < 0 else "pass"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, with None for what is missing."""
    return frame.astype("object").where(frame.notna(), None).to_dict("records")


def late(outcomes: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two customers a month for three months; of one in February the outcome comes in April."""
    names = [(month, f"{month} {number}") for month in MONTHS for number in range(2)]
    predictions = [
        {"use_case": "late", "version": "1", "entity_id": name, "predicted_at": month, "score": 0.5, "segment": None}
        for month, name in names
    ]
    one = f"{MONTHS[1]} 1"
    return predictions, [
        {"use_case": "late", "entity_id": name, "observed_at": f"2024-04-0{5 if name == one else 2}", "outcome": 1.0}
        for _, name in names
        if outcomes or name != one
    ]


def check_a_full_refresh(project: Project) -> None:
    """What was kept and added to is what is computed at once."""
    kept = by_period(project, "flywheel__performance_periods").sort_index()
    run = project.dbt("run", "--full-refresh", "--select", "flywheel__outcome_days", "flywheel__performance_periods")
    assert run.success, run.messages
    at_once = by_period(project, "flywheel__performance_periods").sort_index()
    assert kept["score_psi"].astype(float).gt(0).sum() > 20
    for column in kept.columns.drop("judged_at"):
        if kept[column].dtype.kind in "if":
            np.testing.assert_allclose(kept[column], at_once[column], rtol=1e-9, atol=1e-12, err_msg=column)
        else:
            pd.testing.assert_series_equal(kept[column], at_once[column])


def test_it_agrees_with_scikit_learn(project: Project) -> None:
    predictions, outcomes = world()
    more_predictions, more_outcomes = edge_cases()
    late_predictions, late_outcomes = late(outcomes=False)
    # what there is at first: not the last month, and not the outcomes of one in five
    known = predictions[predictions["predicted_at"] < MONTHS[2]]
    first = outcomes[outcomes.index % 5 > 0]
    performance(
        project, records(known) + more_predictions + late_predictions, records(first) + more_outcomes + late_outcomes
    )
    before = by_period(project, "flywheel__performance_periods")["judged_at"]
    late_predictions, late_outcomes = late(outcomes=True)
    found = performance(
        project,
        records(predictions) + more_predictions + late_predictions,
        records(outcomes) + more_outcomes + late_outcomes,
    )
    assert found.index.is_unique
    after = by_period(project, "flywheel__performance_periods")["judged_at"]
    assert sorted(after.index) == sorted(found.index)
    again = after[after > before.reindex(after.index)].reset_index()
    assert again.loc[again["use_case"] == "late", "period_start"].tolist() == [MONTHS[1]]
    edges = {row["use_case"] for row in more_predictions}
    assert not again["use_case"].isin(edges).any()
    check_decay(project)
    check_a_full_refresh(project)

    joined = predictions.merge(outcomes, on=["use_case", "entity_id"], how="left")
    joined["period"] = joined["predicted_at"].astype(str).str[:8] + "01"
    positive = {"species": 2.0}
    for use_case, value in positive.items():
        rows = (joined["use_case"] == use_case) & joined["outcome"].notna()
        joined.loc[rows, "outcome"] = (joined.loc[rows, "outcome"] == value).astype(float)
    wrong = []
    for (use_case, version, period), whole in joined.groupby(["use_case", "version", "period"]):
        known = joined[(joined["use_case"] == use_case) & (joined["observed_at"] < pd.Timestamp(period))]
        task = task_of(use_case)
        naive = None
        if known["outcome"].notna().any():
            naive = known["outcome"].mode().min() if task == "classes" else known["outcome"].mean()
        levels = {"": whole} | dict(iter(whole.groupby("segment")))
        for segment, rows in levels.items():
            row = found.loc[(use_case, version, segment, period)]
            for column, wanted in expected(rows, naive, task).items():
                if not same(row[column], wanted):
                    wrong.append((use_case, version, segment, period, column, row[column], wanted))
            for metric, ends in expected_intervals(rows, naive, task).items():
                for end, wanted in zip(("lower", "upper"), ends, strict=True):
                    if not same(row[f"{metric}_{end}"], wanted):
                        wrong.append(
                            (use_case, version, segment, period, f"{metric}_{end}", row[f"{metric}_{end}"], wanted)
                        )
            if use_case == "random" and not segment:
                judged = rows.dropna(subset=["score", "outcome"])
                error = delong_error(judged["outcome"].to_numpy(), judged["score"].to_numpy())
                assert (row["auc_upper"] - row["auc"]) / norm.ppf(0.975) == pytest.approx(error, rel=0.15)
            assert row["verdict"] == verdict(row), row["reason"]
    assert not wrong
    assert len(found.loc[["random"]]) == 2 * 3 * 3  # versions, months, the whole and two segments

    classes = found.loc["classes"]
    assert set(classes["metric"]) == {"accuracy"}  # which its scores can tell, unlike that of the use case
    judged = classes[classes["verdict"] == "pass"]
    assert len(judged) > 5 and judged["reason"].str.startswith("Beats the most common of earlier outcomes by ").all()

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


def fading() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A version that knows less and less, day by day, and one that does not; lately half the outcomes are there."""
    generator = np.random.default_rng(3)
    predictions, outcomes = [], []
    for use_case, loss in (("fading", 0.015), ("steady", 0)):
        for day in range(40):
            score = generator.random(150)
            chance = 0.5 + (score - 0.5) * (1 - loss * day)
            at = str(pd.Timestamp("2024-01-01") + pd.Timedelta(days=day))
            for number, (known, happened) in enumerate(zip(score, generator.random(150) < chance, strict=True)):
                key = {"use_case": use_case, "entity_id": f"{day} {number}"}
                predictions.append(key | {"version": "1", "predicted_at": at, "score": known, "segment": None})
                if day < 38 or number % 2:
                    outcomes.append(key | {"observed_at": at, "outcome": float(happened)})
    return predictions, outcomes


def test_the_period_is_a_var_and_a_replay_sees_only_its_past(duckdb_project: Project) -> None:
    duckdb_project.vars |= {"flywheel_performance_period": "day", "flywheel_now": "2024-02-10 12:00:00"}
    edges, fades = edge_cases(), fading()
    run = dict.fromkeys(RUNS) | {"run_id": "r", "candidate": "c", "metric": "log_loss", "status": "FINISHED"}
    release = dict.fromkeys(DEPLOYMENTS) | {"version": "1", "run_id": "r", "deployed_at": "2024-01-01"}
    use_cases = [{"use_case": "fading"}, {"use_case": "steady"}]
    valued = [case | {"value": 0.5, "standard_error": 0.001} for case in use_cases]
    map_input(duckdb_project, "training_runs", [run | row for row in valued], RUNS)
    map_input(duckdb_project, "deployments", [release | row for row in use_cases], DEPLOYMENTS)
    everything = performance(duckdb_project, edges[0] + fades[0], edges[1] + fades[1], "+flywheel__wheels")
    found = everything.drop(["fading", "steady"], level="use_case")
    assert set(found.index.get_level_values("period_start")) == {"2024-02-10"}
    assert found.loc[("corrected", "1", "", "2024-02-10"), "sample_size"] == 2
    labelled = found["labelled_share"].droplevel([1, 2, 3])
    assert labelled[labelled > 0].to_dict() == {"corrected": 0.5}  # by the outcome that has no time

    fades = everything.loc[("fading", "1", "")]
    assert fades.loc["2024-02-08", "reason"] == "50% of its predictions have an outcome, 80% are awaited."
    declined = fades["decline_lower"].gt(0) & fades["decline"].gt(0.1 * 0.5) & ~fades["gain"].lt(0)
    assert declined.any() and set(fades.loc[declined & fades["are_labels_in"], "verdict"]) == {"warn"}
    chance = norm.ppf(0.95) * np.hypot(fades["value_error"], 0.001)
    np.testing.assert_allclose(fades["decline_lower"], fades["log_loss"] - 0.5 - chance, rtol=1e-9)
    assert set(fades.loc[declined & fades["are_labels_in"], "reason"].str.split(":").str[0]) == {
        "Worse than in validation by more than chance"
    }

    decay = check_decay(duckdb_project)
    fade = decay.loc[("fading", "1", "")]
    assert fade["verdict"] == "fail" and fade["limited_by"] == "its validation, with what is tolerated"
    assert fade["limit_value"] == pytest.approx(0.55)
    assert "should have been retrained by" in fade["reason"]
    assert decay.loc[("steady", "1", ""), "verdict"] == "pass" and pd.isna(decay.loc[("steady", "1", ""), "retrain_by"])
    wheels = duckdb_project.relation("flywheel__wheels").set_index("use_case")
    assert wheels.loc["fading", ["state", "verdict", "retrain_by"]].tolist() == ["stuck", "warn", fade["retrain_by"]]
    assert wheels.loc["fading", "reason"].endswith(
        f" It should have been retrained by {fade['retrain_by']:%Y-%m-%d}, because it gets worse."
    )
    assert wheels.loc["steady", ["state", "verdict"]].tolist() == ["turning", "pass"]
    assert pd.isna(wheels.loc["steady", "retrain_by"]) and "retrained by" not in wheels.loc["steady", "reason"]


def test_a_period_there_is_not_stops_at_compile_time(duckdb_project: Project) -> None:
    run = duckdb_project.dbt("parse", flywheel_performance_period="fortnight")
    assert not run.success
    assert "flywheel_performance_period is 'fortnight'; wanted day, week or month" in str(run.exception)
