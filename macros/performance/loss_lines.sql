{% macro _loss_lines(points) %}
    {#- The weighted least squares line of a version's loss over its days, per use_case, version and segment, each period by the inverse of its
        squared standard error. For a relation with these, with day, loss and weight, and with what is known of the version. Common table
        expressions; the last is `tested`, with slope, null with one period, and slope_error, t and degrees, null with two. -#}
    centred as (
        select
            *,
            sum(weight * day) over (partition by use_case, version, segment)
            / sum(weight) over (partition by use_case, version, segment) as mean_day,
            sum(weight * loss) over (partition by use_case, version, segment)
            / sum(weight) over (partition by use_case, version, segment) as mean_loss
        from {{ points }}
    ),

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
            sum(weight * coalesce(baseline_log_loss, -baseline_accuracy, baseline_rmse)) / sum(weight) as baseline_loss,
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
    )
{% endmacro %}
