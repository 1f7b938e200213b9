{% macro measure_iqr(column, where=none) %}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({
        'value': flywheel._quantile(values, 0.75) ~ ' - ' ~ flywheel._quantile(values, 0.25),
        'sample_size': 'count(' ~ values ~ ')',
    }) }}
{% endmacro %}
