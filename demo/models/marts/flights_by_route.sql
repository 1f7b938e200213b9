select
    origin,
    dest,
    date_trunc('month', flight_date) as month,
    count(*) as flights,
    avg(arr_delay) as mean_delay
from {{ ref('fct_flights') }}
group by origin, dest, date_trunc('month', flight_date)
