{% macro _can_be_cast(text, type) %}
    {#- Whether a text is a value of a type, as a condition. -#}
    {{ return(adapter.dispatch('_can_be_cast', 'flywheel')(text, type)) }}
{% endmacro %}


{% macro default___can_be_cast(text, type) -%} {{ dbt.safe_cast(text, type) }} is not null {%- endmacro %}


{% macro duckdb___can_be_cast(text, type) -%} try_cast({{ text }} as {{ type }}) is not null {%- endmacro %}


{% macro postgres___can_be_cast(text, type) -%}
    {#- Postgres 16 or newer -#}
    pg_input_is_valid({{ text }}, '{{ type }}')
{%- endmacro %}


{% macro redshift___can_be_cast(text, type) -%} try_cast({{ text }} as {{ type }}) is not null {%- endmacro %}


{% macro spark___can_be_cast(text, type) -%} try_cast({{ text }} as {{ type }}) is not null {%- endmacro %}
