"""Verdicts to incidents: what opens, rises, resolves, comes back and flaps, and how far it went."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest
from harness.project import Project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIRST = pd.Timestamp("2024-01-01")
TYPES = {
    "series_id": "str", "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "expected": "float", "lower": "float", "upper": "float", "verdict": "str",
    "owner": "str", "part_of": "str",
}  # fmt: skip
WORDS = {"p": "pass", "w": "warn", "f": "fail", "-": "not_assessed"}
RECENT, FLAPS = 28, 3
Told = Callable[[list[dict[str, Any]]], pd.DataFrame]


def row(series: str, day: int, verdict: str, **other: Any) -> dict[str, Any]:
    """A verdict of the series, which is a segment unless it is the whole."""
    segment = {} if series == "whole" else {"segment_by": "region", "segment": series}
    about = {"series_id": series, "subject_type": "data", "subject": "shop", "metric": "orders", "owner": "sales"}
    usual = {"value": 100.0, "expected": 100.0, "lower": 90.0, "upper": 120.0}
    return dict.fromkeys(TYPES) | about | segment | usual | {"period_start": at(day), "verdict": verdict} | other


def rows(series: str, letters: str) -> list[dict[str, Any]]:
    """A series of verdicts, a letter a day; a blank is a day that is not in the data."""
    return [row(series, day, WORDS[letter]) for day, letter in enumerate(letters) if letter != " "]


def at(day: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=day)


def day_of(moment: Any) -> int | None:
    return None if pd.isna(moment) else (pd.Timestamp(moment) - FIRST).days


@pytest.fixture
def told(project: Project) -> Told:
    """The incidents of planted verdicts, by series and opening, with times as days."""
    project.table("planted", [], TYPES)
    teams = "(select 'sales' as team, '#sales' as channel)"
    project.model("told", f"{{{{ flywheel.incidents(ref('planted'), \"{teams}\") }}}}")
    run = project.build("--select", "planted", "told")
    assert run.success, run.messages
    schema = project.warehouse.profile().get("schema", "main")
    query = re.sub(r'"\w+"\."\w+"\."planted"', f"{schema}.verdicts", run.results["told"].node.compiled_code)

    def told(verdicts: list[dict[str, Any]]) -> pd.DataFrame:
        project.warehouse.load("verdicts", pd.DataFrame(verdicts, columns=list(TYPES)), TYPES)
        incidents = project.query(query)
        for column in [name for name in incidents if name.endswith("_at") or name == "relapse_of"]:
            incidents[column] = [day_of(moment) for moment in incidents[column]]
        return incidents.astype(object).where(incidents.notna(), None).sort_values(["series_id", "opened_at"])

    return told


def test_what_opens_rises_resolves_comes_back_and_flaps(told: Told) -> None:
    far = "p" * RECENT
    sequences = {
        "fails_at_once": "pp fff p",
        "rises": "ppw-wfwfp",
        "only_warns": "pwwwp",
        "warned_before_a_pass": "pwpfp",
        "is_open": "ppf-",
        "was_never_right": "fw--",
        "relapses": "pfpfp",
        "relapses_just_yet": "pf" + far + "f",
        "is_new_again": "pf" + far + "pf",
        "is_not_assessed_for_long": "pfp" + "-" * 40 + "f",
        "flaps": "pfpfpfpf",
        "comes_and_goes": "pfp" + "p" * 13 + "fp" + "p" * 11 + "fp",
        "flaps_just_yet": "pfp" + "p" * 12 + "fp" + "p" * 11 + "fp",
    }
    incidents = told([verdict for name, letters in sequences.items() for verdict in rows(name, letters)])

    def of(series: str, *columns: str) -> list[tuple[Any, ...]]:
        mine = incidents[incidents["series_id"] == series]
        return list(mine[list(columns)].itertuples(index=False, name=None))

    run = ["warned_at", "opened_at", "last_seen_at", "resolved_at", "state", "periods"]
    assert of("fails_at_once", *run) == [(None, 3, 5, 7, "resolved", 3)]
    assert of("rises", *run) == [(2, 5, 7, 8, "resolved", 2)]
    assert of("only_warns", *run) == []
    assert of("warned_before_a_pass", *run) == [(None, 3, 3, 4, "resolved", 1)]
    assert of("is_open", *run) == [(None, 2, 2, None, "open", 1)]
    assert of("was_never_right", *run) == [(None, 0, 1, None, "open", 1)]

    again = ["opened_at", "previous_resolved_at", "relapse_of"]
    assert of("relapses", *again) == [(1, None, None), (3, 2, 1)]
    assert of("relapses_just_yet", *again) == [(1, None, None), (2 + RECENT, 2, 1)]
    assert of("is_new_again", *again) == [(1, None, None), (3 + RECENT, 2, None)]
    # what was not assessed counts for nothing
    assert of("is_not_assessed_for_long", *again) == [(1, None, None), (43, 2, 1)]

    assert of("flaps", "opened_at", "is_flapping") == [(1, False), (3, False), (5, True), (7, True)]
    assert of("comes_and_goes", "opened_at", "is_flapping") == [(1, False), (16, False), (1 + RECENT, False)]
    assert of("flaps_just_yet", "opened_at", "is_flapping") == [(1, False), (15, False), (RECENT, True)]

    assert set(incidents["worst_verdict"]) == {"fail"}
    assert set(incidents["channel"]) == {"#sales"}


def test_the_peak_is_the_furthest_from_expected_by_its_limits(told: Told) -> None:
    runs: dict[str, list[dict[str, Any]]] = {
        # 40 above is twice as far as the limit there, 25 below is two and a half times
        "both_ways": [{"value": 140.0}, {"value": 75.0}, {"value": 130.0}],
        # 60 above with a limit at 100 is less than 50 above with a limit at 20
        "limits_move": [{"value": 150.0}, {"value": 160.0, "upper": 200.0}],
        "warned_worst": [{"value": 10.0, "verdict": "warn"}, {"value": 80.0}],
        "one_bound": [{"value": v, "expected": None, "lower": 50.0, "upper": None} for v in (49.0, 30.0, 31.0)],
        "two_bounds": [{"value": v, "expected": None, "lower": 50.0, "upper": 60.0} for v in (49.0, 70.0, 45.0)],
        "no_limits": [{"value": v, "lower": None, "upper": None} for v in (90.0, 130.0, 75.0)],
        "nothing_is_known": [dict.fromkeys(["expected", "lower", "upper"])] * 2,
        "no_room": [{"value": v, "lower": 100.0, "upper": 100.0} for v in (101.0, 103.0)],
        "a_tie": [{"value": 80.0}, {"value": 80.0}],
    }
    planted = [row(s, 1 + n, **{"verdict": "fail"} | one) for s, run in runs.items() for n, one in enumerate(run)]
    planted += [row(series, 0, "pass") for series in runs]
    # what comes back to normal from far away is no peak
    planted += [row(series, 9, "pass", value=1e6) for series in runs]
    incidents = told(planted).set_index("series_id")
    peaks = {series: int(day) - 1 for series, day in incidents["peak_at"].items()}
    assert peaks == {
        "both_ways": 1, "limits_move": 0, "warned_worst": 0, "one_bound": 1, "two_bounds": 1, "no_limits": 1,
        "nothing_is_known": 0, "no_room": 1, "a_tie": 0,
    }  # fmt: skip
    for series, number in peaks.items():
        assert incidents.loc[series, "peak_value"] == runs[series][number].get("value", 100.0)
        assert incidents.loc[series, "peak_expected"] == runs[series][number].get("expected", 100.0)


def test_a_segment_is_part_of_the_whole_until_it_fails_alone(told: Told) -> None:
    planted = rows("whole", "pwfp-fp")
    for series, letters, with_whole in [
        ("follows", "pffp", [1, 2]), ("goes_on", "pfffp", [1, 2]), ("only_warns", "pwp", [1]),
        ("comes_again", "ppppp-fp", []), ("is_another", "pfp", []), ("is_part_later", "p----fp", [5]),
    ]:  # fmt: skip
        planted += [
            one | {"part_of": "whole" if day_of(one["period_start"]) in with_whole else None}
            for one in rows(series, letters)
        ]
    incidents = told(planted)
    parts = incidents[incidents["series_id"] == "whole"]
    assert list(zip(parts["opened_at"], parts["parts"], strict=True)) == [(2, 3), (5, 1)]
    assert set(parts["part_of"]) == {None}
    segments = incidents[incidents["series_id"] != "whole"].set_index("series_id")
    assert set(segments["parts"]) == {0}
    assert dict(segments["part_of"]) == {
        "follows": "whole", "goes_on": None, "comes_again": None, "is_another": None, "is_part_later": "whole"
    }  # fmt: skip


@dataclass
class Incident:
    """An incident as a person who reads the verdicts one after the other would write it down."""

    alarms: list[dict[str, Any]] = field(default_factory=list)
    opened_number: int = 0
    resolved: dict[str, Any] | None = None
    resolved_number: int | None = None

    @property
    def failing(self) -> list[dict[str, Any]]:
        return [alarm for alarm in self.alarms if alarm["verdict"] == "fail"]


def read_one_by_one(verdicts: list[dict[str, Any]]) -> dict[str, list[Incident]]:
    """The incidents of each series."""
    found: dict[str, list[Incident]] = {}
    for series in sorted({verdict["series_id"] for verdict in verdicts}):
        mine = [v for v in verdicts if v["series_id"] == series and v["verdict"] != "not_assessed"]
        run = Incident()
        incidents = found.setdefault(series, [])
        for number, verdict in enumerate(sorted(mine, key=lambda one: one["period_start"])):
            if verdict["verdict"] == "pass":
                run.resolved, run.resolved_number = verdict, number
                run = Incident()
                continue
            run.alarms.append(verdict)
            if verdict["verdict"] == "fail" and len(run.failing) == 1:
                run.opened_number = number
                incidents.append(run)
    return found


def how_far(alarm: dict[str, Any]) -> float:
    gap = alarm["value"] - alarm["expected"]
    return gap / (alarm["upper"] - alarm["expected"]) if gap > 0 else gap / (alarm["lower"] - alarm["expected"])


def as_told(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the incidents should say, by series and opening."""
    found = read_one_by_one(verdicts)
    said = []
    for series, incidents in found.items():
        for place, one in enumerate(incidents):
            days = [day_of(alarm["period_start"]) for alarm in one.alarms]
            opened = day_of(one.failing[0]["period_start"])
            before = incidents[place - 1] if place else None
            third = incidents[place - FLAPS + 1] if place >= FLAPS - 1 else None
            peak = max(one.alarms, key=how_far)
            segments = {
                v["series_id"] for v in verdicts if v["part_of"] == series and day_of(v["period_start"]) in days
            }
            wholes = [alarm["part_of"] for alarm in one.failing]
            came_back = before is not None and one.opened_number - before.resolved_number <= RECENT
            said.append({
                "series_id": series,
                "warned_at": days[0] if days[0] != opened else None,
                "opened_at": opened,
                "last_seen_at": days[-1],
                "resolved_at": day_of(one.resolved["period_start"]) if one.resolved else None,
                "periods": len(one.failing),
                "peak_at": day_of(peak["period_start"]),
                "peak_value": peak["value"],
                "previous_resolved_at": day_of(before.resolved["period_start"]) if before else None,
                "relapse_of": day_of(before.failing[0]["period_start"]) if came_back else None,
                "is_flapping": third is not None and one.opened_number - third.opened_number < RECENT,
                "part_of": wholes[0] if all(wholes) else None,
                "parts": len(segments),
            })  # fmt: skip
    return sorted(said, key=lambda one: (one["series_id"], one["opened_at"]))


@st.composite
def shops(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A whole and its segments: runs of verdicts, alarms of any size, and parts where the whole is in alarm."""
    planted: list[dict[str, Any]] = []
    alarmed: set[int] = set()
    for series in ["whole", "north", "south"]:
        runs = draw(st.lists(st.tuples(st.sampled_from("ppwff- "), st.integers(1, 9)), max_size=14))
        for day, letter in enumerate("".join(letter * length for letter, length in runs)):
            if letter == " ":
                continue
            one = row(series, day, WORDS[letter])
            if letter in "wf":
                one["value"] = draw(st.integers(0, 80) | st.integers(130, 250)) + 0.25
                one["part_of"] = "whole" if series != "whole" and day in alarmed and draw(st.booleans()) else None
                alarmed |= {day} if series == "whole" else set()
            planted.append(one)
    return planted


def test_incidents_are_what_is_read_one_verdict_after_the_other(told: Told) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(shops())
    def check(verdicts: list[dict[str, Any]]) -> None:
        wanted = as_told(verdicts)
        columns = list(wanted[0]) if wanted else ["series_id"]
        assert told(verdicts)[columns].to_dict("records") == wanted

    check()
