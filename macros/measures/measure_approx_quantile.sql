{% macro measure_approx_quantile(column, q, where=none) %}
    {%- do flywheel._check_q('approx_quantile', column, q) -%}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'value': flywheel._approx_quantile(values, q), 'sample_size': 'count(' ~ values ~ ')'}) }}
{% endmacro %}
