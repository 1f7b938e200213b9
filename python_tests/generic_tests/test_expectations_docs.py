"""docs/expectations.md: each test of dbt-expectations and dbt-utils is there, and what is said to replace it works."""

from __future__ import annotations

import re

import pandas as pd
import yaml
from harness.project import PACKAGE, Project

TYPES = {
    "flight_id": "int", "origin": "str", "dest": "str", "tailnum": "str", "flight_number": "str", "dep_delay": "float",
    "arr_delay": "float", "distance": "int", "departed_at": "ts", "loaded_at": "ts", "cancelled_at": "ts",
}  # fmt: skip


def flights() -> pd.DataFrame:
    """Ten flights on ten days, of which the documented checks are all true."""
    numbers = list(range(1, 11))
    days = [pd.Timestamp("2013-12-01 08:00") + pd.Timedelta(days=n) for n in numbers]
    delays = [None, -5.0, -1.0, 0.0, 0.0, 3.0, 9.0, 20.0, 40.0, 110.0]
    return pd.DataFrame(
        {
            "flight_id": numbers,
            "origin": ["EWR", "JFK"] * 5,
            "dest": ["LAX", "SFO"] * 5,
            "tailnum": [f"N{n}01AA"[:6] for n in numbers],
            "flight_number": [str(100 + n) for n in numbers],
            "dep_delay": delays,
            "arr_delay": [None if d is None else d + 1 for d in delays],
            "distance": [2454] * 10,
            "departed_at": days,
            "loaded_at": days,
            "cancelled_at": pd.NaT,
        }
    )


def test_every_documented_check_can_be_written_and_passes(duckdb_project: Project) -> None:
    text = (PACKAGE / "docs" / "expectations.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", text[text.index("| dbt-expectations |") :], re.MULTILINE)
    assert len({name for name, _ in rows if name.startswith("expect_")}) == 62
    assert len(rows) == 65 + 16
    tests = []
    for number, (name, here) in enumerate(rows):
        written = re.findall(r"`((?:columns|rows|table): .*?)`", here.replace("\\|", "|"))
        assert written or here.startswith("no: "), name
        for arguments in written:
            test = {"name": f"check_{number}_{name}", "arguments": yaml.safe_load(arguments)}
            tests.append({"flywheel.meets_expectations": test})
    assert len(tests) > 50
    duckdb_project.table("flights", flights(), TYPES)
    duckdb_project.write_yaml("models/flights.yml", {"models": [{"name": "flights", "data_tests": tests}]})
    run = duckdb_project.build("--select", "flights", flywheel_now="2013-12-11 12:00:00")
    assert set(run.statuses.values()) == {"success", "pass"}, run.messages
    assert len(run.statuses) == len(tests) + 1
