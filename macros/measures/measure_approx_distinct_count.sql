{% macro measure_approx_distinct_count(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'value': flywheel._approx_distinct_count(values), 'sample_size': 'count(' ~ values ~ ')'}) }}
{% endmacro %}
