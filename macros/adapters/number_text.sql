{% macro _number_text(expression) %}
    {#- A number as a person would write it: at most four decimals, none that are zero. -#}
    {{ return(adapter.dispatch('_number_text', 'flywheel')(expression)) }}
{% endmacro %}


{% macro default___number_text(expression) -%}
    cast(round({{ expression }}, 4) as {{ dbt.type_string() }})
{%- endmacro %}


{% macro duckdb___number_text(expression) -%}
    regexp_replace(cast(round(round({{ expression }}, 10), 4) as varchar), '\.0$', '')
{%- endmacro %}


{% macro postgres___number_text(expression) -%}
    cast(trim_scale(round(cast({{ expression }} as numeric), 4)) as text)
{%- endmacro %}


{% macro spark___number_text(expression) -%}
    case
        when abs({{ expression }}) < 1e30
            then regexp_replace(cast(cast(round({{ expression }}, 4) as decimal(38, 4)) as string), '[.]?0+$', '')
        else cast({{ expression }} as string)
    end
{%- endmacro %}
