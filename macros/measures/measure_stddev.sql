{% macro measure_stddev(column, where=none) %}
    {#- Of a sample (n - 1), by the engine's own function: those update a mean as they go and keep their digits at any offset. -#}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({
        'value': 'stddev_samp(' ~ flywheel._finite('cast(' ~ values ~ ' as ' ~ flywheel._type_double() ~ ')') ~ ')',
        'sample_size': 'count(' ~ values ~ ')',
    }) }}
{% endmacro %}
