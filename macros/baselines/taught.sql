{% macro _taught(observations, method, way, past) %}
    {#- The observations of a method and a way of using it ({setting: value}), ready to look back over: with their budget, the
        probability of a false alarm in one period, and, where whole series are judged, without gaps. -#}
    {%- set mine -%}
        (
            select *
            from {{ observations }} as observations
            where
                observations.method = '{{ method }}'
                {%- for setting, value in way.items() %}
                and observations.{{ setting }} {{ 'is null' if value is none else '= ' ~ flywheel._literal(value) }}
                {%- endfor %}
        )
    {%- endset -%}
    select
        *,
        false_alarms_per_year / {{ flywheel._periods_per_year('period') }} as budget
    {%- if past %}
    from {{ mine }} as observed
    {%- else %}
    from ({{ flywheel._without_gaps(mine) }}) as observed
    {%- endif %}
{% endmacro %}


{% macro _teaches() -%}
    {#- What a period teaches those after it: its value, unless it was in a known event. -#}
    case when known_event is null then value end
{%- endmacro %}
