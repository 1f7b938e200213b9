"""flywheel.measure(): agrees with pandas, whole and by segment, and comes out the same however it was built up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

TYPES = {"id": "int", "happened_at": "ts", "origin": "str", "carrier": "str", "delay": "float", "loaded_at": "ts"}

MODEL = """
{{{{ flywheel.measure(
    ref('events'),
    subject='events',
    time_column='happened_at',
    period='{period}',
    segments=['origin', ['origin', 'carrier']],
    metrics={{
        'rows': 'row_count',
        'rows_again': 'row_count',
        'late_rows': {{'measure': 'row_count', 'where': 'delay > 15'}},
        'delay_known': {{'measure': 'completeness', 'column': 'delay'}},
        'delay_known_of_a': {{'measure': 'completeness', 'column': 'delay', 'where': "carrier = 'A'"}},
        'delay_distinct': {{'measure': 'distinctness', 'column': 'delay'}},
        'delay_mean': {{'measure': 'mean', 'column': 'delay'}},
        'delay_min': {{'measure': 'min', 'column': 'delay'}},
        'delay_max': {{'measure': 'max', 'column': 'delay'}},
        'delay_p90': {{'measure': 'quantile', 'column': 'delay', 'q': 0.9}},
        'late_share': {{'measure': 'compliance', 'condition': 'delay > 15'}},
        'hours_old': {{'measure': 'freshness', 'column': 'loaded_at'}},
    }}
    {more}
) }}}}
"""

PERIOD_END = {
    "hour": pd.Timedelta(hours=1),
    "day": pd.Timedelta(days=1),
    "week": pd.Timedelta(days=7),
    "month": pd.offsets.MonthBegin(1),
}
FLOOR = {"hour": "h", "day": "D"}


def events(rows: int = 400, seed: int = 0, start: str = "2024-02-26") -> pd.DataFrame:
    """Random rows over ten days (a leap day among them), with nulls, ties, a null segment and a segment of one row."""
    rng = np.random.default_rng(seed)
    happened = pd.Timestamp(start) + pd.to_timedelta(rng.integers(0, 10 * 86_400, rows), unit="s")
    delay = np.round(rng.normal(10, 20, rows), 1)
    delay[rng.random(rows) < 0.2] = np.nan
    origin = rng.choice(["EWR", "JFK", None], rows)
    origin[0] = "only one"
    return pd.DataFrame(
        {
            "id": range(rows),
            "happened_at": happened,
            "origin": origin,
            "carrier": rng.choice(["A", "B", "O'Hare / x"], rows),
            "delay": delay,
            "loaded_at": happened + pd.to_timedelta(rng.integers(0, 3_600, rows), unit="s"),
        }
    )


def floored(times: pd.Series, period: str) -> pd.Series:
    """The start of each time's period."""
    if period in FLOOR:
        return times.dt.floor(FLOOR[period])
    days = times.dt.normalize()
    if period == "week":
        return days - pd.to_timedelta(days.dt.dayofweek, unit="D")
    return days - pd.to_timedelta(days.dt.day - 1, unit="D")


def by_pandas(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """What measure() should give, by pandas alone."""
    frame = frame.assign(period_start=floored(frame["happened_at"], period))
    origin = frame["origin"].fillna("(null)")
    groupings = {None: None, "origin": origin, "origin / carrier": origin + " / " + frame["carrier"]}
    out = []
    for segment_by, labels in groupings.items():
        keys = [frame["period_start"]] if labels is None else [frame["period_start"], labels.rename("segment")]
        for key, group in frame.groupby(keys):
            known = group["delay"].dropna()
            of_a = group[group["carrier"] == "A"]
            end = key[0] + PERIOD_END[period]
            late = int((group["delay"] > 15).sum())
            values = {
                "rows": (len(group), len(group), None),
                "rows_again": (len(group), len(group), None),
                "late_rows": (late, late, None),
                "delay_known": (len(known) / len(group), len(group), len(known)),
                "delay_known_of_a": (
                    of_a["delay"].notna().mean() if len(of_a) else None,
                    len(of_a),
                    of_a["delay"].notna().sum(),
                ),
                "delay_distinct": (known.nunique() / len(known) if len(known) else None, len(known), known.nunique()),
                "delay_mean": (known.mean(), len(known), None),
                "delay_min": (known.min(), len(known), None),
                "delay_max": (known.max(), len(known), None),
                "delay_p90": (known.quantile(0.9), len(known), None),
                "late_share": (late / len(group), len(group), late),
                "hours_old": ((end - group["loaded_at"].max()) / pd.Timedelta(hours=1), len(group), None),
            }
            segment = None if labels is None else key[1]
            out += [(metric, segment_by, segment, key[0], *value) for metric, value in values.items()]
    return pd.DataFrame(
        out, columns=["metric", "segment_by", "segment", "period_start", "value", "sample_size", "numerator"]
    )


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that are compared, in one order, with nulls of one kind."""
    columns = ["metric", "segment_by", "segment", "period_start", "value", "sample_size", "numerator"]
    frame = frame[columns].copy()
    for column in ["segment_by", "segment"]:
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    frame["period_start"] = pd.to_datetime(frame["period_start"]).astype("datetime64[us]")
    for column in ["value", "sample_size", "numerator"]:
        frame[column] = frame[column].astype(float)
    frame["sorted_by"] = frame["metric"] + frame["segment_by"].fillna("") + frame["segment"].fillna("")
    return frame.sort_values(["sorted_by", "period_start"]).drop(columns="sorted_by").reset_index(drop=True)


def assert_same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(in_order(left), in_order(right), rtol=1e-9, atol=1e-12, check_dtype=False)


def plant(project: Project, frame: pd.DataFrame) -> None:
    project.table("events", frame, TYPES)


@pytest.mark.parametrize("period", ["hour", "day", "week", "month"])
def test_agrees_with_pandas(project: Project, period: str) -> None:
    frame = events()
    plant(project, frame)
    project.model("measured", MODEL.format(period=period, more=""))
    run = project.build("--select", "events", "measured")
    assert run.success, run.messages
    assert_same(project.relation("measured"), by_pandas(frame, period))


def test_a_day_that_changes_is_replaced_and_a_rebuild_gives_the_same(project: Project) -> None:
    frame = events()
    days = floored(frame["happened_at"], "day")
    newest = days.max()
    project.model("measured", MODEL.format(period="day", more=", lookback=2"))

    plant(project, frame[days < newest])
    assert project.build("--select", "events", "measured").success

    # Late rows inside the look-back, a segment that vanishes from it, a whole day that vanishes from it, and a new day.
    changed = frame[~((days == newest - pd.Timedelta(days=2)) & (frame["origin"] == "EWR"))]
    changed = changed[floored(changed["happened_at"], "day") != newest - pd.Timedelta(days=1)]
    plant(project, changed)
    run = project.build("--select", "events", "measured")
    assert run.success, run.messages
    built_up = project.relation("measured")
    assert_same(built_up, by_pandas(changed, "day"))

    assert project.build("--select", "events", "measured").success
    assert_same(project.relation("measured"), built_up)

    assert project.build("--select", "events", "measured", "--full-refresh").success
    assert_same(project.relation("measured"), built_up)


def test_what_is_older_than_the_look_back_is_left_alone(duckdb_project: Project) -> None:
    frame = events()
    duckdb_project.model("measured", MODEL.format(period="day", more=", lookback=1"))
    plant(duckdb_project, frame)
    assert duckdb_project.build("--select", "events", "measured").success
    before = duckdb_project.relation("measured")
    oldest = floored(frame["happened_at"], "day").min()
    plant(duckdb_project, frame[floored(frame["happened_at"], "day") != oldest])
    assert duckdb_project.build("--select", "events", "measured").success
    assert_same(duckdb_project.relation("measured"), before)


def test_a_new_metric_is_measured_over_the_whole_history(project: Project) -> None:
    plant(project, events())
    one = "{{ flywheel.measure(ref('events'), 'events', {'rows': 'row_count'}, time_column='happened_at') }}"
    two = one.replace("'row_count'}", "'row_count', 'delay_known': {'measure': 'completeness', 'column': 'delay'}}")
    project.model("measured", one)
    assert project.build("--select", "events", "measured").success
    project.model("measured", two)
    assert project.build("--select", "measured").success
    counts = project.query(f"select metric, count(*) as periods from ({measured_rows(project)}) as m group by metric")
    assert dict(zip(counts["metric"], counts["periods"], strict=True)) == {"rows": 10, "delay_known": 10}


def measured_rows(project: Project) -> str:
    schema = project.warehouse.profile().get("schema", "main")
    return f"select * from {schema}.measured"


def test_without_a_period_the_relation_is_measured_as_it_stands_on_the_day(project: Project) -> None:
    frame = events()
    plant(project, frame)
    project.model(
        "measured",
        """
        {{ flywheel.measure(ref('events'), 'events', segments='origin', metrics={
            'rows': 'row_count', 'hours_old': {'measure': 'freshness', 'column': 'loaded_at'},
            'from': {'measure': 'histogram', 'column': 'origin', 'values': ['EWR', 'nowhere']},
        }) }}
        """,
    )
    first = project.build("--select", "events", "measured", flywheel_now="2024-03-10 06:00:00")
    assert first.success, first.messages
    for now in ["2024-03-10 12:00:00", "2024-03-11 12:00:00"]:
        assert project.build("--select", "measured", flywheel_now=now).success
    rows = project.relation("measured")
    whole = rows[rows["segment"].isna() & (rows["metric"] == "rows")].sort_values("period_start")
    assert [str(day)[:10] for day in whole["period_start"]] == ["2024-03-10", "2024-03-11"]
    assert list(whole["value"]) == [len(frame), len(frame)]
    hours = rows[rows["segment"].isna() & (rows["metric"] == "hours_old")].sort_values("period_start")["value"]
    expected = [
        (pd.Timestamp(now) - frame["loaded_at"].max()) / pd.Timedelta(hours=1)
        for now in ["2024-03-10 12:00:00", "2024-03-11 12:00:00"]
    ]
    np.testing.assert_allclose(hours, expected, rtol=1e-9)
    assert set(rows["segment"].dropna()) == {"EWR", "JFK", "(null)", "only one"}
    # a histogram of values known before is a metric each, and one of those that are not is a row count by segment
    bars = rows[rows["segment"].isna() & rows["metric"].str.startswith("from_")].drop_duplicates("metric")
    bars = bars.set_index("metric")
    known = frame["origin"].dropna()
    of_newark = (known == "EWR").sum()
    assert dict(bars["value"]) == {
        "from_EWR": pytest.approx(of_newark / len(known)),
        "from_nowhere": 0,
        "from_other_values": pytest.approx(1 - of_newark / len(known)),
        "from_distinct_values": known.nunique(),
    }
    assert bars.loc["from_EWR", "numerator"] == of_newark
    by_origin = rows[rows["segment"].notna() & (rows["metric"] == "rows")].drop_duplicates("segment")
    assert dict(by_origin.set_index("segment")["value"]) == dict(frame["origin"].fillna("(null)").value_counts())


def test_no_row_gives_no_measurement_by_period_and_a_count_of_zero_without_one(project: Project) -> None:
    plant(project, events().iloc[:0])
    project.model("measured", MODEL.format(period="day", more=""))
    project.model(
        "measured_whole",
        """
        {{ flywheel.measure(ref('events'), 'events', metrics={
            'rows': 'row_count', 'known': {'measure': 'completeness', 'column': 'delay'},
        }) }}
        """,
    )
    run = project.build("--select", "events", "measured", "measured_whole")
    assert run.success, run.messages
    assert len(project.relation("measured")) == 0
    whole = project.relation("measured_whole").set_index("metric")
    assert whole.loc["rows", "value"] == 0
    assert pd.isna(whole.loc["known", "value"])
    assert whole.loc["known", "sample_size"] == 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("'e', {'m': 'median'}, time_column='t'", "asks for the measure 'median', which does not exist"),
        ("'e', {'m': {'measure': 'mean'}}, time_column='t'", "metric 'm' (mean) lacks the argument 'column'"),
        ("'e', {'m': {'measure': 'row_count', 'colum': 'x'}}, time_column='t'", "has no argument 'colum'"),
        ("'e', {'m': 'row_count'}, time_column='t', period='year'", "period is 'year', wanted one of hour, day"),
        ("'e', {'m': 'row_count'}, period='day'", "A period needs a time_column"),
        (
            "'e', {'m': 'row_count'}, time_column='t', period='none'",
            "'none' (the relation as it stands today) takes none",
        ),
        ("'e', {}, time_column='t'", "with at least one metric"),
        ("'e', {'m': 'row_count'}, time_column='t', lookback=-1", "lookback is -1"),
        ("'e', {'m': {'measure': 'quantile', 'column': 'x', 'q': 2}}, time_column='t'", "q is 2"),
        (
            "'e', {'m': {'measure': 'type_share', 'column': 'x', 'type': 'number'}}",
            "type is 'number', wanted one of int",
        ),
        ("'e', {'m': {'measure': 'missing_steps', 'column': 'x', 'step': 0}}", "step is '0', wanted one of hour"),
        ("'e', {'m': {'measure': 'histogram', 'column': 'x'}}", "wanted a column and the list of its values"),
        ("'e', {'m': {'measure': 'histogram', 'column': 'x', 'values': ['a'], 'bins': 3}}", "has no argument 'bins'"),
        ("'e', {'m': {'measure': 'skewness', 'column': 'x', 'centre': 1}}", "has no argument 'centre'"),
    ],
)
def test_wrong_arguments_stop_with_their_name(duckdb_project: Project, call: str, said: str) -> None:
    duckdb_project.model("measured", "{{ flywheel.measure(ref('flywheel__input_items'), " + call + ") }}")
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages


def test_a_measure_of_the_users_own_is_found_by_name(duckdb_project: Project) -> None:
    plant(duckdb_project, events())
    duckdb_project.write(
        "macros/mine.sql",
        """
        {% macro measure_spread(column) %}
            {{ return({'value': 'max(' ~ column ~ ') - min(' ~ column ~ ')', 'sample_size': 'count(' ~ column ~ ')'}) }}
        {% endmacro %}
        """,
    )
    duckdb_project.model(
        "measured",
        "{{ flywheel.measure(ref('events'), 'events', {'s': {'measure': 'spread', 'column': 'delay'}}) }}",
    )
    run = duckdb_project.build("--select", "events", "measured")
    assert run.success, run.messages
    delay = events()["delay"]
    assert duckdb_project.relation("measured")["value"][0] == pytest.approx(delay.max() - delay.min())
