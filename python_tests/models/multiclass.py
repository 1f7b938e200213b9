"""Ten classes, on real digits: three candidates by scikit-learn, two of which score what the live one scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from harness.project import Project
from scipy.stats import norm, ttest_rel
from sklearn.datasets import load_digits
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.naive_bayes import GaussianNB

DIGITS = {"metric": "f1_macro", "metric_direction": "higher_is_better", "baseline": "majority", "task": "multiclass"}
CANDIDATES = {"majority": DummyClassifier(), "bayes": GaussianNB(), "logistic": LogisticRegression(max_iter=200)}
COMPLEXITY = {"majority": 0, "bayes": 1, "logistic": 2}
# logistic is released as version 1; the others score in its shadow, under the name of a run and of a candidate
VERSIONS = {"majority": "majority", "bayes": "digits bayes", "logistic": "1"}


def fitted() -> tuple[np.ndarray, dict[str, np.ndarray], pd.DataFrame]:
    """The true digits, what each candidate says they are, and its metrics with the standard errors of a bootstrap."""
    images, digits = load_digits(return_X_y=True)
    images, digits, held_out, true = images[:900] / 16, digits[:900], images[900:] / 16, digits[900:]
    generator = np.random.default_rng(23)
    resampled = [generator.integers(0, len(true), len(true)) for _ in range(30)]
    said, metrics = {}, []
    for candidate, model in CANDIDATES.items():
        chances = model.fit(images, digits).predict_proba(held_out)
        said[candidate] = model.predict(held_out)
        measures = {
            "accuracy": lambda rows, said=said[candidate]: accuracy_score(true[rows], said[rows]),
            "f1_macro": lambda rows, said=said[candidate]: f1_score(true[rows], said[rows], average="macro"),
            "log_loss": lambda rows, chances=chances: log_loss(true[rows], chances[rows], labels=range(10)),
        }
        for metric, measure in measures.items():
            error = np.std([measure(rows) for rows in resampled], ddof=1)
            metrics.append((candidate, metric, measure(slice(None)), error))
    return true, said, pd.DataFrame(metrics, columns=["candidate", "metric", "value", "standard_error"])


TRUE, SAID, METRICS = fitted()


def predictions_and_outcomes(moment: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each digit as each candidate reads it, and as what it is."""
    entities = [f"digit {number}" for number in range(len(TRUE))]
    outcomes = pd.DataFrame({"entity_id": entities, "outcome": TRUE.astype(float)})
    outcomes = outcomes.assign(use_case="digits", observed_at=moment)
    predictions = [
        pd.DataFrame({"entity_id": entities, "score": said.astype(float)}).assign(version=VERSIONS[candidate])
        for candidate, said in SAID.items()
    ]
    return pd.concat(predictions).assign(use_case="digits", predicted_at=moment, segment=None), outcomes


def the_board_is_that_of_scikit_learn(project: Project) -> None:
    board = project.relation("flywheel__leaderboard").query("use_case == 'digits'")
    board = board.set_index(["metric", "candidate"]).sort_index()
    for metric, expected in METRICS.set_index("candidate").groupby("metric"):
        found = board.loc[metric].loc[expected.index]
        np.testing.assert_array_equal(found["value"], expected["value"])
        better = expected["value"] * (-1 if metric == "log_loss" else 1)
        gain = better - better["majority"]
        np.testing.assert_allclose(found["gain_over_baseline"], gain, rtol=1e-9, atol=1e-12)
        chance = norm.ppf(0.95) * np.hypot(expected["standard_error"], expected.loc["majority", "standard_error"])
        assert found["beats_baseline"].tolist() == (gain > chance).tolist()
        assert found["rank"].tolist() == better.rank(ascending=False).tolist()
        assert found["is_recommended"].to_dict() == {
            name: name == recommended(better, expected) for name in found.index
        }
    assert board["is_live"].groupby("candidate").first().to_dict() == {name: name == "logistic" for name in CANDIDATES}

    # on the same digits: the share that each reads wrongly, and the difference digit by digit
    board = board.loc["f1_macro"]
    wrong = {candidate: (said != TRUE).astype(float) for candidate, said in SAID.items()}
    pairs = {"paired_gain": ("majority", "logistic"), "paired_gain_over_live": ("logistic", "bayes")}
    for column, (opponent, candidate) in pairs.items():
        test = ttest_rel(wrong[opponent], wrong[candidate])
        gain = accuracy_score(TRUE, SAID[candidate]) - accuracy_score(TRUE, SAID[opponent])
        reach = norm.ppf(0.95) * abs(gain / test.statistic)
        found = board.loc[candidate, [column, f"{column}_lower", f"{column}_upper"]].astype(float)
        np.testing.assert_allclose(found, [gain, gain - reach, gain + reach], rtol=1e-9)
    [whole] = project.relation("flywheel__slices").query("use_case == 'digits' and version == '1'").to_dict("records")
    most_common = np.bincount(TRUE).max() / len(TRUE)
    np.testing.assert_allclose([whole["loss"], whole["naive_loss"]], [wrong["logistic"].mean(), 1 - most_common])
    assert whole["reason"].startswith("Beats the most common outcome by ")
    assert "calibrated" not in board.loc["logistic", "missing_to_promote"]


def recommended(better: pd.Series, expected: pd.DataFrame) -> Any:
    """The simplest candidate within one standard error of the best."""
    best = better.idxmax()
    adequate = better.index[better >= better[best] - expected.loc[best, "standard_error"]]
    return min(adequate, key=COMPLEXITY.get)
