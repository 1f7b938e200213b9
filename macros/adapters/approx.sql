{% macro _approx_distinct_count(expression) %}
    {#- Distinct values as a sketch counts them; exact where the engine has none. -#}
    {{ return(adapter.dispatch('_approx_distinct_count', 'flywheel')(expression)) }}
{% endmacro %}


{% macro default___approx_distinct_count(expression) -%} approx_count_distinct({{ expression }}) {%- endmacro %}


{% macro postgres___approx_distinct_count(expression) -%} count(distinct {{ expression }}) {%- endmacro %}


{% macro redshift___approx_distinct_count(expression) -%} approximate count(distinct {{ expression }}) {%- endmacro %}


{% macro trino___approx_distinct_count(expression) -%} approx_distinct({{ expression }}) {%- endmacro %}


{% macro _approx_quantile(expression, q) %}
    {#- A quantile as a sketch has it; exact where the engine has none. -#}
    {{ return(adapter.dispatch('_approx_quantile', 'flywheel')(expression, q)) }}
{% endmacro %}


{% macro default___approx_quantile(expression, q) -%} {{ flywheel._quantile(expression, q) }} {%- endmacro %}


{% macro duckdb___approx_quantile(expression, q) -%} approx_quantile(cast({{ expression }} as double), {{ q }}) {%- endmacro %}


{% macro snowflake___approx_quantile(expression, q) -%} approx_percentile({{ expression }}, {{ q }}) {%- endmacro %}


{% macro spark___approx_quantile(expression, q) -%} percentile_approx({{ expression }}, {{ q }}) {%- endmacro %}


{% macro trino___approx_quantile(expression, q) -%} approx_percentile({{ expression }}, {{ q }}) {%- endmacro %}
