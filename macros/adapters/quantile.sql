{% macro _quantile(expression, q) %}
    {#- An exact quantile as an aggregate, interpolated linearly between the closest ranks. -#}
    {{ return(adapter.dispatch('_quantile', 'flywheel')(expression, q)) }}
{% endmacro %}


{% macro default___quantile(expression, q) -%}
    percentile_cont({{ q }}) within group (order by {{ expression }})
{%- endmacro %}


{% macro duckdb___quantile(expression, q) -%}
    quantile_cont(cast({{ expression }} as double), {{ q }})
{%- endmacro %}


{% macro spark___quantile(expression, q) -%}
    percentile({{ expression }}, {{ q }})
{%- endmacro %}


{% macro bigquery___quantile(expression, q) -%}
    {#- BigQuery has no exact quantile as an aggregate: this one is approximate. -#}
    approx_quantiles({{ expression }}, 1000)[offset({{ (q * 1000) | round | int }})]
{%- endmacro %}
