-- Of the flights that arrived, those that did so less than 15 minutes late.
select
    'on_time_rate' as kpi,
    flight_date as period_start,
    -- an airport has three letters and a carrier two, so one column holds both
    coalesce(origin, carrier) as segment,
    count(case when not is_late then 1 end) as numerator,
    count(is_late) as denominator
from {{ ref('fct_flights') }}
group by grouping sets ((flight_date), (flight_date, origin), (flight_date, carrier))
