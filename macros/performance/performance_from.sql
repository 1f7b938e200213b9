{% macro _performance_from() %}
    {#- The first period that is looked at again, as text: what was predicted or observed more than `flywheel_performance_final_days` ago
        is final. none = all of them: a first run, a full refresh, or periods of another length than those that are there. -#}
    {%- if not (execute and flags.INTROSPECT and is_incremental()) -%} {{ return(none) }} {%- endif -%}
    {%- set period = flywheel._performance_period() -%}
    {%- set kept = run_query('select distinct period from ' ~ this).columns[0].values() | list -%}
    {%- if kept != [period] -%} {{ return(none) }} {%- endif -%}
    {%- set days = var('flywheel_performance_final_days', 365) -%}
    {{ return(flywheel._scalar(flywheel._period_start(dbt.dateadd('day', -days, flywheel._now()), period))) }}
{% endmacro %}


{% macro _since_period(column, from) -%}
    {{ column }} >= cast('{{ from }}' as {{ dbt.type_timestamp() }})
{%- endmacro %}
