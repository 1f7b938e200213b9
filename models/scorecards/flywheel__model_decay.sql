{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}
{%- set tolerance = flywheel._number_var('flywheel_performance_tolerance', 0.1) -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set number = flywheel._number_text -%}
{%- set period = flywheel._performance_period() -%}
{%- set worse_way = flywheel._worse_way('metric') -%}

with releases as (

    select
        use_case,
        version,
        max(deployed_at) as deployed_at,
        max(case when retired_at is null and not is_rolled_back then 1 else 0 end) as is_live
    from {{ ref('flywheel__releases') }}
    group by use_case, version

),

performance as (

    select
        performance.*,
        releases.deployed_at,
        coalesce(releases.is_live, 0) = 1 as is_live,
        min(performance.period_start) over (
            partition by performance.use_case, performance.version
        ) as first_predicted_at
    from {{ ref('flywheel__model_performance') }} as performance
    left join releases
        on performance.use_case = releases.use_case and performance.version = releases.version

),

-- `loss` is the metric turned so that more is worse, in the middle of its period
points as (

    select
        *,
        {{ worse_way }} * value as loss,
        1 / power(value_error, 2) as weight,
        (
            {{ flywheel._days_between('first_predicted_at', 'period_start') }}
            + {{ flywheel._days_between('first_predicted_at', dbt.dateadd(period, 1, 'period_start')) }}
        ) / 2 as day
    from performance
    where
        are_labels_in
        and value_error > 0
        and judged >= 30
        and (deployed_at is null or period_start >= {{ flywheel._period_start('deployed_at', period) }})

),

{{ flywheel._loss_lines('points') }},

{{ flywheel._two_sided_t('tested', confidence) }},

{{ flywheel._days_of_limits('t_limits', confidence, tolerance) }},

judged as (

    select
        *,
        case
            when p_value is null then 'not_assessed'
            when not is_decaying then 'pass'
            when is_live and retrain_by <= cast({{ flywheel._now() }} as date) then 'fail'
            else 'warn'
        end as verdict
    from dated

)

select
    use_case,
    version,
    segment,
    metric,
    cast(periods as {{ int }}) as periods,
    first_period_start,
    last_period_start,
    {{ worse_way }} * slope as slope_per_day,
    {{ worse_way }} * slope - t_limit * slope_error as slope_lower,
    {{ worse_way }} * slope + t_limit * slope_error as slope_upper,
    p_value,
    {{ worse_way }} * (mean_loss + slope * (last_day - mean_day)) as value_at_last,
    {{ worse_way }} * loss_limit as limit_value,
    case when loss_limit is not null then limited_by end as limited_by,
    retrain_by,
    is_live,
    verdict,
    case
        when verdict = 'not_assessed'
            then
                {{ number('periods') }}
                || case periods when 1 then ' period has' else ' periods have' end
                || ' enough labels, which shows no trend.'
        when verdict = 'pass' then 'No decay is shown over ' || {{ number('periods') }} || ' periods.'
        else
            metric || ' gets worse by ' || {{ number('30 * slope') }} || ' in thirty days, more than chance; '
            || case
                when retrain_by is null then 'in ten years it will not reach '
                when verdict = 'fail'
                    then
                        'it should have been retrained by ' || cast(retrain_by as {{ dbt.type_string() }})
                        || ', when it may have reached '
                else 'to be retrained by ' || cast(retrain_by as {{ dbt.type_string() }}) || ', when it may reach '
            end
            || {{ number('abs(loss_limit)') }} || ', that of ' || limited_by || '.'
    end as reason
from judged
