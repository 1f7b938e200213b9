-- Of the flights scheduled, those that never left.
select
    'cancellation_rate' as kpi,
    flight_date as period_start,
    -- an airport has three letters and a carrier two, so one column holds both
    coalesce(origin, carrier) as segment,
    count(case when is_cancelled then 1 end) as numerator,
    count(*) as denominator
from {{ ref('fct_flights', v=1) }}
group by grouping sets ((flight_date), (flight_date, origin), (flight_date, carrier))
