{% macro _groupings(segments) %}
    {#- Segments as a list of lists of columns: each alone, crossed where the user wrote a list. -#}
    {%- set groupings = [] -%}
    {%- for segment in ([segments] if segments is string else segments) -%}
        {%- do groupings.append([segment] if segment is string else segment | list) -%}
    {%- endfor -%}
    {{ return(groupings) }}
{% endmacro %}


{% macro _segment_label(columns) -%}
    {#- The segment of a row, as text. A null is a segment of its own, never the whole. -#}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- do parts.append("coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '(null)')") -%}
    {%- endfor -%}
    {{ parts | join(" || ' / ' || ") }}
{%- endmacro %}


{% macro _group_by(period, groupings) -%}
    {%- set time = ['flywheel_period'] if period != 'none' else [] -%}
    {%- if groupings -%}
        {%- set sets = ['(' ~ time | join ~ ')'] -%}
        {%- for number in range(1, groupings + 1) -%}
            {%- do sets.append('(' ~ (time + ['flywheel_segment_' ~ number]) | join(', ') ~ ')') -%}
        {%- endfor -%}
        group by grouping sets ({{ sets | join(', ') }})
    {%- elif time -%}
        group by flywheel_period
    {%- endif -%}
{%- endmacro %}


{% macro _grouped_segment(groupings) -%}
    {#- segment_by and segment of a row of _group_by: nulls for the whole. -#}
    {%- if groupings -%}
    case
    {%- for grouping in groupings %}
        when flywheel_segment_{{ loop.index }} is not null then {{ dbt.string_literal(grouping | join(' / ')) }}
    {%- endfor %}
    end as segment_by,
    coalesce({% for grouping in groupings %}flywheel_segment_{{ loop.index }}, {% endfor %}null) as segment
    {%- else -%}
    cast(null as {{ dbt.type_string() }}) as segment_by,
    cast(null as {{ dbt.type_string() }}) as segment
    {%- endif -%}
{%- endmacro %}
