{% macro _correlated_changes(relation, period, confidence) %}
    {#- Whether two series change together, per use_case, for a relation with use_case, period_start, metric_goodness and kpi_goodness. Of their
        changes from one period to the next, so that a trend in both is no correlation: `correlation` is Pearson's. Changes that follow
        their forerunners say less than independent ones would: they count as `effective_changes`, n (1 - ab) / (1 + ab) with a and b the
        correlations of each series' changes with those before (Bartlett 1935), and at most n. `p_value` is Student's with two fewer
        degrees of freedom; `lower` and `upper` are Fisher's interval; all three with more than three effective changes. Common table
        expressions; the last is `change_correlations`. -#}
    {%- set reach = flywheel.normal_quantile((1 + confidence) / 2) -%}
    {%- set of_use_case = 'over (partition by use_case order by period_start)' -%}
    values_with_last as (
        select
            *,
            lag(period_start) {{ of_use_case }} as last_period_start,
            {%- for series in ['metric', 'kpi'] %}
            {{ series }}_goodness - lag({{ series }}_goodness) {{ of_use_case }} as {{ series }}_step,
            max(abs({{ series }}_goodness)) over (partition by use_case) as largest_{{ series }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ relation }}
    ),

    changes as (
        select
            *,
            {%- for series in ['metric', 'kpi'] %}
            {{ series }}_step - avg({{ series }}_step) over (partition by use_case) as {{ series }}_change{{ ',' if not loop.last }}
            {%- endfor %}
        from values_with_last
        where period_start = {{ dbt.dateadd(period, 1, 'last_period_start') }}
    ),

    changes_with_last as (
        select
            *,
            {%- for series in ['metric', 'kpi'] %}
            case
                when last_period_start = lag(period_start) {{ of_use_case }} then lag({{ series }}_change) {{ of_use_case }}
            end as last_{{ series }}_change{{ ',' if not loop.last }}
            {%- endfor %}
        from changes
    ),

    {# steps that differ in their last digits are all the same #}
    sums as (
        select
            use_case,
            count(*) as changes,
            sum(metric_change * kpi_change) as products,
            {%- for series in ['metric', 'kpi'] %}
            sum({{ series }}_change * last_{{ series }}_change) as {{ series }}_products,
            case
                when sum(power({{ series }}_change, 2)) > count(*) * power(1e-9 * max(largest_{{ series }}), 2)
                    then sum(power({{ series }}_change, 2))
            end as {{ series }}_squares{{ ',' if not loop.last }}
            {%- endfor %}
        from changes_with_last
        group by use_case
    ),

    correlated as (
        select
            *,
            products / sqrt(metric_squares * kpi_squares) as correlation,
            metric_products / metric_squares * (kpi_products / kpi_squares) as dependence
        from sums
    ),

    counted as (
        select
            *,
            case
                when dependence > 0 then changes * (1 - dependence) / (1 + dependence) when dependence <= 0 then changes
            end as effective_changes
        from correlated
    ),

    enough as (
        select
            use_case,
            effective_changes,
            {{ flywheel._clip('correlation', -0.999999999999999, 0.999999999999999) }} as below_one
        from counted
        where effective_changes > 3
    ),

    tested as (
        select
            *,
            effective_changes - 2 as degrees,
            below_one * sqrt((effective_changes - 2) / (1 - power(below_one, 2))) as t,
            0.5 * ln((1 + below_one) / (1 - below_one)) as fisher_z,
            {{ reach }} / sqrt(effective_changes - 3) as fisher_reach
        from enough
    ),

    {{ flywheel._two_sided_t('tested', confidence) }},

    change_correlations as (
        select
            counted.use_case,
            counted.changes,
            counted.effective_changes,
            counted.correlation,
            {{ flywheel._hyperbolic_tangent('t_limits.fisher_z - t_limits.fisher_reach') }} as lower,
            {{ flywheel._hyperbolic_tangent('t_limits.fisher_z + t_limits.fisher_reach') }} as upper,
            t_limits.p_value
        from counted
        left join t_limits on counted.use_case = t_limits.use_case
    )
{% endmacro %}


{% macro _hyperbolic_tangent(x) -%}
    {#- Beyond 20 it is 1 to the last digit, and exp() of much more is no number any more. -#}
    (1 - 2 / (exp(2 * {{ flywheel._clip(x, -20, 20) }}) + 1))
{%- endmacro %}
