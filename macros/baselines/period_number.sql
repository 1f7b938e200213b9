{% macro _period_number(period_start, period) -%}
    {#- Periods since Monday, 5 January 1970: whole numbers one apart, so that a gap is seen and a phase is a remainder. -#}
    {%- set origin = "cast('1970-01-05' as " ~ dbt.type_timestamp() ~ ")" -%}
    cast(case {{ period }}
    {%- for name in ['hour', 'week', 'month'] %}
        when '{{ name }}' then {{ dbt.datediff(origin, period_start, name) }}
    {%- endfor %}
        else {{ dbt.datediff(origin, period_start, 'day') }}
    end as {{ flywheel._contract_type('int') }})
{%- endmacro %}


{% macro _season_length(period) -%}
    {#- Periods after which a pattern may repeat: a week of days, a day of hours. -#}
    case {{ period }} when 'day' then 7 when 'hour' then 24 else 1 end
{%- endmacro %}
