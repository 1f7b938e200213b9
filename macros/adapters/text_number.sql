{% macro _text_number(expression) %}
    {#- The number that a text is, null where it is none. -#}
    {{ return(adapter.dispatch('_text_number', 'flywheel')(expression)) }}
{% endmacro %}


{% macro default___text_number(expression) -%}
    {{ flywheel._finite(dbt.safe_cast(expression, flywheel._type_double())) }}
{%- endmacro %}


{% macro duckdb___text_number(expression) -%}
    {{ flywheel._finite('try_cast(' ~ expression ~ ' as double)') }}
{%- endmacro %}


{% macro postgres___text_number(expression) -%}
    {#- Postgres has no cast that gives null for what it cannot cast -#}
    case when {{ expression }} ~ '^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?\s*$' and length({{ expression }}) < 100
        then cast({{ expression }} as double precision)
    end
{%- endmacro %}


{% macro spark___text_number(expression) -%}
    {#- dbt's safe_cast is a plain cast there, an error in ANSI mode -#}
    {{ flywheel._finite('try_cast(' ~ expression ~ ' as double)') }}
{%- endmacro %}
