{% macro measure_unique_value_ratio(column, where=none) %}
    {#- Deequ's UniqueValueRatio: values that occur once, over distinct values. -#}
    {{ return({
        'by': flywheel._as_list(column),
        'where': flywheel._both(flywheel._any_known(column), where),
        'numerator': 'count(case when flywheel_group_rows = 1 then 1 end)',
        'sample_size': 'count(case when flywheel_group_rows > 0 then 1 end)',
    }) }}
{% endmacro %}
