"""arrives_on_time: late is what is later than earlier waits let expect, or older than a hard limit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

FIRST = pd.Timestamp("2024-01-01")  # a Monday
DAYS = 70
TYPES = {"loaded_at": "ts"}
EVENTS = {"subject": "str", "segment": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"}


def at(day: float, hour: float = 0) -> pd.Timestamp:
    return (FIRST + pd.Timedelta(days=day) + pd.Timedelta(hours=hour)).floor("s")


def daily(keep: Callable[[int], bool] = lambda day: True) -> list[pd.Timestamp]:
    """A batch of three rows about six in the morning, ten minutes early or late."""
    jitter = np.random.default_rng(0).normal(0, 1 / 6, DAYS)
    return [at(day, 6 + jitter[day] + row / 60) for day in range(DAYS) if keep(day) for row in range(3)]


def hourly(until: pd.Timestamp) -> list[pd.Timestamp]:
    minutes = np.random.default_rng(1).uniform(2, 8, DAYS * 24) / 60
    return [moment for hour in range(DAYS * 24) if (moment := at(0, hour + minutes[hour])) <= until]


class Feeds:
    """Models of arrivals, each with the test on it; compiled once, and asked at any moment."""

    CLOCK = "2199-12-31 00:00:00"

    def __init__(self, project: Project, feeds: dict[str, list[Any]], **arguments: dict[str, Any]) -> None:
        self.project = project
        models = []
        for name, moments in feeds.items():
            project.table(name, pd.DataFrame({"loaded_at": pd.Series(moments, dtype="datetime64[us]")}), TYPES)
            given = {"time_column": "loaded_at"} | arguments.get(name, {})
            test = {"flywheel.arrives_on_time": {"name": f"late_{name}", "arguments": given}}
            models.append({"name": name, "data_tests": [test]})
        project.write_yaml("models/feeds.yml", {"models": models})
        run = project.dbt("run", "--select", "+flywheel__input_known_events", *feeds)
        assert run.success, run.messages
        results = project.dbt("compile", "--select", "test_name:arrives_on_time", flywheel_now=self.CLOCK).results
        self.code = {name.removeprefix("late_"): result.node.compiled_code for name, result in results.items()}

    def late(self, now: pd.Timestamp, *names: str) -> dict[str, pd.DataFrame]:
        """The rows of the tests that fail at that moment, by feed."""
        rows = {name: self.project.query(self.code[name].replace(self.CLOCK, str(now))) for name in names or self.code}
        return {name: found for name, found in rows.items() if len(found)}


@pytest.mark.slow
def test_a_missing_load_is_told_once_it_is_later_than_loads_are(project: Project) -> None:
    """What is missing is Wednesday's load, and on_weekdays has none on Saturdays and Sundays."""
    wednesday, saturday = 65, 61
    assert (at(wednesday).day_name(), at(saturday).day_name()) == ("Wednesday", "Saturday")
    is_weekday = {day: at(day).weekday() < 5 for day in range(DAYS)}
    feeds = {
        "every_day": daily(lambda day: day != wednesday),
        "on_weekdays": daily(lambda day: is_weekday[day] and day != wednesday),
        "died_on_tuesday": daily(lambda day: is_weekday[day] and day < wednesday - 1),
    }
    feeds_at = Feeds(project, feeds)
    run = project.dbt("test", "--select", "test_name:arrives_on_time", flywheel_now=str(at(wednesday - 1, 9)))
    assert {n for n, status in run.statuses.items() if status == "fail"} == {"late_died_on_tuesday"}, run.messages
    assert feeds_at.late(at(saturday + 1, 23), "on_weekdays") == {}
    # Monday's gap of three days hides nothing: Tuesday's load is missed on Tuesday
    assert set(feeds_at.late(at(wednesday - 1, 9))) == {"died_on_tuesday"}
    assert set(feeds_at.late(at(wednesday, 5.5))) == {"died_on_tuesday"}
    failing = feeds_at.late(at(wednesday, 9))
    assert set(failing) == set(feeds)

    row = failing["on_weekdays"].iloc[0]
    newest = max(moment for moment in feeds["on_weekdays"] if moment < at(wednesday, 9))
    assert len(failing["on_weekdays"]) == 1
    assert row["rule"] == "history"
    assert row["newest_arrival"] == newest
    assert float(row["hours_since_arrival"]) == pytest.approx(
        (at(wednesday, 9) - newest) / pd.Timedelta(hours=1), abs=1e-3
    )
    assert at(wednesday, 5.5) < row["expected_at"] < at(wednesday, 6.5)
    # it passes until the moment that it names, and fails soon after
    assert row["expected_at"] < row["late_since"] < at(wednesday, 9)
    assert feeds_at.late(row["late_since"] + pd.Timedelta(minutes=45), "on_weekdays") != {}
    assert feeds_at.late(row["late_since"] - pd.Timedelta(minutes=5), "on_weekdays") == {}
    assert row["reason"].startswith(f"nothing since {newest}")
    assert f"at the latest {row['late_since']:%Y-%m-%d %H:%M:%S}" in row["reason"]

    # what came again is on time; what never did is still missed on the weekend
    assert set(feeds_at.late(at(wednesday + 1, 9))) == {"died_on_tuesday"}
    assert set(feeds_at.late(at(wednesday + 3, 12))) == {"died_on_tuesday"}


@pytest.mark.slow
def test_a_feed_by_the_hour_is_missed_within_three_hours_and_not_at_night(project: Project) -> None:
    died = at(66, 14.5)
    assert died.day_name() == "Thursday"
    by_the_hour = hourly(until=died)
    feeds = {
        "by_the_hour": by_the_hour,
        "in_office_hours": [m for m in by_the_hour if m.weekday() < 5 and 8 <= m.hour < 18],
    }
    feeds_at = Feeds(project, feeds)
    assert feeds_at.late(died) == {}
    failing = feeds_at.late(died + pd.Timedelta(hours=3))
    assert set(failing) == set(feeds)
    for name, rows in failing.items():
        assert at(66, 15) < rows["expected_at"][0] < rows["late_since"][0] < died + pd.Timedelta(hours=3), name
    for quiet in (at(60, 12), at(61, 23), at(62, 7), at(65, 3)):
        assert feeds_at.late(quiet, "in_office_hours") == {}, quiet


@pytest.mark.slow
def test_what_came_early_is_not_missed_and_what_is_punctual_has_an_hour(project: Project) -> None:
    """Loads from five to eight, and about six in many rows, of which the last came before. `punctual` is missing."""
    rng = np.random.default_rng(3)
    last = 65
    about_six = [at(day, 6 + minute / 60) for day in range(last) for minute in np.linspace(-20, 20, 9)]
    feeds = {
        "from_five_to_eight": [*[at(day, rng.uniform(5, 8)) for day in range(last)], at(last, 3.9)],
        "about_six": [*about_six, *[at(last, 6 - minute / 60) for minute in (40, 20, 10)]],
        "punctual": [at(day, 6) for day in range(last)],
    }
    feeds_at = Feeds(project, feeds)
    assert feeds_at.late(at(last, 6.9)) == {}
    # min_effect, a twentieth of the usual gap of a day, is over an hour
    assert set(feeds_at.late(at(last, 6 + 24 * 0.05 + 0.1))) == {"punctual"}
    assert set(feeds_at.late(at(last, 11))) == {"punctual"}
    assert set(feeds_at.late(at(last + 1, 11))) == set(feeds)


def test_the_hard_limit_holds_without_a_history_and_learning_never_fails_without_one(project: Project) -> None:
    young = [at(day, 6) for day in range(20)]
    feeds = {"young": young, "young_limited": young, "empty": [], "empty_limited": []}
    limited = {"max_hours": 24.5}
    feeds_at = Feeds(project, feeds, young_limited=limited, empty_limited=limited)
    boundary = young[-1] + pd.Timedelta(hours=24.5)
    assert set(feeds_at.late(boundary)) == {"empty_limited"}
    failing = feeds_at.late(boundary + pd.Timedelta(minutes=1))
    assert set(failing) == {"empty_limited", "young_limited"}
    row = failing["young_limited"].iloc[0]
    assert (row["rule"], row["newest_arrival"], row["late_since"]) == ("max_hours", young[-1], boundary)
    assert row["reason"].endswith("wanted something every 24.5 hours")
    assert failing["empty_limited"]["reason"][0].startswith("nothing has ever arrived")
    assert pd.isna(failing["empty_limited"]["newest_arrival"][0])


@pytest.mark.slow
def test_known_events_excuse_and_what_is_null_or_to_come_is_no_arrival(project: Project) -> None:
    missing = 65
    known = daily(lambda day: day < missing)
    feeds = {"planned": known, "unplanned": known, "scheduled": [*known, at(400), None]}
    event = {"starts_at": at(missing, 2), "ends_at": at(missing, 20), "reason": "a migration"}
    events = [event | {"subject": "planned"}, event | {"subject": "another"}, event | {"segment": "a segment"}]
    project.map_input("known_events", pd.DataFrame(events).reindex(columns=list(EVENTS)), EVENTS)
    feeds_at = Feeds(project, feeds)
    assert set(feeds_at.late(at(missing, 12))) == {"unplanned", "scheduled"}
    # the event is no excuse for the next day
    assert set(feeds_at.late(at(missing + 1, 12))) == set(feeds)


@pytest.mark.parametrize(
    "pattern",
    ["a load of an hour", "across midnight", "twice a day", "always the same second", "at random"],
)
def test_feeds_without_a_fault_are_not_missed(duckdb_project: Project, pattern: str) -> None:
    rng = np.random.default_rng(2)
    days = range(DAYS)
    feeds = {
        "a load of an hour": [
            at(d, 6 + s + r) for d, s in zip(days, rng.normal(0, 0.2, DAYS), strict=True) for r in rng.uniform(0, 1, 9)
        ],
        "across midnight": [at(d, 24 + h) for d, h in zip(days, rng.normal(0, 0.2, DAYS), strict=True)],
        "twice a day": [at(d, h + rng.normal(0, 0.3)) for d in days for h in (6, 18)],
        "always the same second": [at(d, 6) for d in days],
        "at random": [at(0, h) for h in np.cumsum(rng.exponential(0.5, 3 * 24 * DAYS)) if h < 24 * DAYS],
    }
    moments = sorted(feeds[pattern])
    feeds_at = Feeds(duckdb_project, {"feed": moments})
    # just before each of the last arrivals, but for what came in its own batch: the longest waits of these days
    before = [
        after - pd.Timedelta(seconds=1)
        for earlier, after in pairwise(moments)
        if after - earlier > pd.Timedelta(minutes=30)
    ][-6:]
    assert len(before) == 6
    assert [now for now in before if feeds_at.late(now)] == []


def test_a_time_with_a_zone_is_read_in_utc_also_through_a_where(project: Project) -> None:
    moments = [moment for moment in daily() if moment < at(65)]
    zoned = pd.DataFrame({"loaded_at": [f"{moment}+00" for moment in moments], "is_real": True})
    project.table("zoned", zoned, {"loaded_at": "tstz", "is_real": "bool"})
    test = {"name": "late_zoned", "arguments": {"time_column": "loaded_at"}, "config": {"where": "is_real"}}
    models = [{"name": "zoned", "data_tests": [{"flywheel.arrives_on_time": test}]}]
    project.write_yaml("models/zoned.yml", {"models": models})
    run = project.build("--select", "zoned", flywheel_now=str(at(65, 12)))
    assert run.statuses["late_zoned"] == "fail", run.messages
    assert project.failing_rows(run, "late_zoned")["newest_arrival"][0] == max(moments)
    assert "at time zone 'UTC'" in run.results["late_zoned"].node.compiled_code


def test_a_source_is_tested_and_judged_by_its_own_meta(project: Project) -> None:
    project.table("planted", [{"loaded_at": moment} for moment in daily() if moment < at(65)], TYPES)
    run = project.dbt("run", "--select", "planted", "flywheel__input_known_events")
    assert run.success, run.messages
    schema = project.warehouse.profile().get("schema", "main")

    def source(name: str, arrival: dict[str, Any]) -> dict[str, Any]:
        test = {"flywheel.arrives_on_time": {"name": f"late_{name}", "arguments": {"time_column": "loaded_at"}}}
        meta = {"flywheel": {"metrics": {"arrival": arrival}}}
        return {"name": name, "identifier": "planted", "config": {"meta": meta}, "data_tests": [test]}

    tables = [source("plain", {}), source("patient", {"min_effect": 1.0}), source("young", {"min_history": 100})]
    project.write_yaml("models/sources.yml", {"sources": [{"name": "raw", "schema": schema, "tables": tables}]})
    run = project.dbt("test", "--select", "source:raw", flywheel_now=str(at(65, 12)))
    assert run.statuses == {"late_plain": "fail", "late_patient": "pass", "late_young": "pass"}, run.messages


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "arrives_on_time: time_column is None, wanted the name of the column that holds the time"),
        ({"time_column": "loaded_at", "max_hours": 0}, "max_hours is 0, wanted a number of hours above 0"),
        ({"time_column": "loaded_at", "max_hours": "a day"}, "max_hours is a day, wanted a number of hours above 0"),
        ({"time_column": "loaded_at", "policy": {"direction": "down"}}, "policy sets 'direction', wanted one of"),
        ({"time_column": "loaded_at", "policy": {"min_history": "long"}}, "sets min_history to 'long', wanted a whole"),
    ],
)
def test_wrong_arguments_stop_with_their_name(duckdb_project: Project, arguments: dict[str, Any], said: str) -> None:
    duckdb_project.model("feed", "select current_timestamp as loaded_at")
    test = {"flywheel.arrives_on_time": {"arguments": arguments}}
    duckdb_project.write_yaml("models/feed.yml", {"models": [{"name": "feed", "data_tests": [test]}]})
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("number", "time_column is 'number', found INTEGER, wanted a timestamp or a date"),
        (
            "arrived",
            "time_column is 'arrived', found no such column, wanted a timestamp or a date. Columns found: number",
        ),
    ],
)
def test_a_time_column_that_is_none_is_named(duckdb_project: Project, column: str, said: str) -> None:
    duckdb_project.model("feed", "select 1 as number")
    test = {"flywheel.arrives_on_time": {"name": "late", "arguments": {"time_column": column}}}
    duckdb_project.write_yaml("models/feed.yml", {"models": [{"name": "feed", "data_tests": [test]}]})
    run = duckdb_project.build("--select", "feed")
    assert run.statuses["late"] == "error"
    assert said in run.messages
