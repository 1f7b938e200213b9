with days as (

    select
        *,
        -- the second morning after, when the reports that come late are in
        period_start + interval '54 hours' as checked_at
    from {{ ref('flights_measurements') }}
    where metric = 'weather_known' and segment is null

)

select
    'the check of ' || strftime(period_start, '%Y-%m-%d') as invocation_id,
    'flights_find_their_weather' as test_id,
    'model.flywheel_demo.fct_flights.v2' as node_id,
    'temp' as column_name,
    case when value < 0.99 then 'fail' else 'pass' end as status,
    'error' as severity,
    cast(sample_size - numerator as bigint) as failures,
    checked_at as executed_at
from days
where checked_at <= timestamp '{{ var("flywheel_now") }}'
