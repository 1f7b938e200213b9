{% macro measure_max(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'value': 'max(' ~ values ~ ')', 'sample_size': 'count(' ~ values ~ ')', 'highest': column}) }}
{% endmacro %}
