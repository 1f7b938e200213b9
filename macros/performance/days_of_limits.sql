{% macro _days_of_limits(lines, confidence, tolerance) %}
    {#- By when a loss that gets worse may have reached what it should not get beyond: for lines of _loss_lines() with p_value and t_limit. Common
        table expressions; the last is `dated`, with is_decaying, loss_limit, limited_by and retrain_by. -#}
    {# beyond which it should not get: the baseline, or what is tolerated of its validation, or else of its first periods #}
    limited as (
        select
            *,
            coalesce(p_value < {{ 1 - confidence }} and slope > 0, false) as is_decaying,
            case when metric = 'auc' then -0.5 when metric in ('log_loss', 'accuracy', 'rmse') then baseline_loss end
                as baseline_limit,
            coalesce(
                {{ flywheel._worse_way('metric') }} * validation_value,
                mean_loss + slope * (first_day - mean_day)
            ) as reference
        from {{ lines }}
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

    {# the day on which the upper bound of the line meets the limit. The bound, with u the days since mean_day, is
       mean_loss + slope * u + t_limit * sqrt(variance * (1 / weight + u^2 / day_squares))
       so that u is the smaller root of a quadratic equation, real wherever decay is shown #}
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
    )
{% endmacro %}
