{% macro measure_uniqueness(column, where=none) %}
    {#- Deequ's Uniqueness: rows whose value, or combination of values, no other row has, over rows with a value. -#}
    {{ return({
        'by': flywheel._as_list(column),
        'where': flywheel._both(flywheel._any_known(column), where),
        'numerator': 'count(case when flywheel_group_rows = 1 then 1 end)',
        'sample_size': 'coalesce(sum(flywheel_group_rows), 0)',
        'repeated': flywheel._as_list(column),
        'below': 'rows_like_this > 1',
    }) }}
{% endmacro %}


{% macro _any_known(columns) -%}
    {%- set known = [] -%}
    {%- for column in flywheel._as_list(columns) -%} {%- do known.append(column ~ ' is not null') -%} {%- endfor -%}
    {{ return('(' ~ known | join(' or ') ~ ')') }}
{%- endmacro %}


{% macro _as_list(value) %}
    {{ return([value] if value is string else value | list) }}
{% endmacro %}
