select
    flight_id,
    flight_date,
    scheduled_departure_at,
    departed_at,
    arrived_at,
    dep_delay,
    arr_delay,
    air_time,
    distance,
    carrier,
    tailnum,
    origin,
    dest,
    time_hour
from {{ source('new_york', 'flights') }}
