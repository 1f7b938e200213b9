{% macro _numbers(count) -%}
    {#- One row per whole number from 0 up to `count`, not included. -#}
    select generated_number - 1 as number
    from ({{ dbt.generate_series(count) }}) as generated
{%- endmacro %}
