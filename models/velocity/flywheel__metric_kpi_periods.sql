{%- set period = flywheel._performance_period() -%}

with turns as (

    select * from {{ ref('flywheel__turns') }}

),

released as (

    select distinct use_case from turns

),

use_cases as (

    select
        use_case,
        kpi,
        kpi_direction,
        lower(metric) as metric,
        coalesce(metric_direction, {{ flywheel._metric_direction('metric') }}) as metric_direction
    from {{ ref('flywheel__use_cases') }}

),

performance as (

    select
        *,
        {{ dbt.dateadd('minute', flywheel._half_period_minutes("'" ~ period ~ "'"), 'period_start') }} as middle
    from {{ ref('flywheel__model_performance') }}
    where segment is null and are_labels_in and judged >= 30 and value is not null

),

-- of the version that was live in the middle of the period; of all where no release is known
metrics as (

    select
        performance.use_case,
        performance.period_start,
        sum(performance.value * performance.judged) / sum(performance.judged) as metric_value
    from performance
    inner join use_cases
        on performance.use_case = use_cases.use_case and performance.metric = use_cases.metric
    left join turns
        on
            performance.use_case = turns.use_case
            and performance.version = turns.version
            and performance.middle >= turns.deployed_at
            and (turns.next_deployed_at is null or performance.middle < turns.next_deployed_at)
    left join released
        on performance.use_case = released.use_case
    where turns.use_case is not null or released.use_case is null
    group by performance.use_case, performance.period_start

),

spans as (

    select
        metrics.use_case,
        use_cases.kpi,
        metrics.period_start as span,
        metrics.period_start as starts_at,
        {{ dbt.dateadd(period, 1, 'metrics.period_start') }} as ends_at
    from metrics
    inner join use_cases
        on metrics.use_case = use_cases.use_case

),

kpis as (

    {{ flywheel._kpis_of_spans('spans') }}

)

select
    metrics.use_case,
    metrics.period_start,
    metrics.metric_value,
    kpis.kpi_value,
    {{ flywheel._goodness('metrics.metric_value', 'use_cases.metric_direction') }} as metric_goodness,
    {{ flywheel._goodness('kpis.kpi_value', 'use_cases.kpi_direction') }} as kpi_goodness
from metrics
inner join kpis
    on metrics.use_case = kpis.use_case and metrics.period_start = kpis.span
inner join use_cases
    on metrics.use_case = use_cases.use_case
