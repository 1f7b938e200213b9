{% macro measure_max_length(column, where=none) %}
    {%- set length = flywheel._length(column) -%}
    {%- set values = flywheel._only_where(length, where) -%}
    {{ return({'value': 'max(' ~ values ~ ')', 'sample_size': 'count(' ~ values ~ ')', 'highest': length}) }}
{% endmacro %}
