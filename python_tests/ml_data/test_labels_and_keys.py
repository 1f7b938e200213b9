"""Labels, keys and times: each test passes, fails with the rows that a person needs, holds at its boundary, and says
what it does with nulls and with nothing."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from ml_data.conftest import Cases

NOW = pd.Timestamp("2024-06-30 12:00:00")
LABELLED = {"id": "int", "age": "int", "city": "str", "label": "str", "channel": "str"}
ORDERS = {"customer_id": "int", "shop": "str", "region": "str"}
CUSTOMERS = {"id": "int", "shop": "str"}
HOURLY = {"sensor": "str", "measured_at": "ts"}


def labelled() -> pd.DataFrame:
    """1,000 rows: 90% have a label, 4% of the labels are rare, the channel 'fax' has hardly any."""
    generator = np.random.default_rng(3)
    frame = pd.DataFrame(
        {"id": range(1000), "age": generator.integers(0, 40, 1000), "city": generator.choice(["a", "b", "c"], 1000)}
    )
    frame["channel"] = np.where(frame["id"] < 60, "fax", np.where(frame["id"] < 400, "web", "shop"))
    frame["label"] = np.where(frame["id"] % 25 == 24, "rare", np.where(frame["id"] % 2 == 0, "yes", "no")).astype(
        object
    )
    missing = frame["id"].isin([*range(50), *range(100, 150)])
    frame.loc[missing, "label"] = [None, "", "  ", None] * 25
    frame.loc[frame["id"] == 999, ["city", "channel"]] = None
    return frame


def orders() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders of two shops' customers; those of the region south are half unknown, and some orders have no customer."""
    generator = np.random.default_rng(5)
    customers = pd.DataFrame({"id": [*range(100), 7], "shop": ["one"] * 100 + ["two"]})
    frame = pd.DataFrame(
        {
            "customer_id": generator.integers(0, 100, 800),
            "shop": "one",
            "region": generator.choice(["north", "east"], 800),
        }
    )
    south = pd.DataFrame({"customer_id": [*range(50), *range(1000, 1050)], "shop": "one", "region": "south"})
    none = pd.DataFrame({"customer_id": [None] * 100, "shop": "one", "region": "nowhere"})
    frame = pd.concat([frame, south, none], ignore_index=True)
    frame["customer_id"] = frame["customer_id"].astype("Int64")
    return frame, customers


def hourly() -> pd.DataFrame:
    """Two sensors with an hour missing, three missing, and a beginning and an end of their own; rows without a time."""
    hours = pd.date_range("2024-06-01", periods=48, freq="h")
    first = pd.DataFrame(
        {"sensor": "a", "measured_at": [*hours.delete([5, 20, 21, 22]), hours[3] + pd.Timedelta(minutes=40)]}
    )
    second = pd.DataFrame({"sensor": "b", "measured_at": hours[10:30]})
    return pd.concat(
        [first, second, pd.DataFrame({"sensor": ["a", "c"], "measured_at": [pd.NaT, pd.NaT]})], ignore_index=True
    )


def arrivals(*days: float) -> list[dict]:
    """Rows that came so many days before now."""
    return [{"sensor": "a", "measured_at": NOW - pd.Timedelta(days=day)} for day in days]


@pytest.fixture(scope="module")
def cases(shared_project: Project) -> Cases:
    shared_project.vars["flywheel_now"] = str(NOW)
    cases = Cases(shared_project)
    cases.table("labelled", labelled(), LABELLED)
    cases.described["labelled"] = ["age", "city", "label"]
    of_label = {"column_name": "label"}
    cases.put("labelled", "coverage_boundary", "label_coverage", **of_label, min=0.9)
    cases.put("labelled", "coverage_above", "label_coverage", **of_label, min=0.901)
    cases.put("labelled", "coverage_segments", "label_coverage", **of_label, segments=["channel", ["city", "channel"]])
    cases.put(
        "labelled",
        "coverage_where",
        "label_coverage",
        where="channel != 'fax'",
        **of_label,
        min=0.95,
        segments=["channel"],
    )
    cases.put(
        "labelled", "coverage_of_all", "label_coverage", where="channel = 'shop'", **of_label, min=1, segments=["city"]
    )
    cases.put("labelled", "coverage_of_nothing", "label_coverage", where="1 = 0", **of_label, segments=["channel"])
    counts = known()["label"].value_counts()
    share, ratio = float(counts["rare"] / 900), float(counts.max() / counts["rare"])
    cases.put("labelled", "classes_default", "classes_balanced", **of_label)
    at_bounds = {"min_share": share, "max_ratio": ratio, "classes": ["yes", "no", "rare"]}
    cases.put("labelled", "classes_boundary", "classes_balanced", **of_label, **at_bounds)
    cases.put("labelled", "classes_too_rare", "classes_balanced", **of_label, min_share=share + 0.001, max_ratio=10)
    cases.put("labelled", "classes_expected", "classes_balanced", **of_label, classes=["yes", "no", "maybe"])
    cases.put("labelled", "classes_one", "classes_balanced", where="label = 'yes'", **of_label)
    cases.put("labelled", "classes_none", "classes_balanced", where="1 = 0", **of_label, classes=["yes", "no"])
    cases.put("labelled", "conflicts", "no_label_conflicts", **of_label, features=["age", "city"])
    cases.put("labelled", "conflicts_of_described", "no_label_conflicts", **of_label)
    cases.put("labelled", "conflicts_without_city", "no_label_conflicts", **of_label, exclude=["city"])
    cases.put(
        "labelled",
        "conflicts_boundary",
        "no_label_conflicts",
        **of_label,
        features=["age", "city"],
        max_share=conflicting() / 900,
    )
    cases.put("labelled", "conflicts_with_id", "no_label_conflicts", **of_label, features=["id", "age"])
    cases.put("labelled", "conflicts_of_nothing", "no_label_conflicts", where="label is null", **of_label)

    of_orders, of_customers = orders()
    cases.table("orders", of_orders, ORDERS)
    cases.table("customers", of_customers, CUSTOMERS)
    cases.table("nobody", [], CUSTOMERS)
    of_key = {"column_name": "customer_id", "to": "ref('customers')", "field": "id"}
    cases.put("orders", "keys", "keys_join", **of_key)
    cases.put("orders", "keys_boundary", "keys_join", **of_key, min=850 / 900)
    cases.put("orders", "keys_segments", "keys_join", **of_key, min=0.9, segments=["region"])
    cases.put("orders", "keys_where", "keys_join", where="region != 'south'", **of_key)
    cases.put(
        "orders",
        "keys_both",
        "keys_join",
        where="region = 'north'",
        column_name=["customer_id", "shop"],
        to="ref('customers')",
        field=["id", "shop"],
    )
    cases.put("orders", "keys_of_nothing", "keys_join", where="region = 'nowhere'", **of_key)
    cases.put(
        "orders", "keys_to_nothing", "keys_join", column_name="customer_id", to="ref('nobody')", field="id", min=0.01
    )

    cases.table("hourly", hourly(), HOURLY)
    of_time = {"column_name": "measured_at"}
    cases.put("hourly", "gaps", "no_gaps", **of_time, groups=["sensor"])
    cases.put("hourly", "gaps_of_all", "no_gaps", **of_time)
    cases.put("hourly", "gaps_allowed", "no_gaps", **of_time, groups=["sensor"], max_steps=3)
    cases.put("hourly", "gaps_by_day", "no_gaps", **of_time, groups=["sensor"], period="day")
    cases.put("hourly", "gaps_where", "no_gaps", where="sensor = 'b'", **of_time)
    cases.put("hourly", "gaps_of_nothing", "no_gaps", where="sensor = 'c'", **of_time)
    whole = {"starts_at": "2024-05-31 22:00", "ends_at": "2024-06-02 23:59:59"}
    cases.put("hourly", "gaps_of_span", "no_gaps", **of_time, groups=["sensor"], **whole)
    cases.put(
        "hourly", "gaps_of_relation", "no_gaps", **of_time, groups=["sensor"], starts_at="relation", ends_at="relation"
    )
    cases.put("hourly", "gaps_of_nothing_in_span", "no_gaps", where="1 = 0", **of_time, **whole)
    cases.put("hourly", "gaps_of_nothing_in_relation", "no_gaps", where="1 = 0", **of_time, starts_at="relation")
    cases.put("hourly", "gaps_within", "no_gaps", **of_time, starts_at="2024-06-01 06:00", ends_at="2024-06-02 23:00")

    weekdays = [day for day in range(1, 60) if (NOW - pd.Timedelta(days=day)).dayofweek < 5]
    for name, rows in {
        "fresh": arrivals(*range(0, 40)),
        "dead": arrivals(*range(4, 40)),
        "at_the_limit": arrivals(*range(2, 40)),
        "of_weekdays": arrivals(*weekdays),
        "after_an_outage": arrivals(*range(3, 20), *range(30, 60)),
        "once": arrivals(0.5, 0.5),
        "young": arrivals(0.5, 1.5),
        "young_and_dead": arrivals(5, 6),
        "from_the_future": arrivals(-1, 10, 11, 12),
        "never": [{"sensor": "a", "measured_at": None}],
    }.items():
        cases.table(name, rows, HOURLY)
        cases.put(name, f"stale_{name}", "not_stale", **of_time)
    cases.put("dead", "stale_with_hours", "not_stale", **of_time, max_hours=96)
    cases.put("dead", "stale_past_hours", "not_stale", **of_time, max_hours=95.9)
    cases.put("once", "stale_once_with_hours", "not_stale", **of_time, max_hours=24)
    return cases


def conflicting() -> int:
    """Labelled rows whose age and city come with more than one label."""
    rows = known()
    return int((rows.groupby(["age", "city"], dropna=False)["label"].transform("nunique") > 1).sum())


def known() -> pd.DataFrame:
    rows = labelled()
    return rows[rows["label"].fillna("").str.strip() != ""]


def test_too_few_labels_are_told_of_the_whole_and_of_segments(cases: Cases) -> None:
    assert cases.status("coverage_boundary") == "pass"
    [row] = cases.rows("coverage_above").to_dict("records")
    assert (row["observed"], row["sample_size"], row["failing_rows"]) == (pytest.approx(0.9), 1000, 100)
    assert row["reason"] == "label is known for 0.9 of 1000 rows (not for 100), expected at least 0.901"
    frame = labelled()
    frame["known"] = frame["label"].fillna("").str.strip() != ""
    rows = cases.rows("coverage_segments").set_index(["segment_by", "segment"])
    frame["channel"] = frame["channel"].fillna("(null)")
    frame["city / channel"] = frame["city"].fillna("(null)") + " / " + frame["channel"]
    wanted = {}
    for segment_by in ("channel", "city / channel"):
        for segment, known_rows in frame.groupby(segment_by)["known"]:
            if 0.9 - known_rows.mean() > 1.6448536 * math.sqrt(0.9 * 0.1 / len(known_rows)):
                wanted[segment_by, segment] = known_rows.mean()
    assert rows["observed"].to_dict() == pytest.approx(wanted)
    assert rows.loc[("channel", "fax"), "reason"].startswith("channel fax: label is known for 0.1667 of 60 rows")
    assert len(cases.rows("coverage_where")) == 2
    assert cases.status("coverage_of_all") == "pass"
    [row] = cases.rows("coverage_of_nothing").to_dict("records")
    assert row["reason"] == "could not be assessed: there were no rows"


def test_classes_that_are_rare_missing_or_unknown_are_named(cases: Cases) -> None:
    counts = known()["label"].value_counts()
    assert cases.status("classes_default") == cases.status("classes_boundary") == "pass"
    rows = cases.rows("classes_too_rare").set_index("rule")
    assert set(rows["class"]) == {"rare"}
    assert rows.loc["min_share", "observed"] == pytest.approx(counts["rare"] / 900)
    assert rows.loc["max_ratio", "observed"] == pytest.approx(counts.max() / counts["rare"])
    rows = cases.rows("classes_expected").set_index("rule")["reason"].to_dict()
    assert rows == {
        "missing_class": "maybe is expected, and no row has it",
        "unknown_class": f"rare is the label of {counts['rare']} rows, and not among the classes expected",
    }
    assert cases.rows("classes_one")["reason"].tolist() == ["all labels are yes: there is nothing to tell apart"]
    assert set(cases.rows("classes_none")["rule"]) == {"one_class", "missing_class"}


def test_rows_alike_with_different_labels_are_told_by_combination(cases: Cases) -> None:
    groups = known().groupby(["age", "city"], dropna=False)["label"].agg(["nunique", "size"])
    wanted = groups[groups["nunique"] > 1]
    rows = cases.rows("conflicts")
    found = rows.set_index(["age", "city"])["row_count"].astype(int).sort_index()
    pd.testing.assert_series_equal(found, wanted["size"].sort_index(), check_names=False, check_index_type=False)
    assert set(rows["conflicting_rows"].astype(int)) == {conflicting()}
    assert "rows are alike in age, city, and have" in rows["reason"][0]
    assert len(cases.rows("conflicts_of_described")) == len(rows)
    assert len(cases.rows("conflicts_without_city")) == (known().groupby("age")["label"].nunique() > 1).sum()
    for name in ("conflicts_boundary", "conflicts_with_id", "conflicts_of_nothing"):
        assert cases.status(name) == "pass", name


def test_keys_without_a_partner_are_counted_and_the_worst_segments_named(cases: Cases) -> None:
    [row] = cases.rows("keys").to_dict("records")
    assert (row["sample_size"], row["failing_rows"], row["unjoined_keys"], row["example"]) == (900, 50, 50, "1000")
    assert row["reason"] == (
        "a partner was found by customer_id for 0.9444 of 900 rows (not for 50), expected at least 1; "
        "50 keys have none, such as 1000"
    )
    assert cases.status("keys_boundary") == cases.status("keys_where") == cases.status("keys_both") == "pass"
    [row] = cases.rows("keys_segments").to_dict("records")
    assert (row["segment_by"], row["segment"], row["observed"]) == ("region", "south", 0.5)
    assert cases.rows("keys_of_nothing")["reason"].tolist() == ["could not be assessed: there was no row with a key"]
    assert cases.rows("keys_to_nothing")["observed"].tolist() == [0]


def test_missing_steps_are_told_by_group(cases: Cases) -> None:
    rows = cases.rows("gaps").set_index("missing_steps")
    assert set(rows["sensor"]) == {"a"}
    assert rows["reason"].to_dict() == {
        1: "sensor a: 1 hour is missing between 2024-06-01 04:00:00 and 2024-06-01 06:00:00",
        3: "sensor a: 3 hours are missing between 2024-06-01 19:00:00 and 2024-06-01 23:00:00",
    }
    assert cases.rows("gaps_of_all")["missing_steps"].tolist() == [1]
    passing = ("allowed", "by_day", "where", "of_nothing", "of_nothing_in_relation", "within")
    for name in passing:
        assert cases.status(f"gaps_{name}") == "pass", name


def test_steps_before_the_first_row_and_after_the_last_are_missing_where_bounds_say(cases: Cases) -> None:
    seen = hourly().assign(measured_at=lambda rows: rows["measured_at"].dt.floor("h")).dropna().groupby("sensor")
    hours = pd.date_range("2024-05-31 22:00", "2024-06-02 23:00", freq="h")
    own = {sensor: set(times) for sensor, times in seen["measured_at"]}
    wanted = {sensor: len(set(hours) - own.get(sensor, set())) for sensor in "abc"}
    rows = cases.rows("gaps_of_span")
    assert rows.groupby("sensor")["missing_steps"].sum().to_dict() == wanted
    said = rows[rows["step_before"].isna() | rows["step_after"].isna()].set_index("reason")
    assert set(said.index) == {
        "sensor a: 2 hours are missing from 2024-05-31 22:00:00 until 2024-06-01 00:00:00",
        "sensor b: 12 hours are missing from 2024-05-31 22:00:00 until 2024-06-01 10:00:00",
        "sensor b: 18 hours are missing after 2024-06-02 05:00:00 through 2024-06-02 23:00:00",
        "sensor c: 50 hours are missing from 2024-05-31 22:00:00 through 2024-06-02 23:00:00",
    }
    of_relation = cases.rows("gaps_of_relation").groupby("sensor")["missing_steps"].sum()
    assert of_relation.to_dict() == {"a": 4, "b": 28, "c": 48}
    assert cases.rows("gaps_of_nothing_in_span")["missing_steps"].tolist() == [50]


def test_what_is_older_than_its_rhythm_is_stale(cases: Cases) -> None:
    for name in ("fresh", "at_the_limit", "of_weekdays", "young"):
        assert cases.status(f"stale_{name}") == "pass", name
    [row] = cases.rows("stale_dead").to_dict("records")
    assert (float(row["hours_old"]), float(row["hours_allowed"])) == (96, 48)
    assert row["reason"] == (
        "the newest row is of 2024-06-26 12:00:00, 96 hours ago, expected at most 48 (a wait is 24 hours as a rule, "
        "and was 24 at its longest but once)"
    )
    # an outage of ten days that was does not excuse the next
    assert cases.rows("stale_after_an_outage")["hours_allowed"].astype(float).tolist() == [48]
    assert cases.rows("stale_young_and_dead")["hours_allowed"].astype(float).tolist() == [48]
    assert cases.rows("stale_from_the_future")["hours_old"].astype(float).tolist() == [240]
    assert "no row has a time up to now" in cases.rows("stale_never")["reason"][0]
    assert "set max_hours" in cases.rows("stale_once")["reason"][0]
    assert cases.status("stale_with_hours") == cases.status("stale_once_with_hours") == "pass"
    assert cases.rows("stale_past_hours")["reason"].tolist() == [
        "the newest row is of 2024-06-26 12:00:00, 96 hours ago, expected at most 95.9"
    ]
