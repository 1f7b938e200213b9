{% macro measure_row_count(where=none) %}
    {#- Deequ's Size. -#}
    {{ return({'value': flywheel._count_where(where), 'sample_size': flywheel._count_where(where)}) }}
{% endmacro %}
