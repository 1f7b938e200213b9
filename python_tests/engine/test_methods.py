"""Every method against its textbook, worked out with numpy and scipy; learned at once and period by period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy import stats

FIRST = pd.Timestamp("2024-01-01")
DAYS, TRAINING, BUDGET, MIN_EFFECT = 110, 30, 1.0, 0.01
TAIL = BUDGET / 365.25 / 2
EVENT = (70, 72)
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
POLICIES: dict[str, dict[str, Any]] = {
    "previous": {"method": "previous"},
    "a_week_ago": {"method": "previous", "ago": "week"},
    "rolling": {"method": "rolling"},
    "xmr": {"method": "xmr"},
    "rate": {"method": "rate"},
    "ewma": {"method": "ewma"},
    "window": {"method": "reference", "reference_from": "2024-01-06", "reference_to": "2024-02-20"},
    "version": {"method": "reference", "reference_segment": "old"},
    "shares_rolling": {"method": "rolling", "training_periods": 7},
    "rate_of_a_real": {"method": "rate"},
    "early": {"method": "xmr"},
}
Row = dict[str, float]


def series(name: str) -> pd.DataFrame:
    """A series by day: noise, a shift that lasts, a spike, missing days, a null."""
    rng = np.random.default_rng(sum(map(ord, name)))
    frame = pd.DataFrame({"day": range(DAYS), "value": rng.normal(50, 4, DAYS), "sample_size": 10, "numerator": np.nan})
    frame.loc[frame["day"] >= 85, "value"] += 8
    frame.loc[frame["day"] == 60, "value"] = 72
    if name in ("rate", "shares_rolling"):
        size = rng.poisson(80, DAYS)
        share = np.where(np.arange(DAYS) >= 95, 0.3, 0.1)
        frame["sample_size"], frame["numerator"] = size, rng.binomial(size, share).astype(float)
        frame.loc[20:30, "numerator"] = 0.0
        frame["value"] = frame["numerator"] / frame["sample_size"]
    if name == "early":
        frame.loc[[15, 100], "value"] = [500.0, 800.0]
    frame.loc[frame["day"] == 50, ["value", "numerator"]] = np.nan
    return frame[~frame["day"].isin([40, 41, 77])]


def measured() -> pd.DataFrame:
    """All series as measurements; `version` has its values in two segments."""
    frames = [series(name).assign(metric=name) for name in POLICIES]
    frames.append(series("old").assign(metric="version", segment="old", segment_by="version"))
    frames.append(series("version").assign(metric="version", segment="new", segment_by="version"))
    rows = pd.concat(frames).assign(subject_type="data", subject="shop", period="day")
    return rows.assign(period_start=FIRST + pd.to_timedelta(rows["day"], unit="D"))


def learn(project: Project, rows: pd.DataFrame, *arguments: str) -> pd.DataFrame:
    default = {"training_periods": TRAINING, "min_effect": MIN_EFFECT, "min_history": 5}
    project.write_yaml(
        "models/metrics.yml",
        {"models": [{"name": "measurements", "config": {"meta": {"flywheel": {"metrics": POLICIES}}}}]},
    )
    project.table("measurements", rows.reindex(columns=list(TYPES)), TYPES)
    project.map_input(
        "known_events",
        [{"starts_at": FIRST + pd.Timedelta(days=EVENT[0]), "ends_at": FIRST + pd.Timedelta(days=EVENT[1])}],
        {"starts_at": "ts", "ends_at": "ts"},
    )
    project.vars |= {
        "flywheel_measurements": ["measurements"], "flywheel_verdict_severity": "warn", "flywheel_policy": default,
    }  # fmt: skip
    run = project.build("--select", "+flywheel__verdicts", *arguments)
    assert run.success, run.messages
    rows = project.relation("flywheel__verdicts").merge(
        project.relation("flywheel__expectations")[["series_id", "period_start", "signal"]]
    )
    return rows.assign(day=(pd.to_datetime(rows["period_start"]) - FIRST).dt.days)


def taught(frame: pd.DataFrame, column: str = "value") -> np.ndarray:
    """A column by day, null where there is nothing to learn from."""
    by_day = frame.set_index("day")[column].reindex(range(DAYS)).to_numpy(dtype=float, copy=True)
    by_day[EVENT[0] : EVENT[1] + 1] = np.nan
    return by_day


def by_t(expected: float, distance: float, spread: float, freedom: float) -> Row:
    """Limits and p-value of Student's t; the limits are for the value, whatever it is that is judged."""
    if freedom < 3 or not np.isfinite(spread):
        return {"expected": expected}
    reach = max(stats.t.isf(TAIL, freedom) * spread, MIN_EFFECT * abs(expected))
    p_value = 2 * stats.t.sf(abs(distance) / spread, freedom) if spread > 0 else float(distance == 0)
    return {"expected": expected, "lower": expected - reach, "upper": expected + reach, "p_value": p_value}


def previous(frame: pd.DataFrame, day: int, lag: int) -> Row:
    values = taught(frame)
    before = np.concatenate([np.full(lag, np.nan), values])[:DAYS]
    errors = (values - before)[max(0, day - TRAINING) : day]
    errors = errors[~np.isnan(errors)]
    value = frame.set_index("day")["value"][day]
    spread = np.sqrt(np.mean(errors**2)) if len(errors) else np.nan
    return by_t(before[day], value - before[day], spread, len(errors))


def rolling(frame: pd.DataFrame, day: int, periods: int = TRAINING) -> Row:
    past = taught(frame)[max(0, day - periods) : day]
    past = past[~np.isnan(past)]
    if len(past) < 2:
        return {"expected": past.mean()} if len(past) else {}
    value = frame.set_index("day")["value"][day]
    spread = np.std(past, ddof=1) * np.sqrt(1 + 1 / len(past))
    row = by_t(np.mean(past), value - np.mean(past), spread, len(past) - 1)
    if frame["numerator"].notna().any() and "lower" in row:
        row |= {"lower": max(row["lower"], 0), "upper": min(row["upper"], 1)}
    return row


def xmr(frame: pd.DataFrame, day: int) -> Row:
    past = taught(frame)[max(0, day - TRAINING) : day]
    if not (~np.isnan(past)).any():
        return {}
    mean, ranges = np.nanmean(past), np.abs(np.diff(past))
    reach = max(2.66 * np.nanmean(ranges), MIN_EFFECT * mean) if (~np.isnan(ranges)).any() else np.nan
    return {"expected": mean, "lower": mean - reach, "upper": mean + reach}


def rate(frame: pd.DataFrame, day: int) -> Row:
    window = slice(max(0, day - TRAINING), day)
    cases, sizes = taught(frame, "numerator")[window], taught(frame, "sample_size")[window]
    known = ~np.isnan(cases)
    cases, sizes = cases[known], sizes[known]
    if not len(cases):
        return {}
    share = cases.sum() / sizes.sum()
    smoothed = (cases.sum() + 0.5 * (cases.sum() == 0)) / sizes.sum()
    standard = np.sqrt(smoothed * (1 - smoothed))
    ranges = np.abs(np.diff((cases / sizes - share) * np.sqrt(sizes) / standard))
    row = frame.set_index("day").loc[day]
    spread = standard * np.sqrt(1 / row["sample_size"] + 1 / sizes.sum())
    sigma = ranges.mean() / 1.128 if len(ranges) else np.nan
    found = by_t(share, row["value"] - share, spread * sigma, 0.62 * len(ranges))
    if "lower" in found:
        found |= {"lower": max(found["lower"], 0), "upper": min(found["upper"], 1)}
    return found


def ewma(frame: pd.DataFrame, day: int) -> Row:
    values = taught(frame)
    past = values[max(0, day - 20 - TRAINING) : max(0, day - 20)]
    past = past[~np.isnan(past)]
    if len(past) < 2:
        return {"expected": past.mean()} if len(past) else {}
    value = frame.set_index("day")["value"][day]
    newest = np.append(values[day - 20 : day], value)[::-1]
    weights = np.where(np.isnan(newest), 0, 0.8 ** np.arange(21))
    mean = np.nansum(weights * newest) / weights.sum()
    spread = past.std(ddof=1) * np.sqrt((weights**2).sum() / weights.sum() ** 2 + 1 / len(past))
    row = by_t(past.mean(), mean - past.mean(), spread, len(past) - 1)
    if "lower" in row:
        row |= {side: value + (row[side] - mean) * weights.sum() for side in ("lower", "upper")}
    return row


def window(frame: pd.DataFrame, day: int) -> Row:
    past = taught(frame)[5:51][: max(0, day - 5)]
    past = past[~np.isnan(past)]
    if len(past) < 2:
        return {"expected": past.mean()} if len(past) else {}
    value = frame.set_index("day")["value"][day]
    return by_t(past.mean(), value - past.mean(), past.std(ddof=1) * np.sqrt(1 + 1 / len(past)), len(past) - 1)


def version(frame: pd.DataFrame, day: int) -> Row:
    other = series("old").set_index("day")["value"]
    differences = (taught(frame) - other.reindex(range(DAYS)).to_numpy())[max(0, day - TRAINING) : day]
    differences = differences[~np.isnan(differences)]
    spread = differences.std(ddof=1) if len(differences) > 1 else np.nan
    return by_t(other[day], frame.set_index("day")["value"][day] - other[day], spread, len(differences) - 1)


TEXTBOOK: dict[str, Callable[[pd.DataFrame, int], Row]] = {
    "previous": lambda frame, day: previous(frame, day, 1),
    "a_week_ago": lambda frame, day: previous(frame, day, 7),
    "rolling": rolling,
    "shares_rolling": lambda frame, day: rolling(frame, day, 7),
    "xmr": xmr,
    "rate": rate,
    "ewma": ewma,
    "window": window,
    "version": version,
}


@pytest.fixture(scope="module")
def learned(shared_project: Project) -> pd.DataFrame:
    return learn(shared_project, measured())


def test_every_method_is_its_textbook(learned: pd.DataFrame) -> None:
    compared = dict.fromkeys(TEXTBOOK, 0)
    for name, textbook in TEXTBOOK.items():
        frame = series(name)
        found = learned[(learned["metric"] == name) & (learned["segment"].fillna("new") == "new")]
        if name == "version":
            found = found[found["segment"] == "new"]
        found = found.set_index("day")
        for day in frame.loc[frame["value"].notna(), "day"]:
            wanted = textbook(frame, day)
            for column in ("expected", "lower", "upper", "p_value"):
                value, right = found.loc[day, column], wanted.get(column, np.nan)
                if pd.isna(right):
                    assert pd.isna(value), (name, day, column)
                elif column != "p_value":
                    assert value == pytest.approx(right, rel=1e-4, abs=1e-9), (name, day, column)
                elif day > 20:
                    assert value == pytest.approx(right, rel=1e-3, abs=1e-12), (name, day, column)
                compared[name] += not pd.isna(right)
    assert min(compared.values()) > 150, compared


def test_every_method_finds_the_spike_and_says_why(learned: pd.DataFrame) -> None:
    fails = learned[(learned["verdict"] == "fail") & learned["segment"].isna()]
    for name in ("previous", "a_week_ago", "rolling", "xmr", "window"):
        [reason] = fails[(fails["metric"] == name) & (fails["day"] == 60)]["reason"]
        assert reason.startswith("72 is above "), name
    reasons = fails[(fails["metric"] == "ewma") & (fails["day"] > 85)]["reason"]
    assert reasons.str.startswith("the weighted mean of the last 21 periods is ").all()
    assert len(reasons) > 3
    assert fails[(fails["metric"] == "rate") & (fails["day"] >= 95)]["day"].min() == 95
    nothing = learned[(learned["metric"] == "version") & learned["segment"].isna()]
    assert set(nothing["verdict"]) == {"not_assessed"}
    assert "nothing to compare it with" not in set(learned.loc[learned["metric"] == "rolling", "reason"])
    real = learned[learned["metric"] == "rate_of_a_real"]
    assert "not a share: the method rate needs a numerator" in set(real["reason"])
    assert set(real["verdict"]) == {"not_assessed"}


def test_run_rules_are_those_of_western_electric(learned: pd.DataFrame) -> None:
    """The shift is small beside the limits: the runs tell it. Each rule is worked out on the values themselves."""
    frame, found = series("xmr"), learned[learned["metric"] == "xmr"].set_index("day")
    values = taught(frame)
    told = 0
    for day in frame.loc[frame["value"].notna() & ~frame["day"].between(*EVENT), "day"]:
        chart = xmr(frame, day)
        if not np.isfinite(chart.get("upper", np.nan)):
            continue
        past = values[max(0, day - TRAINING) : day]
        sigma = np.nanmean(np.abs(np.diff(past))) / 1.128
        run = values[max(0, day - 7) : day + 1][::-1]
        broken = []
        for side in (-1, 1):
            for number, of, beyond in ((2, 3, 2), (4, 5, 1), (8, 8, 0)):
                off = side * (run[:of] - chart["expected"]) > beyond * sigma
                if off[0] and off.sum() >= number and abs(run[0] / chart["expected"] - 1) >= MIN_EFFECT:
                    broken.append(f"{number} of the last {of} periods are {'below' if side < 0 else 'above'} ")
        signal = found.loc[day, "signal"]
        assert (signal is None or pd.isna(signal)) == (not broken), (day, signal, broken)
        if broken:
            assert signal.startswith(broken[0])
            told += 1
    assert told >= 5


def test_fewer_than_twenty_points_only_warn(learned: pd.DataFrame) -> None:
    found = learned[learned["metric"] == "early"].set_index("day")
    assert list(found.loc[[15, 100], "verdict"]) == ["warn", "fail"]


@pytest.mark.slow
def test_period_by_period_is_as_at_once(project: Project) -> None:
    rows = measured()
    project.override("default___rows_of_a_step", "{{ return(1) }}")
    learn(project, rows[rows["day"] < 100])
    learn(project, rows[rows["day"] < 106])
    grown = learn(project, rows)
    at_once = learn(project, rows, "--full-refresh")
    key = ["series_id", "period_start"]
    both = grown.merge(at_once, on=key, suffixes=("", "_at_once"))
    assert len(both) == len(grown) == len(rows)
    for column in ("expected", "lower", "upper", "p_value", "q_value"):
        np.testing.assert_allclose(
            both[column].astype(float), both[f"{column}_at_once"].astype(float), rtol=1e-8, atol=1e-11, err_msg=column
        )
    assert (both["verdict"] == both["verdict_at_once"]).all()
    assert (both["reason"] == both["reason_at_once"]).all()
