"""Metrics in production and KPIs by the week, planted, and held against each other by scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.stats import norm, pearsonr, t

WEEKS = pd.date_range("2024-01-01", periods=26, freq="7D")


def series() -> dict[str, tuple[pd.Series, pd.Series]]:
    """Of each use case how good its metric and its KPI were, week by week; more is better."""
    generator = np.random.default_rng(16)
    trend = np.arange(len(WEEKS)) / 40

    def noise(scale: float) -> np.ndarray:
        return scale * generator.standard_normal(len(WEEKS))

    wobble = noise(0.1)
    # walks whose steps follow one another, and walks whose steps do not
    steps = [lfilter([1], [1, -0.8], generator.standard_normal(len(WEEKS))) for _ in range(2)]
    persistent = np.cumsum(steps, axis=1)
    walks = np.cumsum(generator.standard_normal((2, len(WEEKS))), axis=1)
    values = {
        "together": (trend + wobble, 100 + 50 * trend + 100 * wobble + noise(2)),
        "goodhart_over_time": (trend + wobble, 100 - 50 * trend - 100 * wobble + noise(2)),
        "apart": (trend + noise(0.05), 100 - 50 * trend + noise(2)),
        "unrelated_over_time": (walks[0] / 10, 100 + walks[1]),
        "persistent": (persistent[0] / 20, 100 + persistent[1]),
        "smooth": (np.sin(trend * 6) / 4, np.cos(trend * 6)),
        "steady": (trend, 100 + trend),
        "few_weeks": (trend[:6] + wobble[:6], 100 + wobble[:6]),
    }
    found = {
        use_case: tuple(pd.Series(of, WEEKS[: len(of)], dtype=float) for of in both)
        for use_case, both in values.items()
    }
    # a week of which nothing is known leaves a gap, over which nothing is said to have changed
    metric, kpi = found["together"]
    return found | {"together": (metric.drop(WEEKS[9]), kpi)}


SERIES = series()
RELEASED = [use_case for use_case in SERIES if use_case != "together"]


def kpi_values() -> list[dict[str, Any]]:
    """The KPIs."""
    return [
        {"kpi": f"kpi of {use_case}", "period_start": week.date(), "value": value}
        for use_case, (_, kpi) in SERIES.items()
        for week, value in kpi.items()
    ]


def predictions_and_outcomes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Thirty predictions a week whose log loss is 2 less what is wanted; and a bad version in the shadow of one."""
    weekly = [
        pd.DataFrame(
            {
                "use_case": use_case,
                "version": version,
                "week": metric.index,
                "loss": 2 - metric.to_numpy() + worse * np.arange(len(metric)) % 3,
            }
        )
        for use_case, (metric, _) in SERIES.items()
        for version, worse in [("live", 0.0), *([("shadow", 1.0)] if use_case == "goodhart_over_time" else [])]
    ]
    rows = pd.concat(weekly).merge(pd.DataFrame({"number": range(30)}), how="cross")
    rows["entity_id"] = rows["use_case"] + rows["week"].dt.strftime(" %F ") + rows["number"].astype(str)
    rows = rows.assign(predicted_at=rows["week"] + pd.Timedelta(days=2), score=np.exp(-rows["loss"]), segment=None)
    outcomes = rows.drop_duplicates(["use_case", "entity_id"]).assign(outcome=1.0)
    return rows, outcomes.assign(observed_at=outcomes["predicted_at"] + pd.Timedelta(days=1))


def expected(metric: pd.Series, kpi: pd.Series) -> dict[str, float]:
    """What the changes from one week to the next say, by scipy for as many as they count for."""
    both = pd.DataFrame({"metric": metric, "kpi": kpi}).dropna()
    changes = both.reindex(WEEKS).diff().dropna()
    found = {"periods": len(both), "changes": len(changes)}
    first, second = both.iloc[: -(len(both) // 2)].mean(), both.iloc[-(len(both) // 2) :].mean()
    found |= {f"{name}_gain": second[name] - first[name] for name in both}
    if np.allclose(changes.std() / both.abs().max(), 0, atol=1e-9, rtol=0) or changes["metric"].std() < 1e-9:
        return found | dict.fromkeys(["effective_changes", "correlation", "lower", "upper", "p_value"])
    centred = changes - changes.mean()
    # of a change and the one of the week before, where that is known
    ahead = centred.reindex(WEEKS).shift().loc[centred.index]
    a, b = (centred * ahead).sum() / (centred**2).sum()
    size = len(changes) * (1 - a * b) / (1 + a * b) if a * b > 0 else len(changes)
    test = pearsonr(changes["metric"], changes["kpi"])
    r = test.statistic
    found |= {"effective_changes": size, "correlation": r, "lower": None, "upper": None, "p_value": None}
    if size <= 3:
        return found
    reach = norm.ppf(0.975) / np.sqrt(size - 3)
    with np.errstate(divide="ignore"):  # where they change as one
        interval = np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach)
        p_value = 2 * t.sf(abs(r) * np.sqrt((size - 2) / (1 - r**2)), size - 2)
    if size == len(changes):
        np.testing.assert_allclose([p_value, *interval], [test.pvalue, *test.confidence_interval()])
    return found | {"lower": interval[0], "upper": interval[1], "p_value": p_value}


def metrics_are_held_against_kpis_over_time(found: pd.DataFrame, alignment: pd.DataFrame) -> None:
    wanted = {use_case: expected(*of) for use_case, of in SERIES.items()}
    for use_case, values in wanted.items():
        row = found.loc[use_case, list(values)].astype(float)
        np.testing.assert_allclose(row, pd.Series(values, dtype=float), rtol=1e-6, atol=1e-15, err_msg=use_case)
    counted = {use_case: (of["changes"], of["effective_changes"]) for use_case, of in wanted.items()}
    # independent changes count in full, those that follow one another do not, and a gap is no change
    assert counted["together"][0] == 23
    assert any(effective == changes for changes, effective in counted.values())
    persistent = wanted["persistent"]
    changes = pd.DataFrame(dict(zip(["metric", "kpi"], SERIES["persistent"], strict=True))).diff().dropna()
    assert pearsonr(changes["metric"], changes["kpi"]).pvalue < 0.05 < persistent["p_value"]

    halves = "from the first to the second half of"
    verdicts = {
        "together": ("pass", f"Moves with the KPI over time: {halves} 25 weeks log_loss got better by "),
        "goodhart_over_time": ("fail", f"Goodhart over time: {halves} 26 weeks log_loss got better by "),
        "apart": ("warn", "May be Goodhart over time: "),
        "unrelated_over_time": ("warn", "Is not shown to move with the KPI over time: "),
        "persistent": ("warn", "Is not shown to move with the KPI over time: "),
        "smooth": ("not_assessed", "The changes from one week to the next follow one another, and say no more than "),
        "steady": ("not_assessed", "Over 26 weeks one of log_loss and kpi of steady never changed"),
        "few_weeks": ("not_assessed", "Too few weeks: both log_loss in production and kpi of few_weeks are known of 6"),
    }  # fmt: skip
    for use_case, (verdict, words) in verdicts.items():
        row, aligned = found.loc[use_case], alignment.loc[use_case]
        assert (row["verdict"], row["reason"].startswith(words)) == (verdict, True), row["reason"]
        assert (aligned["verdict"], aligned["over_time_verdict"]) == (verdict, verdict)
        # without releases the verdict is that over time; what is not assessed either way says what releases lack
        assert aligned["over_releases_verdict"] == "not_assessed"
        assert aligned["reason"].startswith("Too few releases: ")
        assert aligned["reason"].endswith(row["reason"]) == (verdict != "not_assessed")
    assert "worse by" in found.loc["goodhart_over_time", "reason"]
    nothing = found.loc["not_started"]
    assert (nothing["verdict"], nothing["periods"]) == ("not_assessed", 0)
