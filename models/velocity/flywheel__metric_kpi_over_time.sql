{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}
{%- set period = flywheel._performance_period() -%}
{%- set number = flywheel._number_text -%}
{%- set fewest = 8 -%}

with use_cases as (

    select
        *,
        coalesce(metric_direction, {{ flywheel._metric_direction('metric') }}) as known_metric_direction
    from {{ ref('flywheel__use_cases') }}

),

periods as (

    select * from {{ ref('flywheel__metric_kpi_periods') }}

),

{{ flywheel._correlated_changes('periods', period, confidence) }},

halves as (

    select
        *,
        ntile(2) over (partition by use_case order by period_start) as half
    from periods

),

gains as (

    select
        use_case,
        count(*) as periods,
        avg(case half when 2 then metric_goodness end) - avg(case half when 1 then metric_goodness end) as metric_gain,
        avg(case half when 2 then kpi_goodness end) - avg(case half when 1 then kpi_goodness end) as kpi_gain
    from halves
    group by use_case

),

described as (

    select
        use_cases.use_case,
        use_cases.metric,
        use_cases.kpi,
        use_cases.known_metric_direction as metric_direction,
        use_cases.kpi_direction,
        coalesce(gains.periods, 0) as periods,
        gains.metric_gain,
        gains.kpi_gain,
        coalesce(change_correlations.changes, 0) as changes,
        change_correlations.effective_changes,
        change_correlations.correlation,
        change_correlations.lower,
        change_correlations.upper,
        change_correlations.p_value,
        gains.metric_gain > 0 and gains.kpi_gain < 0 as is_apart
    from use_cases
    left join gains on use_cases.use_case = gains.use_case
    left join change_correlations on use_cases.use_case = change_correlations.use_case

),

judged as (

    select
        *,
        case
            when changes < {{ fewest }} or lower is null then 'not_assessed'
            when is_apart and upper < 0 then 'fail'
            when is_apart or lower <= 0 then 'warn'
            else 'pass'
        end as verdict
    from described

)

select
    use_case,
    cast(periods as {{ flywheel._contract_type('int') }}) as periods,
    metric_gain,
    kpi_gain,
    cast(changes as {{ flywheel._contract_type('int') }}) as changes,
    effective_changes,
    correlation,
    lower,
    upper,
    p_value,
    verdict,
    case
        {{ flywheel._nothing_to_align() }}
        when changes < {{ fewest }}
            then
                'Too few {{ period }}s: both ' || metric || ' in production and ' || kpi || ' are known of '
                || {{ number('periods') }} || ', and of ' || {{ number('changes') }}
                || ' how they changed from the one before; {{ fewest }} are wanted.'
        when correlation is null
            then
                'Over ' || {{ number('periods') }} || ' {{ period }}s one of ' || metric || ' and ' || kpi
                || ' never changed.'
        when verdict = 'not_assessed'
            then
                'The changes from one {{ period }} to the next follow one another, and say no more than '
                || {{ number('effective_changes') }} || ' would.'
        else
            case
                when verdict = 'fail' then 'Goodhart over time: '
                when is_apart then 'May be Goodhart over time: '
                when upper < 0 then 'Moves against the KPI over time: '
                when verdict = 'warn' then 'Is not shown to move with the KPI over time: '
                else 'Moves with the KPI over time: '
            end
            || 'from the first to the second half of ' || {{ number('periods') }} || ' {{ period }}s ' || metric
            || ' got ' || {{ flywheel._better_or_worse('metric_gain') }} || ' and ' || kpi || ' '
            || {{ flywheel._better_or_worse('kpi_gain') }}
            || '; their changes from one {{ period }} to the next have a correlation of '
            || {{ number('correlation') }} || ' (' || {{ number('lower') }} || ' to ' || {{ number('upper') }}
            || ', p = ' || {{ number('p_value') }} || ').'
    end as reason
from judged
