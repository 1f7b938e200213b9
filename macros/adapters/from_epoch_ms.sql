{% macro _from_epoch_ms(expression) %}
    {#- A timestamp without a zone, in UTC, from milliseconds since 1970. -#}
    {{ return(adapter.dispatch('_from_epoch_ms', 'flywheel')(expression)) }}
{% endmacro %}


{% macro default___from_epoch_ms(expression) -%}
    {{ dbt.dateadd('millisecond', expression, "cast('1970-01-01' as " ~ dbt.type_timestamp() ~ ")") }}
{%- endmacro %}


{% macro duckdb___from_epoch_ms(expression) -%}
    epoch_ms(cast({{ expression }} as bigint))
{%- endmacro %}


{% macro postgres___from_epoch_ms(expression) -%}
    cast('1970-01-01' as timestamp) + cast({{ expression }} as bigint) * interval '1 millisecond'
{%- endmacro %}


{% macro bigquery___from_epoch_ms(expression) -%}
    timestamp_millis(cast({{ expression }} as int64))
{%- endmacro %}


{% macro spark___from_epoch_ms(expression) -%}
    timestamp_millis(cast({{ expression }} as bigint))
{%- endmacro %}
