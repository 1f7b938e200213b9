{% macro _as_source() -%}
    {#- `as`, before a common table expression that is a relation read more than once: some engines would first make a copy of it. -#}
    {{ return(adapter.dispatch('_as_source', 'flywheel')()) }}
{%- endmacro %}


{% macro default___as_source() %} {{ return('as') }} {% endmacro %}


{% macro duckdb___as_source() %} {{ return('as not materialized') }} {% endmacro %}


{% macro postgres___as_source() %} {{ return('as not materialized') }} {% endmacro %}


{% macro redshift___as_source() %} {{ return('as') }} {% endmacro %}
