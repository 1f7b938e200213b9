{% macro measure_distinctness(column, where=none) %}
    {#- Deequ's Distinctness: distinct values over values, nulls left out of both. -#}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'numerator': 'count(distinct ' ~ values ~ ')', 'sample_size': 'count(' ~ values ~ ')'}) }}
{% endmacro %}
