{% macro _epoch_seconds(expression) -%}
    {#- Seconds from 1970 to a date or a timestamp without a zone, as a float. -#}
    {{ return(adapter.dispatch('_epoch_seconds', 'flywheel')(expression)) }}
{%- endmacro %}


{% macro default___epoch_seconds(expression) -%}
    cast(extract(epoch from cast({{ expression }} as {{ dbt.type_timestamp() }})) as {{ flywheel._type_double() }})
{%- endmacro %}


{% macro bigquery___epoch_seconds(expression) -%}
    cast(unix_seconds(cast({{ expression }} as timestamp)) as float64)
{%- endmacro %}


{% macro spark___epoch_seconds(expression) -%}
    unix_micros(cast({{ expression }} as timestamp)) / 1000000.0D
{%- endmacro %}
