"""score_psi is that of numpy: against the scores of the version's first period, as a whole and by segment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drift.reference import bin_counts, psi
from harness.project import Project
from models.given import declare_use_cases, map_input

PREDICTIONS = {
    "use_case": "str",
    "version": "str",
    "entity_id": "str",
    "predicted_at": "ts",
    "score": "float",
    "segment": "str",
}
MONTHS = pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"])


def predictions() -> pd.DataFrame:
    """Scores that move on, scores that are all the same, scores that are missing, of a class and of a value."""
    rng = np.random.default_rng(11)
    frames = []
    for use_case in ("churn", "price", "constant", "missing"):
        for version, first in (("1", 0), ("2", 1)):
            month = rng.integers(first, 3, 400)
            score = rng.beta(2 + month, 4) * (1000 if use_case == "price" else 1)
            if use_case == "constant":
                score = np.full(400, 0.3)
            if use_case == "missing":
                score = np.where((month == 2) | (rng.random(400) < 0.1), np.nan, np.round(score, 1))
            frames.append(
                pd.DataFrame(
                    {
                        "use_case": use_case,
                        "version": version,
                        "entity_id": [str(number) for number in range(400)],
                        "predicted_at": MONTHS[month] + pd.to_timedelta(rng.integers(0, 28, 400), "D"),
                        "score": score,
                        "segment": rng.choice(["whole", "JFK", None], 400),
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def test_score_psi_is_that_of_numpy(project: Project) -> None:
    rows = predictions()
    declare_use_cases(project, {"churn": {"task": "binary"}, "price": {"task": "regression"}})
    map_input(project, "predictions", rows.astype(object).where(rows.notna(), None).to_dict("records"), PREDICTIONS)
    run = project.build("--select", "+flywheel__model_performance")
    assert run.success, run.messages
    found = project.relation("flywheel__model_performance")
    found["period_start"] = pd.to_datetime(found["period_start"])
    found = found.set_index(["use_case", "version", found["segment"].fillna("(all)"), "period_start"])["score_psi"]
    assert found.index.is_unique
    rows["period_start"] = rows["predicted_at"].dt.to_period("M").dt.start_time
    checked = 0
    for (use_case, version), scores in rows.groupby(["use_case", "version"]):
        for segment in ("(all)", "whole", "JFK"):
            level = scores if segment == "(all)" else scores[scores["segment"] == segment]
            known = level.dropna(subset="score")
            first = known.loc[known["period_start"] == known["period_start"].min(), "score"]
            for period, of_period in level.groupby("period_start"):
                value = found[(use_case, version, segment, period)]
                current = of_period["score"].dropna()
                if current.empty:
                    assert pd.isna(value)
                    continue
                wanted = psi(*bin_counts(first, current, "number"))
                assert value == pytest.approx(wanted, rel=1e-9, abs=1e-12), (use_case, version, segment, period)
                checked += 1
    assert checked > 40
    assert found[("churn", "1", "(all)", MONTHS[2])] > 0.1
    assert found[("churn", "1", "(all)", MONTHS[0])] == 0
