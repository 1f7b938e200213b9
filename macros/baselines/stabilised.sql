{% macro _stabilised(series, method) %}
    {#- The series of a method, on a scale on which noise does not depend on the level (Anscombe 1948): square root for
        counts, arc sine for shares with a sample size, as it is for the rest. `least_noise` is the standard deviation that
        chance alone gives there, and the unit of errors; `noise_floor` is the least number of those units. `half_unit` is half a step of value.
        `usual` is null in a known event: such a period teaches nothing. -#}
    with kinds as (
        select
            *,
            case
                when numerator is not null and sample_size > 0 then 'share'
                when value = sample_size then 'count'
                else 'real'
            end as kind,
            {{ flywheel._period_number('period_start', 'period') }} as period_number,
            {{ flywheel._season_length('period') }} as season_length
        from {{ series }}
        where method = '{{ method }}'
    ),

    transformed as (
        select
            *,
            mod(period_number, season_length) as phase,
            case kind
                when 'share' then asin(sqrt((numerator + 0.375) / (sample_size + 0.75)))
                when 'count' then sqrt(value + 0.375)
                else value
            end as observed,
            case kind when 'share' then 1 / sqrt(4.0 * sample_size + 2) when 'count' then 0.5 else 1.0 end as least_noise,
            case kind when 'real' then 0.0 else 1.0 end as noise_floor,
            case kind when 'share' then 0.5 / sample_size when 'count' then 0.5 else 0.0 end as half_unit,
            -- the budget, spread over the periods of a year and the series of the metric, and over both sides
            false_alarms_per_year / series_of_metric
            / case period when 'hour' then 8766.0 when 'week' then 52.18 when 'month' then 12.0 else 365.25 end
            / case direction when 'both' then 2 else 1 end as tail_probability
        from kinds
    )

    select
        *,
        case when known_event is null then observed end as usual
    from transformed
{% endmacro %}


{% macro _unstabilised(expression) -%}
    {#- A limit on the scale of _stabilised, in the unit of value again. A limit beyond what can be is the end of what can.
        least() and greatest() leave nulls out on some engines, hence the first line. -#}
    case
        when {{ expression }} is null then null
        when kind = 'share' then power(sin(least(greatest({{ expression }}, 0), 1.5707963267948966)), 2)
        when kind = 'count' then greatest(power(greatest({{ expression }}, 0), 2) - 0.375, 0)
        else {{ expression }}
    end
{%- endmacro %}
