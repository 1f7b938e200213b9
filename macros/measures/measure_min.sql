{% macro measure_min(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'value': 'min(' ~ values ~ ')', 'sample_size': 'count(' ~ values ~ ')', 'lowest': column}) }}
{% endmacro %}
