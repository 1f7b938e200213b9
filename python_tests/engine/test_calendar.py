"""Calendars: summer time, leap days, weeks over New Year, months; and where in its cycle a period is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

ORIGIN = pd.Timestamp("1970-01-05")
ZONE = "Europe/Berlin"
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
POLICIES: dict[str, dict[str, Any]] = {
    "of_the_month": {"season": "day_of_month", "min_history": 28},
    "of_the_week": {"season": "hour_of_week", "min_history": 168},
    "weekly": {"min_history": 20},
    "monthly": {"min_history": 20},
}
# metric: the first period, how many there are, and the period
SPANS = {
    "daily": ("2023-10-01", 200, "day"),
    "of_the_month": ("2023-01-01", 500, "day"),
    "hourly": ("2024-03-20 05:00", 15 * 24, "hour"),
    "of_the_week": ("2024-09-20 05:00", 45 * 24, "hour"),
    "weekly": ("2021-11-01", 130, "week"),
    "monthly": ("2019-11-01", 60, "month"),
}
# how many periods it takes until a season as sharp as these is known: what is told before is not looked at here
KNOWN_AFTER = {"hourly": 5 * 24, "of_the_week": 5 * 168, "of_the_month": 6 * 30}
STEPS = {"hour": "h", "day": "D", "week": "W-MON", "month": "MS"}
SEASONS = {"hour": 24, "day": 7, "week": 1, "month": 1}


def noisy_season(periods: pd.DatetimeIndex, metric: str) -> np.ndarray:
    """Half as much where the season of the metric is low."""
    low = {
        "daily": periods.dayofweek >= 5,
        "of_the_month": periods.day <= 3,
        "hourly": periods.hour < 6,
        "of_the_week": (periods.dayofweek >= 5) | (periods.hour < 6),
    }.get(metric, np.zeros(len(periods), dtype=bool))
    return np.random.default_rng(len(metric)).normal(np.where(low, 50, 100), 1)


def spans() -> dict[str, pd.Series]:
    """Each metric's values, of which the last but nine is broken."""
    series = {}
    for metric, (first, number, period) in SPANS.items():
        periods = pd.date_range(first, periods=number, freq=STEPS[period])
        values = noisy_season(periods, metric)
        values[-10] = 200
        series[metric] = pd.Series(values, index=periods)
    return series


def rows_of(series: dict[str, pd.Series]) -> pd.DataFrame:
    frames = [
        pd.DataFrame(
            {"metric": metric, "period_start": values.index, "value": values.to_numpy(), "period": SPANS[metric][2]}
        )
        for metric, values in series.items()
    ]
    rows = pd.concat(frames).assign(subject_type="data", subject="shop", sample_size=10)
    return rows.reindex(columns=list(TYPES))


@pytest.fixture(scope="module")
def judged(shared_project: Project) -> pd.DataFrame:
    """What was remembered and said of each period of each span, by each engine in turn."""
    project = shared_project
    project.vars |= {"flywheel_measurements": ["measurements"], "flywheel_verdict_severity": "warn"}
    metrics = {"models": [{"name": "measurements", "config": {"meta": {"flywheel": {"metrics": POLICIES}}}}]}
    project.write_yaml("models/metrics.yml", metrics)
    project.table("measurements", rows_of(spans()), TYPES)
    run = project.build("--select", "+flywheel__verdicts")
    assert run.success, run.messages
    remembered = project.relation("flywheel__expectations")[
        ["series_id", "period_start", "period_number", "phase", "cycle"]
    ]
    rows = project.relation("flywheel__verdicts").merge(remembered, on=["series_id", "period_start"])
    return rows.assign(period_start=pd.to_datetime(rows["period_start"])).sort_values(["metric", "period_start"])


def since_origin(periods: pd.Series, period: str) -> np.ndarray:
    """Periods since the Monday that everything is counted from, by pandas."""
    if period == "month":
        return ((periods.dt.year - 1970) * 12 + periods.dt.month - 1).to_numpy()
    hours = {"hour": 1, "day": 24, "week": 7 * 24}[period]
    return ((periods - ORIGIN) // pd.Timedelta(hours=hours)).to_numpy()


@pytest.mark.parametrize("metric", SPANS)
@pytest.mark.slow
def test_periods_are_one_apart_and_phases_are_those_of_the_calendar(judged: pd.DataFrame, metric: str) -> None:
    rows = judged[judged["metric"] == metric]
    period = SPANS[metric][2]
    numbers = since_origin(rows["period_start"], period)
    np.testing.assert_array_equal(rows["period_number"], numbers)
    assert set(np.diff(numbers)) == {1}
    if metric == "of_the_month":
        np.testing.assert_array_equal(rows["phase"], rows["period_start"].dt.day - 1)
        np.testing.assert_array_equal(rows["cycle"], since_origin(rows["period_start"], "month"))
    else:
        length = 168 if metric == "of_the_week" else SEASONS[period]
        np.testing.assert_array_equal(rows["phase"], numbers % length)
        np.testing.assert_array_equal(rows["cycle"], numbers // length)
    if metric == "of_the_week":
        np.testing.assert_array_equal(
            rows["phase"], rows["period_start"].dt.dayofweek * 24 + rows["period_start"].dt.hour
        )


@pytest.mark.parametrize("metric", SPANS)
def test_only_the_broken_period_fails(judged: pd.DataFrame, metric: str) -> None:
    rows = judged[judged["metric"] == metric].set_index("period_start")
    rows = rows.iloc[KNOWN_AFTER.get(metric, 0) :]
    assert list(rows.index[rows["verdict"].isin(["warn", "fail"])]) == [spans()[metric].index[-10]]
    assert rows["verdict"].iloc[-11] == "pass"


def test_a_leap_day_is_a_day_like_another(judged: pd.DataFrame) -> None:
    leap = pd.Timestamp("2024-02-29")
    for metric in ("daily", "of_the_month"):
        rows = judged[judged["metric"] == metric].set_index("period_start")
        assert rows.loc[leap, "verdict"] == "pass"
        assert rows.loc[leap + pd.Timedelta(days=1), "verdict"] == "pass"
        assert rows.loc[leap, "training_size"] == min(252, (leap - rows.index.min()).days)
    # the 29th of February has the pattern of 29ths, and the 1st that comes after it that of firsts
    rows = judged[judged["metric"] == "of_the_month"].set_index("period_start")
    assert abs(float(rows.loc["2024-02-29", "expected"]) - 100) < 5
    assert abs(float(rows.loc["2024-03-01", "expected"]) - 50) < 5


def test_weeks_over_new_year_and_months_have_no_gap(judged: pd.DataFrame) -> None:
    weeks = judged[judged["metric"] == "weekly"].set_index("period_start")
    for new_year in ("2021-12-27", "2022-12-26", "2024-01-01"):
        at = weeks.index.get_loc(pd.Timestamp(new_year))
        assert weeks["period_number"].iloc[at + 1] - weeks["period_number"].iloc[at] == 1
    assert (weeks["training_size"].astype(int) == np.minimum(np.arange(len(weeks)), 52)).all()
    months = judged[judged["metric"] == "monthly"]
    assert list(months["verdict"].iloc[:20]) == ["not_assessed"] * 20
    assert "not_assessed" not in set(months["verdict"].iloc[20:])


def arrivals(change: str) -> pd.DataFrame:
    """Arrivals in each hour of four weeks around a change of the clocks, in UTC and as the clock showed."""
    middle = pd.Timestamp(change)
    hours = pd.date_range(middle - pd.Timedelta(days=21), middle + pd.Timedelta(days=7), freq="h", inclusive="left")
    local = hours.tz_localize("UTC").tz_convert(ZONE).tz_localize(None)
    counts = np.random.default_rng(1).poisson(np.where((local.hour >= 7) & (local.hour < 22), 60, 50))
    rows = pd.DataFrame({"happened_at": hours.repeat(counts), "clock": local.repeat(counts)})
    return rows.assign(minute=np.random.default_rng(2).integers(0, 60, len(rows))).assign(
        happened_at=lambda frame: frame["happened_at"] + pd.to_timedelta(frame["minute"], unit="min"),
        clock=lambda frame: frame["clock"] + pd.to_timedelta(frame["minute"], unit="min"),
    )


@pytest.mark.parametrize("change", ["2024-03-31 01:00", "2024-10-27 01:00"])
def test_judging_goes_on_when_the_clocks_change(project: Project, change: str) -> None:
    rows = arrivals(change)
    project.table("arrivals", rows, {"happened_at": "ts", "clock": "ts"})
    for name in ("happened_at", "clock"):
        project.model(
            f"by_{name}",
            f"""
            {{{{ flywheel.measure(ref('arrivals'), '{name}', time_column='{name}', period='hour',
                metrics={{'{name}': {{'measure': 'row_count'}}}}) }}}}
            """,
        )
    project.vars["flywheel_verdict_severity"] = "warn"
    run = project.build(
        "--select", "+flywheel__verdicts", flywheel_measurements=["by_happened_at", "by_clock"],
    )  # fmt: skip
    assert run.success, run.messages
    verdicts = project.relation("flywheel__verdicts")
    verdicts["period_start"] = pd.to_datetime(verdicts["period_start"])
    assert not verdicts.duplicated(["metric", "period_start"]).any()
    for name in ("happened_at", "clock"):
        mine = verdicts[verdicts["metric"] == name].set_index("period_start").sort_index()
        wanted = rows[name].dt.floor("h").value_counts().sort_index()
        np.testing.assert_array_equal(mine.index, wanted.index)
        np.testing.assert_array_equal(mine["value"], wanted)
        # the hour that came twice by the clock is one period, of twice as many, and the one that never came is none
        twice = [pd.Timestamp("2024-10-27 02:00")] if name == "clock" and "-10-" in change else []
        whole = pd.date_range(wanted.index.min(), wanted.index.max(), freq="h")
        assert len(whole) - len(wanted) == (1 if name == "clock" and "-03-" in change else 0)
        around = mine.loc[pd.Timestamp(change) - pd.Timedelta(days=7) :]
        assert list(around.index[around["verdict"].isin(["warn", "fail"])]) == list(twice)
        assert set(around.drop(index=twice)["verdict"]) == {"pass"}
