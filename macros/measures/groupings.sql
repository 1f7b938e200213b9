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


{% macro _group_keys(period, groupings) %}
    {#- The columns of measured_rows that say which period a row belongs to, and which segment of each grouping. -#}
    {%- set keys = ['flywheel_period'] if period != 'none' else [] -%}
    {%- for number in range(1, groupings + 1) -%} {%- do keys.append('flywheel_segment_' ~ number) -%} {%- endfor -%}
    {{ return(keys) }}
{% endmacro %}


{% macro _group_by(period, groupings, by=[]) -%}
    {#- By period, whole and by each grouping; and by further columns, where equal values are grouped. -#}
    {%- set time = ['flywheel_period'] if period != 'none' else [] -%}
    {%- if groupings -%}
        {%- set sets = ['(' ~ (time + by) | join(', ') ~ ')'] -%}
        {%- for number in range(1, groupings + 1) -%}
            {%- do sets.append('(' ~ (time + ['flywheel_segment_' ~ number] + by) | join(', ') ~ ')') -%}
        {%- endfor -%}
        group by grouping sets ({{ sets | join(', ') }})
    {%- elif time or by -%}
        group by {{ (time + by) | join(', ') }}
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
