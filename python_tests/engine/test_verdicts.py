"""Measurement to baseline to verdict to incident: every way a period can be judged, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy import stats

DAYS = 120
FIRST = pd.Timestamp("2024-01-01")
KPI_TYPES = {
    "kpi": "str", "period_start": "date", "segment": "str",
    "value": "float", "numerator": "float", "denominator": "float",
}  # fmt: skip


def weekly(seed: int = 0, level: float = 100.0, noise: float = 1.0) -> np.ndarray:
    """A daily series that is lower at weekends, with normal noise."""
    days = pd.date_range(FIRST, periods=DAYS)
    return level - 20 * np.isin(days.dayofweek, [5, 6]) + np.random.default_rng(seed).normal(0, noise, DAYS)


def with_changes(values: np.ndarray, changes: dict[int, float | None]) -> np.ndarray:
    """The series with some days set to something else."""
    values = values.copy()
    for day, value in changes.items():
        values[day] = np.nan if value is None else value
    return values


SERIES: dict[str, np.ndarray] = {
    "steady": weekly(1),
    "falls_and_recovers": with_changes(weekly(2), {100: 40, 101: 41, 102: 39}),
    "is_down_now": with_changes(weekly(3), {118: 40, 119: 41}),
    "relapses": with_changes(weekly(4), {90: 40, 91: 100, 92: 40}),
    "unknown_in_between": with_changes(weekly(5), {95: 40, 96: None, 97: 40}),
    "young": weekly(6)[:12],
    "warns_first": with_changes(weekly(7), {80: 30, 100: 30, 101: 30, 102: 30}),
    "hardly_any_history": weekly(15),
    "rises": with_changes(weekly(8), {100: 200}),
    "hardly_changes": with_changes(weekly(9, noise=0.001), {100: 102}),
    "is_late": with_changes(weekly(10), {119: 10}),
    "has_a_floor": with_changes(weekly(11), {5: 49.5, 100: 49.5}),
    "is_fixed": with_changes(weekly(12), {3: 49.5, 100: 151.25}),
    "is_fixed_without_bounds": weekly(13),
    "is_constant": with_changes(np.full(DAYS, 7.0), {100: 3.5}),
    "is_zero": with_changes(np.zeros(DAYS), {100: 5.0}),
    "in_a_holiday": with_changes(weekly(14), {100: 10}),
}
POLICIES: dict[str, dict[str, Any]] = {
    "warns_first": {"consecutive": 3},
    "hardly_any_history": {"min_history": 2},
    "rises": {"direction": "down"},
    "is_late": {"delay": 1},
    "has_a_floor": {"min": 50},
    "is_fixed": {"method": "fixed", "min": 50, "max": 150, "owner": "somebody else"},
    "is_fixed_without_bounds": {"method": "fixed"},
}


def kpi_rows(series: dict[str, np.ndarray]) -> pd.DataFrame:
    """Series as rows of kpi_values; the whole and one segment of `falls_and_recovers` whose weeks go on as usual."""
    frames = [
        pd.DataFrame({"kpi": kpi, "period_start": pd.date_range(FIRST, periods=len(values)), "value": values})
        for kpi, values in series.items()
    ]
    fine = pd.DataFrame(
        {"kpi": "falls_and_recovers", "period_start": pd.date_range(FIRST, periods=DAYS), "value": weekly(20)}
    )
    frames.append(fine.assign(segment="it's fine"))
    rare = pd.DataFrame({"kpi": "is_rare", "period_start": pd.date_range(FIRST, periods=DAYS), "denominator": 20.0})
    hits = np.random.default_rng(30).binomial(20, 0.05, DAYS).astype(float)
    frames.append(rare.assign(numerator=with_changes(hits, {100: 14})))
    ratio = pd.DataFrame({"kpi": "ratio", "period_start": pd.date_range(FIRST, periods=DAYS), "numerator": 30.0})
    frames.append(ratio.assign(denominator=[0.0 if day == 7 else (40.0 if day == 8 else 60.0) for day in range(DAYS)]))
    return pd.concat(frames).reindex(columns=list(KPI_TYPES))


def plant(project: Project) -> None:
    project.vars["flywheel_verdict_severity"] = "warn"
    frame = kpi_rows(SERIES)
    project.map_input("kpi_values", frame.assign(period_start=frame["period_start"].dt.date), KPI_TYPES)
    project.map_input(
        "known_events",
        [
            {"subject": "in_a_holiday", "starts_at": day(99), "ends_at": day(100), "reason": "Founders' Day"},
            {"subject": "another", "starts_at": day(118), "ends_at": day(119), "reason": "not this one"},
        ],
        {"subject": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"},
    )
    metrics = {**POLICIES, "ratio": {"min_sample_size": 50}, "misspelt": {"min": 1}}
    meta = {"flywheel": {"owner": "punctuality", "metrics": metrics}}
    project.write_yaml("models/kpis.yml", {"models": [{"name": "my_kpi_values", "config": {"meta": meta}}]})


# All that is judged, without the scorecards that rest on it.
JUDGED = ("--select", "+flywheel__baselines", "+flywheel__incidents", "+flywheel__verdict_log")


def day(number: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=number)


@pytest.fixture(scope="module")
def judged(shared_project: Project) -> Project:
    plant(shared_project)
    run = shared_project.build(*JUDGED)
    assert run.success, run.messages
    strictly = shared_project.dbt("--warn-error", "run", "--select", "flywheel__series")
    assert "'my_kpi_values' has settings for the metric 'misspelt', which it does not measure" in strictly.messages
    return shared_project


def test_every_period_is_judged_for_what_it_is(judged: Project) -> None:
    rows = judged.relation("flywheel__verdicts")
    rows["day"] = (pd.to_datetime(rows["period_start"]) - FIRST).dt.days
    whole = rows[rows["segment"].isna()].set_index(["metric", "day"]).sort_index()

    def verdicts(kpi: str, *days: int) -> list[str]:
        return [whole.loc[(kpi, number), "verdict"] for number in days]

    def reason(kpi: str, number: int) -> str:
        return whole.loc[(kpi, number), "reason"]

    def alarms(kpi: str) -> list[int]:
        mine = whole.loc[kpi]
        return list(mine.index[mine["verdict"].isin(["warn", "fail"])])

    assert len(rows) == len(kpi_rows(SERIES))
    assert set(rows["verdict"]) == {"pass", "warn", "fail", "not_assessed"}
    assert rows["reason"].notna().all()

    assert alarms("steady") == []
    assert verdicts("steady", 10, 119) == ["not_assessed", "pass"]
    assert "earlier periods to learn from, wanted 28" in reason("steady", 10)

    assert alarms("falls_and_recovers") == [100, 101, 102]
    assert reason("falls_and_recovers", 100).startswith("40 is below ")
    assert "was expected from 100 earlier periods" in reason("falls_and_recovers", 100)
    mine = rows[(rows["metric"] == "falls_and_recovers") & (rows["segment"] == "it's fine")]
    assert set(mine["verdict"]) == {"pass", "not_assessed"}
    assert set(mine["segment_by"]) == {"segment"}

    assert set(whole.loc["young", "verdict"]) == {"not_assessed"}
    # judged as soon as there is the history that was asked for; not even then, where it is too little for limits
    assert verdicts("steady", 27, 28) == ["not_assessed", "pass"]
    assert verdicts("hardly_any_history", 4, 40) == ["not_assessed", "pass"]
    assert reason("hardly_any_history", 4) == "too few earlier periods for limits: 4"
    assert verdicts("unknown_in_between", 95, 96, 97) == ["fail", "not_assessed", "fail"]
    assert reason("unknown_in_between", 96) == "no value in this period"
    assert pd.isna(whole.loc[("unknown_in_between", 96), "value"])

    assert verdicts("warns_first", 80, 100, 101, 102) == ["warn", "warn", "warn", "fail"]
    assert "breach 2 in a row; it fails at 3" in reason("warns_first", 101)

    assert alarms("rises") == []
    assert whole.loc["rises", "upper"].isna().all()
    assert alarms("hardly_changes") == []

    assert verdicts("is_late", 119) == ["not_assessed"]
    assert reason("is_late", 119) == "this period may still change"

    assert alarms("has_a_floor") == [5, 100]
    assert reason("has_a_floor", 5) == "49.5 is below 50, the least allowed"

    assert alarms("is_fixed") == [3, 100]
    assert reason("is_fixed", 100) == "151.25 is above 150, the most allowed"
    assert set(whole.loc["is_fixed", "owner"]) == {"somebody else"}
    assert set(whole.loc["steady", "owner"]) == {"punctuality"}
    assert set(whole.loc["is_fixed_without_bounds", "verdict"]) == {"not_assessed"}

    assert alarms("is_constant") == [100]
    assert alarms("is_zero") == [100]

    assert verdicts("in_a_holiday", 98, 99, 100, 101) == ["pass", "not_assessed", "not_assessed", "pass"]
    assert reason("in_a_holiday", 100) == "in a known event: Founders' Day"
    baselines = judged.relation("flywheel__baselines").set_index(["metric", "period_start"])
    assert baselines.loc[("in_a_holiday", day(110)), "training_size"] == 110 - 2
    assert baselines.loc[("is_late", day(110)), "training_size"] == 110
    assert verdicts("steady", 99, 118) == ["pass", "pass"]

    # one in twenty, or three in twenty, is chance; fourteen is not, nor can a share leave 0 to 1
    assert alarms("is_rare") == [100]
    limits = whole.loc["is_rare"].loc[60:]
    assert (limits["lower"] <= 0).all()
    assert limits["upper"].between(stats.binom.isf(1 / 365.25 / 2, 20, 0.05) / 20, 14 / 20).all()
    assert pd.isna(whole.loc[("is_rare", 0), "expected"])
    assert pd.isna(whole.loc[("is_rare", 0), "upper"])

    assert pd.isna(whole.loc[("ratio", 7), "value"])
    assert whole.loc[("ratio", 50), "value"] == 0.5
    assert reason("ratio", 8) == "only 40 rows, wanted 50"


def test_incidents_are_unbroken_runs_of_failures(judged: Project) -> None:
    incidents = judged.relation("flywheel__incidents").sort_values(["metric", "opened_at"])

    def told(metric: str) -> list[tuple[Any, ...]]:
        mine = incidents[incidents["metric"] == metric]
        days = [
            tuple(None if pd.isna(row[at]) else (pd.Timestamp(row[at]) - FIRST).days for at in
                  ["opened_at", "last_seen_at", "resolved_at"])
            for _, row in mine.iterrows()
        ]  # fmt: skip
        return [(*d, s, int(p)) for d, s, p in zip(days, mine["state"], mine["periods"], strict=True)]

    assert told("steady") == []
    assert told("falls_and_recovers") == [(100, 102, 103, "resolved", 3)]
    assert told("is_down_now") == [(118, 119, None, "open", 2)]
    assert told("relapses") == [(90, 90, 91, "resolved", 1), (92, 92, 93, "resolved", 1)]
    assert told("unknown_in_between") == [(95, 97, 98, "resolved", 2)]
    assert told("warns_first") == [(102, 102, 103, "resolved", 1)]
    assert set(incidents["worst_verdict"]) == {"fail"}
    assert set(incidents["owner"]) == {"punctuality", "somebody else"}


@pytest.mark.slow
def test_no_failing_verdicts_fails_on_what_fails_now_and_says_why(judged: Project) -> None:
    judged.write_yaml(
        "models/verdicts.yml",
        {
            "models": [
                {
                    "name": "flywheel__verdicts_now",
                    "data_tests": [
                        {"flywheel.no_failing_verdicts": {"name": "now"}},
                        {"flywheel.no_failing_verdicts": {"name": "ever", "arguments": {"periods": 1000}}},
                        {
                            "flywheel.no_failing_verdicts": {
                                "name": "of_steady",
                                "config": {"where": "metric = 'steady'"},
                            }
                        },
                    ],
                },
                {
                    "name": "flywheel__incidents_now",
                    "data_tests": [
                        {"flywheel.no_open_incidents": {"name": "open"}},
                        {
                            "flywheel.no_open_incidents": {
                                "name": "open_elsewhere",
                                "config": {"where": "owner <> 'punctuality'"},
                            }
                        },
                    ],
                },
            ]
        },
    )
    for name in ("verdicts", "incidents"):
        judged.model(f"flywheel__{name}_now", f"select * from {{{{ ref('flywheel__{name}') }}}}")
    run = judged.dbt("build", "--select", "flywheel__verdicts_now", "flywheel__incidents_now")
    assert run.statuses["of_steady"] == "pass"
    assert run.statuses["now"] == "fail"
    rows = judged.failing_rows(run, "now")
    assert list(rows["metric"]) == ["is_down_now"]
    assert rows["reason"][0].startswith("41 is below ")
    assert rows["owner"][0] == "punctuality"
    assert (run.statuses["open"], run.statuses["open_elsewhere"]) == ("fail", "pass")
    [incident] = judged.failing_rows(run, "open").itertuples()
    assert (incident.metric, incident.owner) == ("is_down_now", "punctuality")
    day = FIRST + pd.Timedelta(days=118)
    assert incident.reason.startswith(
        f"is_down_now is wrong since {day:%Y-%m-%d} 00:00, for 2 periods: 41 at worst where "
    )
    assert len(judged.failing_rows(run, "ever")) == (judged.relation("flywheel__verdicts")["verdict"] == "fail").sum()

    # the package's own test, which nobody has to write: by default it stops the build, and the incidents are there
    run = judged.build(flywheel_verdict_severity="error")
    assert not run.success
    assert run.statuses["flywheel__verdicts_none_failing"] == "fail"
    assert run.statuses["flywheel__incidents"] == "success"
    assert "skipped" not in run.statuses.values()


@pytest.mark.slow
def test_a_baseline_never_looks_at_or_past_the_judged_period(project: Project) -> None:
    plant(project)
    assert project.build(*JUDGED).success
    key = ["metric", "period_start"]
    columns = [*key, "expected", "lower", "upper", "training_size"]
    full = project.relation("flywheel__baselines")

    cut = 110
    short = {kpi: with_changes(values[:cut], {cut - 1: 1e6}) for kpi, values in SERIES.items() if len(values) > cut}
    frame = kpi_rows(short)
    frame = frame[frame["period_start"] < day(cut)]
    project.map_input("kpi_values", frame.assign(period_start=frame["period_start"].dt.date), KPI_TYPES)
    assert project.build(*JUDGED).success
    part = project.relation("flywheel__baselines")

    part, full = (f[f["segment"].isna() & f["metric"].isin(list(short))][columns] for f in (part, full))
    both = part.merge(full, on=key, suffixes=("_part", "_full"))
    assert len(both) == len(short) * cut
    for column in columns[2:]:
        np.testing.assert_allclose(
            both[f"{column}_part"].astype(float), both[f"{column}_full"].astype(float), rtol=1e-12
        )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"on_time": {"methd": "fixed"}},
            "metric 'on_time' of model 'my_kpi_values' sets 'methd', which is not a setting",
        ),
        (
            {"on_time": {"method": "magic"}},
            "sets method to 'magic', wanted one of auto, fixed, previous, rolling, seasonal, xmr",
        ),
        ({"on_time": {"direction": "sideways"}}, "sets direction to 'sideways', wanted one of down, up, both"),
        ({"on_time": {"min_history": 2.5}}, "sets min_history to '2.5', wanted a whole number"),
        ({"on_time": {"min": "low"}}, "sets min to 'low', wanted a number"),
        ({"on_time": "fixed"}, "metric 'on_time' of model 'my_kpi_values' is 'fixed', wanted settings by name"),
        (["on_time"], "the metrics in the meta of model 'my_kpi_values' are ['on_time'], wanted settings by metric"),
    ],
)
def test_a_wrong_policy_stops_the_build_with_its_name(
    duckdb_project: Project, settings: dict[str, Any], said: str
) -> None:
    duckdb_project.map_input("kpi_values", [], KPI_TYPES)
    meta = {"flywheel": {"metrics": settings}}
    duckdb_project.write_yaml("models/kpis.yml", {"models": [{"name": "my_kpi_values", "config": {"meta": meta}}]})
    run = duckdb_project.build("--select", "flywheel__policies")
    assert run.statuses["flywheel__policies"] == "error"
    assert said in run.messages
