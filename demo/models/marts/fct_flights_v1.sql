{{ config(materialized='view') }}

select
    flight_id,
    flight_date,
    scheduled_departure_at,
    departed_at,
    arrived_at,
    dep_delay,
    arr_delay,
    is_cancelled,
    is_late,
    air_time,
    distance,
    carrier,
    airline,
    origin,
    dest,
    dest_name,
    tailnum,
    manufacturer,
    temp,
    wind_speed
from {{ ref('fct_flights', v=2) }}
