{% macro _deciles(expression) %}
    {#- The nine deciles as an aggregate that gives an array, interpolated linearly between the closest ranks. -#}
    {{ return(adapter.dispatch('_deciles', 'flywheel')(expression)) }}
{% endmacro %}


{% macro default___deciles(expression) -%}
    {%- set deciles = [] -%}
    {%- for tenths in range(1, 10) -%} {%- do deciles.append(flywheel._quantile(expression, tenths / 10) | trim) -%} {%- endfor -%}
    {{ dbt.array_construct(deciles) }}
{%- endmacro %}


{% macro duckdb___deciles(expression) -%}
    quantile_cont(cast({{ expression }} as double), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
{%- endmacro %}


{% macro postgres___deciles(expression) -%}
    percentile_cont(array[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) within group (order by {{ expression }})
{%- endmacro %}
