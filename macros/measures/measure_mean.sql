{% macro measure_mean(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({
        'value': 'avg(cast(' ~ values ~ ' as ' ~ flywheel._type_double() ~ '))',
        'sample_size': 'count(' ~ values ~ ')',
    }) }}
{% endmacro %}
