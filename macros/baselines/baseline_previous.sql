{% macro baseline_previous(observations, past=none, policies=none) %}
    {#- The period before, the same one a week ago or a year ago (of 364 days, so that weekdays meet): `ago`. The spread is that of
        earlier such differences, about zero. -#}
    {%- for way in flywheel._ways_in_use('previous', ['training_periods', 'ago'], policies) %}
    {%- set before = {} -%}
    {%- for period, lag in flywheel._lags(way.ago).items() -%}
        {%- do before.update({'before_' ~ period: ['sum', flywheel._teaches(), lag, lag]}) -%}
    {%- endfor %}
    select
        {{ flywheel._expectation_columns(['expected', 'lower', 'upper', 'p_value', 'training_size', 'error']) | join(',\n        ') }}
    from (
        with taught {{ flywheel._as_step() }} (
            {{ flywheel._taught(observations, 'previous', way, past) }}
        ),

        before {{ flywheel._as_step() }} (
            {{ flywheel._look_back('taught', before, past) }}
        ),

        expectations {{ flywheel._as_step() }} (
            select
                *,
                value - expected as distance,
                {{ flywheel._teaches() }} - expected as error
            from (
                select
                    *,
                    case period
                        {%- for column in before if column != 'before_day' %}
                        when '{{ column.removeprefix('before_') }}' then {{ column }}
                        {%- endfor %}
                        else before_day
                    end as expected
                from before
            ) as compared
        ),

        learned {{ flywheel._as_step() }} (
            {{ flywheel._look_back('expectations', {
                'error_square': ['mean', 'power(error, 2)', way.training_periods, 1],
                'training_size': ['count', 'error', way.training_periods, 1],
            }, past) }}
        ),

        spreads {{ flywheel._as_step() }} (
            select
                *,
                sqrt(error_square) as spread,
                training_size as freedom
            from learned
        ),

        {{ flywheel._t_limits('spreads') }}

        select * from judged where period_start is not null
    ) as previous_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro _lags(ago) %}
    {#- How many periods ago that is, {period: number}. -#}
    {{ return({
        'period': {'hour': 1, 'day': 1, 'week': 1, 'month': 1},
        'week': {'hour': 168, 'day': 7, 'week': 1},
        'year': {'hour': 8736, 'day': 364, 'week': 52, 'month': 12},
    }[ago]) }}
{% endmacro %}
