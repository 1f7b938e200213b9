"""What the live versions said, and what happened: the inputs `predictions` and `outcomes`, in the contract's columns.

| file | one row is | columns |
|---|---|---|
| predictions.parquet | a flight, by the live version | use_case, version, entity_id, predicted_at, score, segment |
| outcomes.parquet | a flight that arrived | use_case, entity_id, observed_at, outcome |
| candidate_predictions.parquet | a flight, by a candidate, live or not | month, candidate, entity_id, score |

A flight is scored when it should leave; its outcome is observed when it arrives, and is 1 for 15 or more minutes late.
The segment is the airport of origin. A flight that never arrived has a prediction and no outcome.
"""

from pathlib import Path

import duckdb

from pipeline.flights import write_parquet
from pipeline.releases import FIRST_MONTH

USE_CASE = "flight_delay"

PREDICTIONS = f"""
select
    '{USE_CASE}' as use_case,
    live.version,
    live.entity_id,
    flights.scheduled_departure_at as predicted_at,
    live.score,
    flights.origin as segment
from read_parquet('{{folder}}/live/*.parquet') as live
inner join read_parquet('{{folder}}/flights.parquet') as flights on live.entity_id = flights.flight_id
order by predicted_at, entity_id
"""

OUTCOMES = f"""
select
    '{USE_CASE}' as use_case,
    flight_id as entity_id,
    arrived_at as observed_at,
    cast(arr_delay >= 15 as double) as outcome
from read_parquet('{{folder}}/flights.parquet')
where arrived_at is not null
order by observed_at, entity_id
"""

CANDIDATE_PREDICTIONS = f"""
select
    strftime(flights.flight_date, '%Y-%m') as month,
    scores.candidate,
    scores.entity_id,
    scores.score
from read_parquet('{{folder}}/scores/*.parquet') as scores
inner join read_parquet('{{folder}}/flights.parquet') as flights on scores.entity_id = flights.flight_id
where flights.flight_date >= date '{FIRST_MONTH}-01'
order by 1, 2, flights.scheduled_departure_at, 3
"""


def write_predictions(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the three files from the flights and from what each month left in `scores` and `live`."""
    queries = {
        "predictions": PREDICTIONS,
        "outcomes": OUTCOMES,
        "candidate_predictions": CANDIDATE_PREDICTIONS,
    }
    for name, query in queries.items():
        write_parquet(connection, query.format(folder=folder), folder / f"{name}.parquet")
