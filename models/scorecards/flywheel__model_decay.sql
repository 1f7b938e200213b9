{%- set confidence = var('flywheel_confidence', 0.95) -%}
{%- set tolerance = var('flywheel_performance_tolerance', 0.1) -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set number = flywheel._number_text -%}
{%- set period = flywheel._performance_period() -%}

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
        case metric when 'auc' then -value else value end as loss,
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

centred as (

    select
        *,
        sum(weight * day) over (partition by use_case, version, segment)
        / sum(weight) over (partition by use_case, version, segment) as mean_day,
        sum(weight * loss) over (partition by use_case, version, segment)
        / sum(weight) over (partition by use_case, version, segment) as mean_loss
    from points

),

-- a weighted least squares line, each period by the inverse of its squared standard error
sums as (

    select
        use_case,
        version,
        segment,
        metric,
        is_live,
        first_predicted_at,
        count(*) as periods,
        min(period_start) as first_period_start,
        max(period_start) as last_period_start,
        min(day) as first_day,
        max(day) as last_day,
        max(mean_day) as mean_day,
        max(mean_loss) as mean_loss,
        max(validation_value) as validation_value,
        sum(weight * coalesce(baseline_log_loss, baseline_rmse)) / sum(weight) as baseline_value,
        sum(weight) as weight,
        sum(weight * power(day - mean_day, 2)) as day_squares,
        sum(weight * (day - mean_day) * (loss - mean_loss)) as products,
        sum(weight * power(loss - mean_loss, 2)) as loss_squares
    from centred
    group by use_case, version, segment, metric, is_live, first_predicted_at

),

lines as (

    select
        *,
        case when periods > 1 then products / nullif(day_squares, 0) end as slope,
        case when periods > 2 then periods - 2 end as degrees,
        -- residual variance of a period of weight 1; nothing where only the last digits are left
        case
            when loss_squares - power(products, 2) / nullif(day_squares, 0) > 1e-12 * loss_squares
                then (loss_squares - power(products, 2) / day_squares) / nullif(periods - 2, 0)
        end as variance
    from sums

),

tested as (

    select
        *,
        sqrt(variance / day_squares) as slope_error,
        slope / sqrt(variance / day_squares) as t
    from lines

),

{{ flywheel._two_sided_t('tested', confidence) }},

-- beyond which it should not get: the baseline, or what is tolerated of its validation, or else of its first periods
limited as (

    select
        *,
        coalesce(p_value < {{ 1 - confidence }} and slope > 0, false) as is_decaying,
        case metric when 'auc' then -0.5 when 'log_loss' then baseline_value when 'rmse' then baseline_value end
            as baseline_limit,
        coalesce(
            case metric when 'auc' then -validation_value else validation_value end,
            mean_loss + slope * (first_day - mean_day)
        ) as reference
    from t_limits

),

nearest_limits as (

    select
        *,
        case
            when baseline_limit < reference + {{ tolerance }} * abs(reference) then baseline_limit
            else reference + {{ tolerance }} * abs(reference)
        end as loss_limit,
        case
            when baseline_limit < reference + {{ tolerance }} * abs(reference) then 'the baseline'
            when validation_value is not null then 'its validation, with what is tolerated'
            else 'its first periods, with what is tolerated'
        end as limited_by
    from limited

),

-- the day on which the upper bound of the line meets the limit. The bound, with u the days since mean_day, is
-- mean_loss + slope * u + t_limit * sqrt(variance * (1 / weight + u^2 / day_squares))
-- so that u is the smaller root of a quadratic equation, real wherever decay is shown
discriminants as (

    select
        *,
        power(t_limit, 2) * variance
        * (
            power(loss_limit - mean_loss, 2) / day_squares
            + (power(slope, 2) - power(t_limit * slope_error, 2)) / weight
        ) as discriminant
    from nearest_limits

),

crossings as (

    select
        *,
        case
            when is_decaying
                then
                    mean_day
                    + (slope * (loss_limit - mean_loss) - sqrt(discriminant))
                    / (power(slope, 2) - power(t_limit * slope_error, 2))
        end as limit_day
    from discriminants

),

dated as (

    select
        *,
        case
            when limit_day < 3650
                then cast({{ dbt.dateadd('day', 'cast(floor(limit_day) as integer)', 'first_predicted_at') }} as date)
        end as retrain_by
    from crossings

),

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
    case metric when 'auc' then -slope else slope end as slope_per_day,
    case metric when 'auc' then -slope else slope end - t_limit * slope_error as slope_lower,
    case metric when 'auc' then -slope else slope end + t_limit * slope_error as slope_upper,
    p_value,
    case metric when 'auc' then -1 else 1 end * (mean_loss + slope * (last_day - mean_day)) as value_at_last,
    case metric when 'auc' then -loss_limit else loss_limit end as limit_value,
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
