{% macro _type_double() %}
    {#- A float of 64 bits. dbt's own type_float() is one of 32 bits on DuckDB, Spark and Trino. -#}
    {{ return(adapter.dispatch('_type_double', 'flywheel')()) }}
{% endmacro %}


{% macro default___type_double() %} {{ return(dbt.type_float()) }} {% endmacro %}


{% macro duckdb___type_double() %} {{ return('double') }} {% endmacro %}


{% macro spark___type_double() %} {{ return('double') }} {% endmacro %}


{% macro trino___type_double() %} {{ return('double') }} {% endmacro %}
