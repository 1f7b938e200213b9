{% macro _as_utc_timestamp(column, found_type) %}
    {#- A timestamp without a zone, in UTC, whatever the session's zone. -#}
    {{ return(adapter.dispatch('_as_utc_timestamp', 'flywheel')(column, found_type)) }}
{% endmacro %}


{% macro default___as_utc_timestamp(column, found_type) -%}
    {%- if 'with time zone' in found_type | lower or 'timestamptz' in found_type | lower -%}
        cast({{ column }} at time zone 'UTC' as {{ dbt.type_timestamp() }})
    {%- else -%}
        cast({{ column }} as {{ dbt.type_timestamp() }})
    {%- endif -%}
{%- endmacro %}


{% macro snowflake___as_utc_timestamp(column, found_type) -%}
    {%- if 'tz' in found_type | lower and 'ntz' not in found_type | lower or 'ltz' in found_type | lower -%}
        cast(convert_timezone('UTC', {{ column }}) as timestamp_ntz)
    {%- else -%}
        cast({{ column }} as timestamp_ntz)
    {%- endif -%}
{%- endmacro %}


{% macro bigquery___as_utc_timestamp(column, found_type) -%}
    cast({{ column }} as timestamp)
{%- endmacro %}


{% macro spark___as_utc_timestamp(column, found_type) -%}
    cast({{ column }} as timestamp)
{%- endmacro %}
