{% macro measure_distinct_count(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'value': 'count(distinct ' ~ values ~ ')', 'sample_size': 'count(' ~ values ~ ')'}) }}
{% endmacro %}
