{% macro _period_start(expression, period) %}
    {#- The first moment of the hour, day, week (Monday) or month that holds a time, as a timestamp. -#}
    {{ return(adapter.dispatch('_period_start', 'flywheel')(expression, period)) }}
{% endmacro %}


{% macro default___period_start(expression, period) -%}
    cast({{ dbt.date_trunc(period, expression) }} as {{ dbt.type_timestamp() }})
{%- endmacro %}


{% macro bigquery___period_start(expression, period) -%}
    timestamp_trunc(cast({{ expression }} as timestamp), {{ 'isoweek' if period == 'week' else period }})
{%- endmacro %}
