{% macro measure_sum(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({
        'value': 'sum(cast(' ~ values ~ ' as ' ~ flywheel._type_double() ~ '))',
        'sample_size': 'count(' ~ values ~ ')',
    }) }}
{% endmacro %}
