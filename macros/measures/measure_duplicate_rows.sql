{% macro measure_duplicate_rows(columns, where=none) %}
    {#- Rows beyond the first of each combination of values; here a null is a value like any other. -#}
    {%- set repeats = 'coalesce(sum(flywheel_group_rows), 0) - count(case when flywheel_group_rows > 0 then 1 end)' -%}
    {{ return({
        'by': flywheel._as_list(columns),
        'where': where,
        'value': repeats,
        'numerator': repeats,
        'sample_size': 'coalesce(sum(flywheel_group_rows), 0)',
        'repeated': flywheel._as_list(columns),
        'above': 'rows_like_this > 1',
    }) }}
{% endmacro %}
