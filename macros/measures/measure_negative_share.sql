{% macro measure_negative_share(column, where=none) %}
    {{ return(flywheel._share_of_values(column, column ~ ' < 0', where)) }}
{% endmacro %}
