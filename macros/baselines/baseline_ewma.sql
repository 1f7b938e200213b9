{% macro baseline_ewma(observations, past=none, policies=none) %}
    {#- For small shifts that last: the exponentially weighted mean of the newest periods (Roberts 1959, lambda 0.2, cut after 21 periods
        and divided by the weights that are there) against the mean of the training periods before those. A value's
        limits are those at which the weighted mean would reach its own. -#}
    {%- set rate, newest = 0.2, 21 %}
    {%- for way in flywheel._ways_in_use('ewma', ['training_periods'], policies) %}
    {%- set periods = way.training_periods %}
    select
        {{ flywheel._expectation_columns(['expected', 'lower', 'upper', 'p_value', 'training_size', 'signal']) | join(',\n        ') }}
    from (
        with taught {{ flywheel._as_step() }} (
            {{ flywheel._taught(observations, 'ewma', way, past) }}
        ),

        learned {{ flywheel._as_step() }} (
            {%- set columns = {
                'expected': ['mean', flywheel._teaches(), periods + newest - 1, newest],
                'deviation': ['stddev', flywheel._teaches(), periods + newest - 1, newest],
                'training_size': ['count', flywheel._teaches(), periods + newest - 1, newest],
            } -%}
            {%- for lag in range(1, newest) -%} {%- do columns.update({'before_' ~ lag: ['sum', flywheel._teaches(), lag, lag]}) -%} {%- endfor %}
            {{ flywheel._look_back('taught', columns, past) }}
        ),

        weights {{ flywheel._as_step() }} (
            select
                *,
                value
                {%- for lag in range(1, newest) %} + {{ (1 - rate) ** lag }} * coalesce(before_{{ lag }}, 0){% endfor %} as weighted_sum,
                1
                {%- for lag in range(1, newest) %} + case when before_{{ lag }} is null then 0 else {{ (1 - rate) ** lag }} end{% endfor %} as weights,
                1
                {%- for lag in range(1, newest) %} + case when before_{{ lag }} is null then 0 else {{ (1 - rate) ** (2 * lag) }} end{% endfor %} as squares
            from learned
        ),

        spreads {{ flywheel._as_step() }} (
            select
                *,
                weighted_sum / weights as weighted_mean,
                weighted_sum / weights - expected as distance,
                deviation * sqrt(squares / power(weights, 2) + 1.0 / nullif(training_size, 0)) as spread,
                training_size - 1 as freedom
            from weights
        ),

        {{ flywheel._t_limits('spreads') }},

        signalled {{ flywheel._as_step() }} (
            select
                *,
                case when weighted_mean < lower or weighted_mean > upper then
                    'the weighted mean of the last {{ newest }} periods is ' || {{ flywheel._number_text('weighted_mean') }}
                    || case when weighted_mean < lower then ', below ' || {{ flywheel._number_text('lower') }}
                        else ', above ' || {{ flywheel._number_text('upper') }} end
                    || '; ' || {{ flywheel._number_text('expected') }} || ' was expected from '
                    || {{ flywheel._number_text('training_size') }} || ' earlier periods'
                end as signal
            from judged
        )

        select
            {{ flywheel._seen_columns() | join(',\n            ') }},
            expected,
            value + (lower - weighted_mean) * weights as lower,
            value + (upper - weighted_mean) * weights as upper,
            p_value,
            training_size,
            signal
        from signalled
        where period_start is not null
    ) as ewma_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
