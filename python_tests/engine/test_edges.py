"""Series at the edges of what can be: empty, constant, tiny, huge, late, dead, oddly named; judged, or said why not."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy import stats

DAYS, BROKEN = 120, 100
FIRST = pd.Timestamp("2024-01-01")
MIN_HISTORY = 28
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
EVENT_TYPES = {"subject": "str", "segment": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"}
POLICIES: dict[str, dict[str, Any]] = {
    "late_segment": {"grace": 35},
    "rare_alarms": {"false_alarms_per_year": 0.1, "min_effect": 0},
    "usual_alarms": {"min_effect": 0},
    "many_alarms": {"false_alarms_per_year": 100, "min_effect": 0},
    "with_effect": {"min_effect": 0.2},
    "only_down": {"direction": "down", "min_effect": 0},
    "two_in_a_row": {"consecutive": 2},
    "two_days_late": {"delay": 2},
    "constant_min_effect_0": {"min_effect": 0},
}


def at(values: Any, changes: dict[int, float]) -> np.ndarray:
    """The values with some days set to something else."""
    values = np.array(values, dtype=float)
    for number, value in changes.items():
        values[number] = value
    return values


def real(values: Any) -> pd.DataFrame:
    return pd.DataFrame({"value": np.asarray(values, dtype=float), "sample_size": 10.0})


def count(values: Any) -> pd.DataFrame:
    return pd.DataFrame({"value": np.asarray(values, dtype=float), "sample_size": np.asarray(values, dtype=float)})


def share(cases: Any, size: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"numerator": np.asarray(cases, dtype=float), "sample_size": np.asarray(size, dtype=float)})
    return frame.assign(value=frame["numerator"] / frame["sample_size"].where(frame["sample_size"] > 0))


def noise(seed: int, level: float = 100.0, spread: float = 2.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(level, spread, DAYS)


def alternating() -> np.ndarray:
    """Normal noise with changes for which a day, and a day and the next, are out."""
    return at(noise(40), {90: 10, 100: 10, 101: 10, 102: 12, 119: 10})


def carried_on(seed: int, keeps: float) -> np.ndarray:
    """Around 100, each day with so much of what the day before was off by."""
    off = np.random.default_rng(seed).normal(0, 2, DAYS)
    for before, today in pairwise(range(DAYS)):
        off[today] += keeps * off[before]
    return 100 + off


def all_series() -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(0)
    size = at(rng.poisson(30, DAYS), {50: 0, BROKEN: 0})
    billion = rng.binomial(10**9, 0.3, DAYS)
    return {
        "nulls_inside": real(at(noise(1), {60: np.nan, 61: np.nan, 90: 10})),
        "nulls_first": real(np.where(np.arange(DAYS) < 20, np.nan, at(noise(2), {90: 10}))),
        "nulls_last": real(np.where(np.arange(DAYS) >= 110, np.nan, at(noise(13), {90: 10}))),
        "all_null": real(np.full(DAYS, np.nan)),
        "one_point": real([5]),
        "two_points": real([5, 6]),
        "constant": real(at(np.full(DAYS, 0.1), {BROKEN: 0.2})),
        "constant_min_effect_0": real(at(np.full(DAYS, 0.1), {BROKEN: 0.1001})),
        "zeros_then_one": real(at(np.zeros(DAYS), {BROKEN: 1})),
        "no_case_then_one": count(at(np.zeros(DAYS), {BROKEN: 1})),
        "no_case_then_twenty": count(at(np.zeros(DAYS), {BROKEN: 20})),
        "huge_counts": count(at(rng.poisson(1e9, DAYS), {BROKEN: 1.2e9})),
        "huge_reals": real(at(noise(4, 1e9, 1e3), {BROKEN: 1.2e9})),
        "samples_of_one": share(rng.binomial(1, 0.5, DAYS), np.ones(DAYS)),
        "no_sample_now_and_then": share(rng.binomial(size.astype(int), 0.3), size),
        "never_a_sample": share(np.zeros(DAYS), np.zeros(DAYS)),
        "samples_of_a_billion": share(at(billion, {90: 0.299e9, BROKEN: 0.2e9}), np.full(DAYS, 1e9)),
        "never_a_case": share(at(np.zeros(DAYS), {BROKEN: 20}), np.full(DAYS, 200)),
        "always_a_case": share(at(np.full(DAYS, 200), {BROKEN: 180}), np.full(DAYS, 200)),
        "negative": real(at(noise(5, -100), {BROKEN: -150})),
        "around_zero": real(at(noise(6, 0, 1), {BROKEN: 10})),
        "missing_days": real(at(noise(7), {BROKEN: 10})).drop(index=[30, 44, 45, 80, 99, 101]),
        "missing_weeks": real(at(noise(8), {BROKEN: 10})).drop(index=range(50, 78)),
        "in_events": real(at(noise(9), {40: 10, 41: 10, 43: 10, 46: 10, 60: 10, 80: 10, BROKEN: 10})),
        "one_long_event": real(at(noise(10), {BROKEN: 10})),
        "rare_alarms": real(noise(20)),
        "usual_alarms": real(noise(20)),
        "many_alarms": real(noise(20)),
        "with_effect": real(noise(20)),
        "only_down": real(at(noise(20), {BROKEN: 150, 105: 50})),
        "one_in_a_row": real(alternating()),
        "two_in_a_row": real(alternating()),
        "two_days_late": real(alternating()),
        "half_as_far_a_day_later": real(at(carried_on(60, 0.8), {BROKEN: 160, BROKEN + 1: 130})),
        "half_as_far_alone": real(at(carried_on(60, 0), {BROKEN: 160, BROKEN + 1: 130})),
        "half_as_low_a_day_later": real(at(carried_on(60, 0.8), {BROKEN: 5, BROKEN + 1: 40})),
    }


def day(number: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=number)


EVENTS = [
    {"subject": "in_events", "starts_at": day(40), "ends_at": day(42), "reason": "a strike"},
    {"subject": "in_events", "starts_at": day(41), "ends_at": day(43), "reason": "snow"},
    # a moment is in its day; an event that ends before it starts is none
    {"subject": "in_events", "starts_at": day(46), "ends_at": day(46), "reason": None},
    {"subject": "in_events", "starts_at": day(62), "ends_at": day(58), "reason": "ends before it starts"},
    {"subject": "in_events", "segment": "south", "starts_at": day(80), "ends_at": day(80), "reason": "a feast"},
    {"subject": "one_long_event", "starts_at": day(-10), "ends_at": day(DAYS + 10), "reason": "a pandemic"},
]


def measured(series: dict[str, pd.DataFrame], **columns: Any) -> pd.DataFrame:
    """Each series as measurements of a subject and metric of its name."""
    frames = [frame.assign(subject=name, metric=name, day=frame.index) for name, frame in series.items()]
    rows = pd.concat(frames).assign(subject_type="data", period="day", **columns)
    rows["period_start"] = FIRST + pd.to_timedelta(rows["day"], unit="D")
    rows["sample_size"] = rows["sample_size"].astype("Int64")
    return rows.reindex(columns=list(TYPES)).reset_index(drop=True)


def segments() -> pd.DataFrame:
    """Segments that begin late, die, come back; one in an event of its own; and the whole of each metric."""
    rng = np.random.default_rng(7)
    series = {name: rng.poisson(200, DAYS).astype(float) for name in ("late_segment", "in_events")}
    frames = [measured({"in_events": real(at(noise(9), {80: 10}))}, segment_by="region", segment="south")]
    frames.append(measured({"in_events": real(at(noise(9), {80: 10}))}, segment_by="region", segment="north"))
    parts = {
        "steady": count(series["late_segment"]),
        "late": count(rng.poisson(300, DAYS)).iloc[60:],
        "dies": count(rng.poisson(300, DAYS)).iloc[:70],
        "comes_back": count(at(rng.poisson(300, DAYS), {110: 30})).drop(index=range(50, 85)),
    }
    for segment, frame in parts.items():
        frames.append(measured({"late_segment": frame}, segment_by="part", segment=segment))
    frame = pd.concat(frames)
    frame.loc[(frame["segment"] == "late") & (frame["period_start"] == day(60 + 30)), ["value", "sample_size"]] = 0
    return frame


def plant(project: Project, rows: pd.DataFrame, events: list[dict[str, Any]] = EVENTS) -> None:
    project.vars |= {
        "flywheel_measurements": ["measurements"],
        "flywheel_verdict_severity": "warn",
        "flywheel_policy": {"min_history": MIN_HISTORY},
    }
    metrics = {"models": [{"name": "measurements", "config": {"meta": {"flywheel": {"metrics": POLICIES}}}}]}
    project.write_yaml("models/metrics.yml", metrics)
    project.table("measurements", rows, TYPES)
    project.map_input("known_events", events, EVENT_TYPES)


def judge(project: Project, rows: pd.DataFrame) -> pd.DataFrame:
    """What is said of each measurement, by day."""
    plant(project, rows)
    run = project.build("--select", "+flywheel__verdicts")
    assert run.success, run.messages
    verdicts = project.relation("flywheel__verdicts")
    return verdicts.assign(day=(pd.to_datetime(verdicts["period_start"]) - FIRST).dt.days)


@pytest.fixture(scope="module")
def edges(shared_project: Project) -> pd.DataFrame:
    """The verdicts of every series of this file, by each engine in turn."""
    return judge(shared_project, pd.concat([measured(all_series()), segments()]).sample(frac=1, random_state=1))


def whole(edges: pd.DataFrame, metric: str) -> pd.DataFrame:
    rows = edges[(edges["metric"] == metric) & edges["segment"].isna()].set_index("day").sort_index()
    assert rows.index.is_unique
    return rows


def part(edges: pd.DataFrame, metric: str, segment: str) -> pd.DataFrame:
    return edges[(edges["metric"] == metric) & (edges["segment"] == segment)].set_index("day").sort_index()


def alarms(rows: pd.DataFrame) -> list[int]:
    return list(rows.index[rows["verdict"].isin(["warn", "fail"])])


def known(values: pd.Series) -> np.ndarray:
    return values.dropna().astype(float).to_numpy()


@pytest.mark.slow
def test_every_measurement_has_one_verdict_and_a_reason(edges: pd.DataFrame) -> None:
    wanted = pd.concat([measured(all_series()), segments()])
    key = ["subject", "metric", "segment_by", "segment", "period_start"]
    assert len(edges) == len(wanted)
    assert not edges.duplicated(key).any()
    assert edges["reason"].notna().all()
    assert set(edges["verdict"]) == {"pass", "warn", "fail", "not_assessed"}
    for column in ("expected", "lower", "upper", "p_value", "q_value"):
        assert np.isfinite(known(edges[column])).all(), column
    for column in ("p_value", "q_value"):
        assert ((known(edges[column]) >= 0) & (known(edges[column]) <= 1)).all()
    ordered = edges.dropna(subset=["lower", "upper"]).astype({"lower": float, "upper": float})
    assert (ordered["lower"] <= ordered["upper"]).all()


@pytest.mark.parametrize("metric", ["nulls_inside", "nulls_first", "nulls_last"])
def test_nulls_are_not_assessed_and_teach_nothing(edges: pd.DataFrame, metric: str) -> None:
    rows = whole(edges, metric)
    values = all_series()[metric]["value"]
    assert list(rows.index[rows["reason"] == "no value in this period"]) == list(values.index[values.isna()])
    assert alarms(rows) == [90]
    # as many were learned from as there were numbers before: no more windows than 120 days here
    trained = rows["training_size"].astype(float)
    np.testing.assert_array_equal(trained, values.notna().cumsum().shift(fill_value=0))


@pytest.mark.parametrize("metric", ["all_null", "never_a_sample", "one_point", "two_points"])
def test_what_cannot_be_judged_is_not_assessed(edges: pd.DataFrame, metric: str) -> None:
    rows = whole(edges, metric)
    assert set(rows["verdict"]) == {"not_assessed"}
    assert rows[["p_value", "q_value", "lower", "upper"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "metric",
    [
        "constant", "constant_min_effect_0", "zeros_then_one", "no_case_then_twenty", "huge_counts", "huge_reals",
        "samples_of_a_billion", "never_a_case", "always_a_case", "negative", "around_zero", "missing_days",
        "missing_weeks",
    ],
)  # fmt: skip
def test_the_one_day_that_is_out_fails_and_no_other(edges: pd.DataFrame, metric: str) -> None:
    rows = whole(edges, metric)
    assert alarms(rows) == [BROKEN]
    assert rows.loc[BROKEN, "verdict"] == "fail"
    after = rows.loc[BROKEN + 1 :]
    before = rows.loc[BROKEN - 1 :: -1].iloc[0] if BROKEN - 1 not in rows.index else rows.loc[BROKEN - 1]
    # what was out did not teach: a day later as much is expected as a day before, within the noise
    width = float(before["upper"]) - float(before["lower"])
    assert abs(after["expected"].astype(float) - float(before["expected"])).max() <= width / 2


def test_what_is_carried_on_is_told_once_but_for_what_died(edges: pd.DataFrame) -> None:
    # a day that keeps .8 of the day before may be half as far off as that was; one that keeps nothing may not
    assert alarms(whole(edges, "half_as_far_a_day_later")) == [BROKEN]
    assert alarms(whole(edges, "half_as_far_alone")) == [BROKEN, BROKEN + 1]
    assert alarms(whole(edges, "half_as_low_a_day_later")) == [BROKEN, BROKEN + 1]
    assert 130 < whole(edges, "half_as_far_a_day_later").loc[BROKEN + 1, "upper"] < 160


def test_chance_is_not_told(edges: pd.DataFrame) -> None:
    # one case where there was never one: at most once in a thousand years if the rate were 0, but who knows the rate
    rate = 0.5 / BROKEN
    assert stats.poisson.sf(0, rate) > 1 / 365.25
    for metric in ("no_case_then_one", "samples_of_one", "no_sample_now_and_then"):
        assert alarms(whole(edges, metric)) == []
    rows = whole(edges, "no_sample_now_and_then")
    assert list(rows.index[rows["value"].isna()]) == [50, BROKEN]
    assert list(rows.loc[[50, BROKEN], "verdict"]) == ["not_assessed"] * 2
    # 0.299 of a billion is 70 standard errors off, and smaller than what anybody wants to be told of
    assert abs(0.299 - 0.3) / np.sqrt(0.3 * 0.7 / 1e9) > 60
    assert whole(edges, "samples_of_a_billion").loc[90, "verdict"] == "pass"


def test_an_effect_is_relative_to_what_was_expected_even_below_zero(edges: pd.DataFrame) -> None:
    rows = whole(edges, "negative").loc[60:]
    expected = rows["expected"].astype(float)
    assert (rows["lower"].astype(float) <= expected - 0.05 * abs(expected) + 1e-9).all()
    assert (rows["upper"].astype(float) >= expected + 0.05 * abs(expected) - 1e-9).all()
    # around zero the noise alone makes the limits
    rows = whole(edges, "around_zero").loc[60:]
    z = stats.norm.isf(1 / 365.25 / 2)
    assert (rows["upper"].astype(float) - rows["expected"].astype(float) > 0.75 * z).all()


def test_a_gap_is_no_period_and_a_window_is_not_stretched_over_it(edges: pd.DataFrame) -> None:
    rows = whole(edges, "missing_weeks")
    assert set(range(50, 78)).isdisjoint(rows.index)
    assert rows.loc[78, "training_size"] == 50
    assert rows.loc[78, "verdict"] == "pass"
    assert whole(edges, "missing_days").loc[102, "training_size"] == 102 - 6


def test_known_events_overlap_and_end_where_they_end(edges: pd.DataFrame) -> None:
    rows = whole(edges, "in_events")
    told = rows[rows["reason"].str.startswith("in a known event")]
    assert list(told.index) == [40, 41, 42, 43, 46]
    assert set(told["verdict"]) == {"not_assessed"}
    assert told["reason"].loc[40] == "in a known event: a strike"
    assert told["reason"].loc[43] == "in a known event: snow"
    assert told["reason"].loc[46] == "in a known event: no reason on record"
    assert alarms(rows) == [60, 80, BROKEN]
    assert rows.loc[59, "training_size"] == 59 - 5

    assert alarms(part(edges, "in_events", "north")) == [80]
    assert alarms(part(edges, "in_events", "south")) == []
    assert part(edges, "in_events", "south").loc[80, "reason"] == "in a known event: a feast"

    rows = whole(edges, "one_long_event")
    assert set(rows["reason"]) == {"in a known event: a pandemic"}
    assert (rows["training_size"] == 0).all()


def test_segments_begin_late_and_die_and_come_back(edges: pd.DataFrame) -> None:
    late = part(edges, "late_segment", "late")
    assert late.index.min() == 60
    # the longer of grace and history counts, each from the first period of the segment
    assert list(late.index[late["verdict"] == "not_assessed"]) == list(range(60, 60 + 35))
    assert set(late.loc[:94, "reason"]) == {"in its first 35 periods"}
    assert late.loc[90, "value"] == 0
    assert alarms(late) == []

    assert part(edges, "late_segment", "dies").index.max() == 69
    assert alarms(part(edges, "late_segment", "dies")) == []

    back = part(edges, "late_segment", "comes_back")
    assert set(range(50, 85)).isdisjoint(back.index)
    assert alarms(back) == [110]
    # what it was before it went away is history still
    assert list(back.loc[85:, "training_size"].astype(int)) == list(range(50, 50 + DAYS - 85))


def test_budgets_and_effects_widen_the_limits(edges: pd.DataFrame) -> None:
    metrics = ["with_effect", "rare_alarms", "usual_alarms", "many_alarms"]
    after = {metric: whole(edges, metric).loc[60:].astype({"lower": float, "upper": float}) for metric in metrics}
    for column, sign in (("lower", 1), ("upper", -1)):
        for wide, narrow in pairwise(metrics):
            assert (sign * after[wide][column] < sign * after[narrow][column]).all()
    for metric, budget in (("rare_alarms", 0.1), ("usual_alarms", 1), ("many_alarms", 100)):
        rows = whole(edges, metric)
        judged = (rows["verdict"] != "not_assessed").sum()
        assert judged == DAYS - MIN_HISTORY
        assert len(alarms(rows)) <= stats.binom.isf(1e-4, judged, budget / 365.25)
    assert alarms(whole(edges, "many_alarms"))


def test_only_the_direction_that_is_bad_is_told(edges: pd.DataFrame) -> None:
    rows, both = whole(edges, "only_down"), whole(edges, "usual_alarms")
    assert alarms(rows) == [105]
    assert rows["upper"].isna().all()
    # the whole budget is for one side, so that its limit is nearer
    before = slice(60, BROKEN - 1)
    assert (rows.loc[before, "lower"].astype(float) > both.loc[before, "lower"].astype(float)).all()


def test_consecutive_and_delay_change_what_is_said_and_not_what_was_expected(edges: pd.DataFrame) -> None:
    one, two, late = (whole(edges, metric) for metric in ("one_in_a_row", "two_in_a_row", "two_days_late"))
    for other in (two, late):
        for column in ("expected", "lower", "upper", "p_value"):
            np.testing.assert_allclose(other[column].astype(float), one[column].astype(float), rtol=1e-9)
    assert alarms(one) == [90, 100, 101, 102, 119]
    follows = one["verdict"].eq("fail") & one["verdict"].shift().eq("fail")
    wanted = one["verdict"].mask(one["verdict"].eq("fail") & ~follows, "warn")
    assert list(two["verdict"]) == list(wanted)
    wanted = one["verdict"].mask(one.index >= DAYS - 2, "not_assessed")
    assert list(late["verdict"]) == list(wanted)
    assert set(late.loc[DAYS - 2 :, "reason"]) == {"this period may still change"}


def test_order_and_company_of_rows_do_not_matter(project: Project) -> None:
    series = {n: all_series()[n] for n in ("nulls_inside", "missing_weeks", "no_case_then_twenty", "never_a_case")}
    rows = measured(series)
    alone = judge(project, rows)
    others = measured({n: frame for n, frame in all_series().items() if n.startswith(("huge", "samples", "all"))})
    mixed = judge(project, pd.concat([others, rows]).sample(frac=1, random_state=3))
    key = ["series_id", "day"]
    both = alone.merge(mixed, on=key, suffixes=("", "_mixed"))
    assert len(both) == len(rows)
    assert list(both["verdict"]) == list(both["verdict_mixed"])
    assert list(both["reason"]) == list(both["reason_mixed"])
    for column in ("expected", "lower", "upper", "p_value", "training_size"):
        np.testing.assert_allclose(both[column].astype(float), both[f"{column}_mixed"].astype(float), rtol=1e-9)


def test_no_rows_are_no_verdicts(project: Project) -> None:
    verdicts = judge(project, measured(all_series()).iloc[:0])
    assert len(verdicts) == 0
    assert len(project.relation("flywheel__series")) == 0


def named(subject: str, metric: str, segment_by: str | None, segment: str | None, level: float) -> pd.DataFrame:
    rows = measured({"x": real(np.full(40, level))})
    return rows.assign(subject=subject, metric=metric, segment_by=segment_by, segment=segment)


def test_series_of_any_name_are_series_of_their_own(project: Project) -> None:
    names = [
        ("it's", 'a "metric"', None, None), ("it's", 'a "metric"', "who", "O'Neil"),
        ("it's", 'a "metric"', "who", "o'neil"),
        ("Größe", "Ünïcode 数", None, None), ("größe", "Ünïcode 数", None, None), ("SHOP", "Orders", None, None),
        ("shop", "orders", None, None), ("shop", "orders", "who", "-"), ("shop", "orders", "who", "(null)"),
        ("shop", "orders", "who", ""), ("shop", "orders", "who", " "),
        ("back\\slash", "100%", None, None), ("{{ x }}", "a/b", None, None),
        ("a|b", "c", None, None), ("a", "b|c", None, None), ("shop", "orders", "-", "-"),
    ]  # fmt: skip
    rows = pd.concat(named(*name, level=10.0 + number) for number, name in enumerate(names))
    verdicts = judge(project, rows)
    assert verdicts["series_id"].nunique() == len(names)
    assert len(verdicts) == 40 * len(names)
    last = verdicts[verdicts["day"] == 39].set_index("value").sort_index()
    np.testing.assert_allclose(last["expected"].astype(float), last.index.astype(float), rtol=1e-9)
    found = list(zip(last["subject"], last["metric"], last["segment_by"], last["segment"], strict=True))
    assert [tuple(None if pd.isna(text) else text for text in name) for name in found] == names


def test_what_is_no_number_is_not_assessed_and_teaches_nothing(project: Project) -> None:
    bad = {"nan": np.nan, "infinite": np.inf, "minus_infinite": -np.inf}
    rows = measured({name: real(at(noise(1), {90: 10})) for name in bad})
    plant(project, rows)
    broken = " ".join(
        f"when subject = '{name}' and period_start in ('{day(5)}', '{day(60)}') "
        f"then cast('{value}' as double precision)"
        for name, value in bad.items()
    )
    columns = ", ".join(f"case {broken} else value end as value" if c == "value" else c for c in TYPES)
    schema = project.warehouse.profile().get("schema", "main")
    project.model("measurements", f"select {columns} from {schema}.planted_measurements")
    run = project.build("--select", "+flywheel__verdicts")
    assert run.success, run.messages
    verdicts = project.relation("flywheel__verdicts")
    verdicts = verdicts.assign(day=(pd.to_datetime(verdicts["period_start"]) - FIRST).dt.days)
    for name in bad:
        found = whole(verdicts, name)
        assert list(found.loc[[5, 60], "verdict"]) == ["not_assessed"] * 2
        assert alarms(found) == [90]
        assert found.loc[119, "training_size"] == 119 - 2


@pytest.mark.parametrize("metric", ["nulls_inside", "no_sample_now_and_then", "in_events"])
def test_without_a_value_there_is_no_p_value(edges: pd.DataFrame, metric: str) -> None:
    rows = whole(edges, metric)
    nothing = rows["value"].isna() | rows["reason"].str.startswith("in a known event")
    assert nothing.any()
    assert rows[nothing]["p_value"].isna().all()
