{% macro baseline_seasonal(series) %}
    {#- Trailing level plus the usual deviation of the phase (day of week, hour of day), both as medians, and limits from
        the median error of the same forecast on the periods before: nothing at or after the judged period is looked at. -#}
    {%- set training_periods = 56 -%}
    {%- set phases = 8 -%}
    select * from (
    with periods as (
        select
            *,
            case when known_event is null then value end as usual_value,
            {{ flywheel._period_number('period_start', 'period') }} as period_number,
            {{ flywheel._season_length('period') }} as season_length,
            -- the budget, spread over the judged periods of a year and the series of the metric, and over both sides
            false_alarms_per_year
            / (series_of_metric * case period when 'hour' then 8766.0 when 'week' then 52.18 when 'month' then 12.0 else 365.25 end)
            / case direction when 'both' then 2 else 1 end as tail_probability
        from {{ series }}
        where method = 'seasonal'
    ),

    phased as (
        select
            *,
            mod(period_number, season_length) as phase
        from periods
    ),

    levelled as (
        {{ flywheel._trailing('phased', ['series_id'], 'period_number', 28, {'level': ['median', 'usual_value']}) }}
    ),

    deviations as (
        select
            *,
            usual_value - level as deviation
        from levelled
    ),

    forecast as (
        {{ flywheel._trailing(
            'deviations', ['series_id', 'phase'], 'period_number', training_periods, {'usual_deviation': ['median', 'deviation']}
        ) }}
    ),

    errors as (
        select
            *,
            level + usual_deviation as expected,
            abs(usual_value - level - usual_deviation) as error
        from forecast
    ),

    scaled as (
        {{ flywheel._trailing(
            'errors', ['series_id'], 'period_number', training_periods,
            {'median_error': ['median', 'error'], 'training_size': ['count', 'error']}
        ) }}
    ),

    limits as (
        select
            *,
            -- 1.4826: the median absolute deviation of a normal, made a standard deviation
            1.4826 * median_error * {{ flywheel._t_limit('tail_probability', 'training_size') }} as reach
        from scaled
    )

    select
        {{ flywheel._series_columns() | join(',\n        ') }},
        expected,
        case
            when direction in ('down', 'both') then {{ flywheel._lesser('expected - reach', 'expected - min_effect * abs(expected)') }}
        end as lower,
        case
            when direction in ('up', 'both') then {{ flywheel._greater('expected + reach', 'expected + min_effect * abs(expected)') }}
        end as upper,
        cast(null as {{ flywheel._type_double() }}) as p_value,
        training_size
    from limits
    ) as seasonal
{% endmacro %}


{% macro _lesser(a, b) -%} case when {{ a }} < {{ b }} then {{ a }} else {{ b }} end {%- endmacro %}


{% macro _greater(a, b) -%} case when {{ a }} > {{ b }} then {{ a }} else {{ b }} end {%- endmacro %}


{% macro _t_limit(tail_probability, training_size) -%}
    {#- Upper quantile of Student's t, from the tail of the normal (Acklam) by Wallace's approximation. -#}
    {%- set q = 'sqrt(-2 * ln(' ~ tail_probability ~ '))' -%}
    {%- set z = '((((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q'
        ~ ' + 4.374664141464968) * q + 2.938163982698783) / ((((0.007784695709041462 * q + 0.3224671290700398) * q'
        ~ ' + 2.445134137142996) * q + 3.754408661907416) * q + 1))' -%}
    {%- set z = z | replace('q', q) -%}
    case when {{ training_size }} > 3 then
        sqrt({{ training_size }} * (exp(power({{ z }}, 2) * ({{ training_size }} - 1.5) / power({{ training_size }} - 1.0, 2)) - 1))
    end
{%- endmacro %}
