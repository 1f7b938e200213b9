with flights as (
    select * from {{ ref('stg_flights') }}
),

airlines as (
    select * from {{ ref('stg_airlines') }}
),

airports as (
    select * from {{ ref('stg_airports') }}
),

planes as (
    select * from {{ ref('stg_planes') }}
),

weather as (
    select * from {{ ref('stg_weather') }}
),

joined as (
    select
        flights.flight_id,
        flights.flight_date,
        flights.scheduled_departure_at,
        flights.departed_at,
        flights.arrived_at,
        flights.dep_delay,
        flights.arr_delay,
        flights.departed_at is null as is_cancelled,
        flights.arr_delay >= 15 as is_late,
        flights.air_time,
        flights.distance,
        flights.carrier,
        airlines.name as airline,
        flights.origin,
        flights.dest,
        airports.name as dest_name,
        flights.tailnum,
        planes.manufacturer,
        weather.temp,
        weather.wind_speed,
        weather.visib,
        weather.precip
    from flights
    left join airlines on flights.carrier = airlines.carrier
    left join airports on flights.dest = airports.airport
    left join planes on flights.tailnum = planes.tailnum
    left join weather on flights.origin = weather.origin and flights.time_hour = weather.time_hour
)

select * from joined
