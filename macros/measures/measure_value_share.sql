{% macro measure_value_share(column, value, where=none) %}
    {#- One bar of Deequ's Histogram; `most_common_share` is its highest. -#}
    {{ return(flywheel._share_of_values(column, column ~ ' = ' ~ flywheel._literal(value), where)) }}
{% endmacro %}
