{% macro _observed(observations, windows, past) %}
    {#- Observations on a scale on which noise does not depend on the level (Anscombe 1948): square root for
        counts, arc sine for shares, as it is for the rest. `unit` is the standard deviation that chance alone gives there,
        and the unit of errors; `weight` is what a period counts in a mean. `usual` is null in a known event: such a period teaches
        nothing. Narrow, for every look back carries all of it along. -#}
    select
        series_id,
        cast(period_number as {{ dbt.type_int() }}) as period_number,
        {%- if windows.same_phase == 'by date' %}
        phase,
        cycle,
        {%- endif %}
        kind = 'count' as is_count,
        kind = 'share' as is_share,
        min_effect as least_effect,
        case when known_event is null then
            case kind
                when 'share' then case when sample_size > 0 then asin(sqrt((numerator + 0.375) / (sample_size + 0.75))) end
                when 'count' then case when value is not null then sqrt(greatest(value, 0) + 0.375) end
                else value
            end
        end as usual,
        case kind when 'share' then 1 / sqrt(4.0 * sample_size + 2) when 'count' then 0.5 else 1.0 end as unit,
        case kind when 'share' then cast(sample_size as {{ flywheel._type_double() }}) else 1.0 end as weight
    {%- if past %}
    from {{ observations }} as observed
    {%- else %}
    from ({{ flywheel._without_gaps(observations) }}) as observed
    {%- endif %}
{% endmacro %}


{% macro _original(expression) -%}
    {#- From the scale of _observed to the unit of value again. What lies beyond what can be is the end of what can. -#}
    case
        when {{ expression }} is null then null
        when is_share then power(sin(least(greatest({{ expression }}, 0), 1.5707963267948966)), 2)
        when is_count then greatest(power(greatest({{ expression }}, 0), 2) - 0.375, 0)
        else {{ expression }}
    end
{%- endmacro %}


{% macro _cases(place) -%}
    {#- How many cases a place on the scale of _observed stands for, plus 3/8: of a count all, of a share the rarer of cases and
        others. Null for other numbers. -#}
    case
        when is_count then power({{ place }}, 2)
        when is_share then weight * least(power(sin({{ place }}), 2), power(cos({{ place }}), 2)) + 0.375
    end
{%- endmacro %}


{% macro _least_noise(place) -%}
    {#- The variance, in units, that counts and shares have at least: a ninth, and near 1 where cases are few, for where most
        periods have none, what was seen of them is quieter than what is to come. -#}
    greatest(1 / 9.0, least(1, 0.5 / greatest({{ flywheel._cases(place) }}, 0.25)))
{%- endmacro %}
