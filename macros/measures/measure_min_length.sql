{% macro measure_min_length(column, where=none) %}
    {%- set length = flywheel._length(column) -%}
    {%- set values = flywheel._only_where(length, where) -%}
    {{ return({'value': 'min(' ~ values ~ ')', 'sample_size': 'count(' ~ values ~ ')', 'lowest': length}) }}
{% endmacro %}
