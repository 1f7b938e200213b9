"""May a candidate be promoted? Slices agree with numpy, KPI effects with scipy, and each criterion can fail."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from experiments.reference import UNITS, units, welch
from harness.project import Project
from models.given import declare_use_cases, map_input
from models.multiclass import COMPLEXITY, DIGITS, METRICS, predictions_and_outcomes, the_board_is_that_of_scikit_learn
from models.test_leaderboard import DEPLOYMENTS, RUNS
from models.test_model_performance import OUTCOMES, PREDICTIONS
from scipy.stats import norm

BINARY = {"metric": "log_loss", "baseline": "naive", "kpi_direction": "higher_is_better", "task": "binary"}
USE_CASES = {
    "good": {**BINARY, "kpi": "sales"},
    "weak": {**BINARY, "kpi": "visits"},
    "price": {**BINARY, "kpi": "margin", "metric": "rmse", "task": "regression"},
    "unreleased": {**BINARY, "kpi": "clicks"},
    "digits": DIGITS,
}
DAY = "2024-01-01 00:00:00"
NOW = "2024-03-01 00:00:00"


def run(
    use_case: str, candidate: str, complexity: int, value: float, metric: str = "log_loss", error: float = 0.01
) -> dict[str, Any]:
    """A finished run."""
    row = dict.fromkeys(RUNS) | {"use_case": use_case, "candidate": candidate, "complexity": complexity, "value": value}
    more = {"run_id": f"{use_case} {candidate}", "metric": metric, "standard_error": error, "started_at": DAY}
    return row | more | {"ended_at": DAY, "status": "FINISHED"}


MEASUREMENTS = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
KPI_VALUES = {"kpi": "str", "period_start": "date", "value": "float"}
AT_LEAST_ONE = {"method": "fixed", "min": 1}
TRAINING_RUNS = [
    run("good", "naive", 0, 0.7), run("good", "logistic", 1, 0.5), run("good", "boosted", 2, 0.495),
    run("weak", "naive", 0, 0.7), run("weak", "boosted", 1, 0.69),
    run("price", "naive", 0, 2.0, "rmse"), run("price", "linear", 1, 1.0, "rmse"),
    run("unreleased", "naive", 0, 0.7), run("unreleased", "logistic", 1, 0.5),
    run("good", "ranked by nothing", 1, 0.8, "auc"), run("nobody's", "logistic", 1, 0.5),
]  # fmt: skip
TRAINING_RUNS += [
    run("digits", row.candidate, COMPLEXITY[row.candidate], row.value, row.metric, row.standard_error)
    for row in METRICS.itertuples()
]
RELEASES = [
    ("good", "1", "naive", "superseded"), ("good", "2", "logistic", "live"), ("weak", "1", "boosted", "live"),
    ("price", "1", "linear", "live"), ("digits", "1", "logistic", "live"),
]  # fmt: skip


def world() -> pd.DataFrame:
    """Predictions with outcomes: good everywhere, bad for segment b, and of a price. Some entities come again."""
    generator = np.random.default_rng(21)
    frames = []
    for use_case, version in (("good", "2"), ("weak", "1"), ("price", "1")):
        size = 1000
        segment = generator.choice(["a", "b", None], size, p=[0.5, 0.2, 0.3])
        frame = pd.DataFrame({"segment": segment, "score": generator.random(size)})
        chance = frame["score"].where((use_case != "weak") | (frame["segment"] != "b"), 1 - frame["score"])
        frame["outcome"] = (generator.random(size) < chance).astype(float)
        if use_case == "price":
            frame["outcome"] = 10 * frame["score"] + generator.standard_normal(size)
            frame["score"] = 10 * frame["score"]
        frame["entity_id"] = [f"e{number}" for number in range(size)]
        frame = pd.concat([frame, frame.tail(500)], ignore_index=True)
        frame.loc[:4, "segment"] = "rare"
        frames.append(frame.assign(use_case=use_case, version=version, predicted_at=DAY, observed_at=DAY))
    return pd.concat(frames, ignore_index=True).astype({"segment": object})


def log_losses(outcome: pd.Series, score: pd.Series) -> pd.Series:
    """Log loss of each row."""
    return -np.log(score.where(outcome == 1, 1 - score))


def expected_slices(frame: pd.DataFrame, segment: str | None, *, regression: bool) -> dict[str, float]:
    """Gain over the mean outcome, with a standard error clustered by entity."""
    outcome, naive = frame["outcome"], frame["outcome"].mean()

    def loss(score: Any) -> Any:
        if regression:
            return (outcome - score) ** 2
        return log_losses(outcome, pd.Series(score, frame.index))

    difference = loss(naive) - loss(frame["score"])
    here = (
        frame["segment"] == segment if segment else frame["segment"].isin(["a", "b", "rare"]) | frame["segment"].isna()
    )
    gain = difference[here].mean()
    sums = (difference[here] - gain).groupby(frame.loc[here, "entity_id"]).sum()
    error = (sums.pow(2).sum() * len(sums) / (len(sums) - 1)) ** 0.5 / here.sum()
    reach = norm.ppf(0.95) * error
    return {"gain": gain, "standard_error": error, "gain_lower": gain - reach, "gain_upper": gain + reach}


def expected_duel(
    rows: pd.DataFrame, older: pd.DataFrame, use_case: str, version: str, opponent: str
) -> dict[str, float]:
    """Gain over the opponent, of entities: several predictions of one count as their mean."""
    frame = rows[rows["use_case"] == use_case]

    def losses(of: pd.DataFrame, score: Any) -> pd.Series:
        outcome = of["outcome"]
        by_row = (outcome - score) ** 2 if use_case == "price" else log_losses(outcome, pd.Series(score, of.index))
        return by_row.groupby(of["entity_id"]).mean()

    if use_case == "good":
        difference = (losses(older, older["score"]) - losses(frame, frame["score"])).dropna()
        difference = -difference if opponent == "live" else difference
    else:
        difference = losses(frame, frame["outcome"].mean()) - losses(frame, frame["score"])
    gain, error = difference.mean(), difference.sem()
    reach = norm.ppf(0.95) * error
    bounds = {"gain_lower": gain - reach, "gain_upper": gain + reach}
    return {"entities": len(difference), "gain": gain, "standard_error": error} | bounds


def newest_board_is_the_leaderboard(history: pd.DataFrame, board: pd.DataFrame) -> None:
    last = history.groupby(["use_case", "metric"])["day"].transform("max")
    newest = history[history["day"] == last].set_index(board.index.names)
    assert newest["is_newest"].all() and not history.loc[history["day"] < last, "is_newest"].any()
    shared = [column for column in newest if column in board]
    assert {"value", "baseline_value", "beats_baseline", "rank", "is_recommended", "is_live", "reason"} <= set(shared)
    pd.testing.assert_frame_equal(newest[shared].sort_index(), board[shared].sort_index())


def rest_on_data_that_is_measured(project: Project) -> None:
    """What the use cases rest on: good had an incident, weak has one, price has one of its KPI alone."""
    days = [str(day) for day in pd.date_range(end=NOW, periods=4)]
    series = {"good": [5, 0, 5, 5], "weak": [5, 5, 0, 0], "price": [5, 5, 5, 5]}
    for use_case, values in series.items():
        row = dict.fromkeys(MEASUREMENTS) | {
            "subject_type": "data",
            "subject": use_case,
            "metric": "rows",
            "period": "day",
        }
        rows = [row | {"period_start": day, "value": value} for day, value in zip(days, values, strict=True)]
        project.table(f"{use_case}_data", rows, MEASUREMENTS)
        project.model(f"{use_case}_measured", f"select * from {{{{ ref('{use_case}_data') }}}}")
    project.vars["flywheel_measurements"] = [f"{use_case}_measured" for use_case in series]
    kpis = [
        {"kpi": "margin", "period_start": day, "value": value} for day, value in zip(days, [5, 5, 5, 0], strict=True)
    ]
    project.map_input("kpi_values", kpis, KPI_VALUES)
    rests_on = {use_case: [f"{use_case}_data"] for use_case in series}
    rests_on["price"].append("my_kpi_values")
    declare_use_cases(project, USE_CASES, rests_on)
    judged = {f"{use_case}_measured": "rows" for use_case in series} | {"my_kpi_values": "margin"}
    models = [
        {"name": model, "config": {"meta": {"flywheel": {"metrics": {metric: AT_LEAST_ONE}}}}}
        for model, metric in judged.items()
    ]
    project.write_yaml("models/judged.yml", {"models": models})


def what_is_missing_stands_next_to_the_kpi_effect(
    board: pd.DataFrame, promotion: pd.DataFrame, reasons: pd.Series
) -> None:
    both = board.loc[promotion.index]
    assert both["promotion_verdict"].to_dict() == promotion["verdict"].to_dict()
    assert both["missing_to_promote"].to_dict() == promotion["missing_to_promote"].to_dict()
    missing = board["missing_to_promote"]
    assert missing[("good", "logistic")] == "Nothing: all criteria are met."
    words = {"fails": ["beats_baseline", "calibrated", "causal_evidence", "data_healthy", "no_weak_slice"]}
    words = {"fails": [*words["fails"], "simplest_adequate"], "is in doubt": ["can_roll_back"]}
    assert missing[("weak", "boosted")] == " ".join(
        f"{criterion} {how}: {reasons[('weak', 'boosted', criterion)]}" for how, of in words.items() for criterion in of
    )
    assert missing[("unreleased", "logistic")].startswith(
        "calibrated is not known: No probability of it has met its outcome."
    )
    assert missing[("good", "ranked by nothing")] == "A finished run with log_loss, which the use case ranks by."
    assert missing[("nobody's", "logistic")].startswith("No exposure of type ml declares this use case")
    others = board.drop(promotion.index)
    assert set(others.index) == {("good", "ranked by nothing"), ("nobody's", "logistic")}
    assert set(others["promotion_verdict"]) == {"not_assessed"}


def test_candidates_are_held_against_every_criterion(project: Project) -> None:
    rest_on_data_that_is_measured(project)
    map_input(project, "training_runs", TRAINING_RUNS, RUNS)
    releases = [
        dict.fromkeys(DEPLOYMENTS)
        | {"use_case": use_case, "version": version, "candidate": candidate, "outcome": outcome}
        | {"deployed_at": f"2023-12-0{version} 00:00:00", "retired_at": DAY if outcome == "superseded" else None}
        for use_case, version, candidate, outcome in RELEASES
    ]
    map_input(project, "deployments", releases, DEPLOYMENTS)
    rows = world()
    # version 1 of the good use case, which is no longer live, scored two hundred of its entities too, and worse
    older = (
        rows[rows["use_case"] == "good"]
        .head(200)
        .assign(version="1", score=lambda rows: 0.5 + (rows["score"] - 0.5) / 3)
    )
    # what was predicted long ago no longer counts
    long_ago = rows[rows["use_case"] == "good"].assign(predicted_at="2023-11-01 00:00:00", score=0.5)
    read, digits = predictions_and_outcomes(DAY)
    project.map_input("predictions", pd.concat([rows, older, long_ago, read]), PREDICTIONS)
    seen = pd.concat([rows.drop_duplicates(["use_case", "entity_id"]), digits])
    project.map_input("outcomes", seen, OUTCOMES)
    generator = np.random.default_rng(22)
    drawn = {arm: generator.standard_normal(300) + shift for arm, shift in (("naive", 0), ("2", 1), ("1", -1))}
    trials = [
        units("trial", "sales", naive=drawn["naive"], **{"2": drawn["2"]}).assign(use_case="good"),
        units("trial of the weak", "visits", naive=drawn["naive"], **{"1": drawn["1"]}).assign(use_case="weak"),
    ]
    project.map_input("experiment_units", pd.concat(trials), UNITS)
    tests = [
        {"flywheel.live_versions_promotable": {"name": "all_criteria"}},
        {"flywheel.live_versions_promotable": {"name": "owners", "arguments": {"criteria": ["owned"]}}},
    ]
    project.write_yaml("models/tests.yml", {"models": [{"name": "checked", "data_tests": tests}]})
    project.model("checked", "select * from {{ ref('flywheel__promotion_criteria') }}")
    selected = ("--select", "+flywheel__leaderboard", "checked", "--exclude", "test_name:has_key")
    outcome = project.build(*selected, flywheel_now=NOW)
    assert outcome.statuses["flywheel__leaderboard"] == "success", outcome.messages

    slices = project.relation("flywheel__slices").set_index(["use_case", "segment"])
    slices = slices[(slices["version"] == "2") | (slices.index.get_level_values("use_case") != "good")]
    for use_case, frame in rows.groupby("use_case"):
        for segment in ("a", "b", "rare", None):
            of_use_case = slices.loc[[use_case]].droplevel(0)
            [row] = of_use_case[of_use_case.index == segment if segment else of_use_case.index.isna()].to_dict(
                "records"
            )
            expected = expected_slices(frame, segment, regression=use_case == "price")
            np.testing.assert_allclose([float(row[name]) for name in expected], list(expected.values()), rtol=1e-9)
            weak = (use_case, segment) == ("weak", "b")
            assert row["verdict"] == ("not_assessed" if segment == "rare" else "fail" if weak else "pass"), row

    the_board_is_that_of_scikit_learn(project)
    duels = (
        project.relation("flywheel__duels").query("use_case != 'digits'").set_index(["use_case", "version", "opponent"])
    )
    baselines = {("good", "1", "live"): "2", ("good", "2", "baseline"): "1"}  # the others meet the mean outcome
    assert set(duels.index) == {*baselines, ("weak", "1", "baseline"), ("price", "1", "baseline")}
    expected_duels = {key: expected_duel(rows, older, *key) for key in duels.index}
    for key, expected in expected_duels.items():
        duel = duels.loc[key]
        np.testing.assert_allclose([float(duel[name]) for name in expected], list(expected.values()), rtol=1e-9)
    versions = duels["opponent_version"].dropna()
    assert versions.to_dict() == baselines
    losing = duels.loc[("good", "1", "live")]
    assert losing["verdict"] == ("fail" if losing["gain_upper"] < 0 else "warn")
    assert losing["candidate"] == "naive"

    board = project.relation("flywheel__leaderboard").query("use_case != 'digits'")
    board = board.set_index(["use_case", "candidate"])
    for use_case, candidate, version in (("good", "logistic", "2"), ("weak", "boosted", "1")):
        row, test = board.loc[(use_case, candidate)], welch(drawn[version], drawn["naive"])
        found = [row["kpi_change"], row["kpi_change_lower"], row["kpi_change_upper"]]
        np.testing.assert_allclose(found, [test["lift"], test["lower"], test["upper"]], rtol=1e-6)
    assert board.loc[("good", "boosted"), ["kpi_change", "kpi_change_lower", "experiment"]].isna().all()
    paired = ["paired_gain", "paired_gain_lower", "paired_gain_upper"]
    over_live = [f"paired_gain_over_live{end}" for end in ("", "_lower", "_upper")]
    for candidate, key in {("good", "logistic"): ("good", "2"), ("weak", "boosted"): ("weak", "1")}.items():
        found, expected = board.loc[candidate], expected_duels[(*key, "baseline")]
        bounds = [expected[name] for name in ("gain", "gain_lower", "gain_upper")]
        np.testing.assert_allclose(found[paired].astype(float), bounds, rtol=1e-9)
        assert found[over_live].isna().all()
        assert found["paired_reason"].endswith(" It is live.")
    assert board.loc[("good", "naive"), paired].isna().all()
    found = board.loc[("good", "naive"), over_live].astype(float)
    np.testing.assert_allclose(found, losing[["gain", "gain_lower", "gain_upper"]].astype(float), rtol=1e-12)
    assert board.loc[("good", "naive"), "paired_reason"].startswith("It is the baseline. Version 1 ")
    assert "version 1, the baseline" in board.loc[("good", "logistic"), "paired_reason"]
    assert "the mean outcome" in board.loc[("weak", "boosted"), "paired_reason"]
    nothing = "No prediction of it in the last 90 days has met its outcome."
    assert board.loc[[("good", "boosted"), ("unreleased", "logistic")], "paired_reason"].tolist() == [nothing] * 2
    assert board.loc[("good", "boosted"), paired + over_live].isna().all()

    criteria = project.relation("flywheel__promotion_criteria").query("use_case != 'digits'")
    criteria = criteria.set_index(["use_case", "candidate", "criterion"]).sort_index()

    def verdicts(use_case: str, candidate: str) -> dict[str, str]:
        return criteria.loc[(use_case, candidate), "verdict"].to_dict()

    good = dict.fromkeys(set(criteria.index.get_level_values("criterion")), "pass")
    assert verdicts("good", "logistic") == good
    assert verdicts("weak", "boosted") == good | {
        "beats_baseline": "fail", "simplest_adequate": "fail", "no_weak_slice": "fail", "causal_evidence": "fail",
        "calibrated": "fail", "data_healthy": "fail", "can_roll_back": "warn",
    }  # fmt: skip
    unknown = dict.fromkeys(["no_weak_slice", "calibrated", "causal_evidence", "observed"], "not_assessed")
    assert verdicts("good", "boosted") == good | unknown | {"simplest_adequate": "warn"}
    assert verdicts("unreleased", "logistic") == good | unknown | {
        "data_healthy": "not_assessed", "can_roll_back": "warn",
    }  # fmt: skip
    assert verdicts("price", "linear")["data_healthy"] == "pass"
    assert "calibrated" not in verdicts("price", "linear")
    reasons = criteria["reason"]
    assert reasons[("weak", "boosted", "no_weak_slice")].startswith("Version 1 loses to the mean outcome in b (by ")
    assert reasons[("weak", "boosted", "causal_evidence")].startswith("Harms: visits is")
    assert reasons[("unreleased", "logistic", "causal_evidence")] == "No experiment tried it on clicks."
    assert reasons.xs("data_healthy", level="criterion").to_dict() == {
        **dict.fromkeys(
            [("weak", "naive"), ("weak", "boosted")], "1 incident is open in what it rests on, among them weak rows."
        ),
        **dict.fromkeys(
            [("unreleased", "naive"), ("unreleased", "logistic")], "Nothing is measured of what it rests on."
        ),
        **dict.fromkeys(
            [(u, c) for u, c, *_ in criteria.index if u in ("good", "price")],
            "No incident is open in what it rests on.",
        ),
    }

    promotion = (
        project.relation("flywheel__promotion").query("use_case != 'digits'").set_index(["use_case", "candidate"])
    )
    assert promotion.loc[("good", "logistic"), "verdict"] == "pass"
    assert pd.isna(promotion.loc[("good", "logistic"), "missing"])
    assert promotion.loc[("weak", "boosted"), "verdict"] == "fail"
    beside = ["value", "rank", "is_recommended", "kpi", "kpi_change", "kpi_change_lower", "kpi_change_upper"]
    both = board.loc[promotion.index]
    pd.testing.assert_frame_equal(promotion[beside].sort_index(), both[beside].sort_index())
    what_is_missing_stands_next_to_the_kpi_effect(board, promotion, reasons)
    history = project.relation("flywheel__leaderboard_history").query("use_case != 'digits'")
    newest_board_is_the_leaderboard(history, board)
    assert "no_weak_slice: Version 1 loses" in promotion.loc[("weak", "boosted"), "reason"]

    assert outcome.statuses["all_criteria"] == "fail"
    assert outcome.statuses["owners"] == "pass"
    failing = project.failing_rows(outcome, "all_criteria")
    assert set(failing["use_case"]) == {"weak"}
    assert set(failing["criterion"]) == {
        name for name, verdict in verdicts("weak", "boosted").items() if verdict == "fail"
    }
