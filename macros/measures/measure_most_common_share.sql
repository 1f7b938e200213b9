{% macro measure_most_common_share(column, where=none) %}
    {#- The highest bar of Deequ's Histogram, over rows with a value. -#}
    {{ return({
        'by': flywheel._as_list(column),
        'where': flywheel._both(flywheel._any_known(column), where),
        'numerator': 'coalesce(max(flywheel_group_rows), 0)',
        'sample_size': 'coalesce(sum(flywheel_group_rows), 0)',
    }) }}
{% endmacro %}
