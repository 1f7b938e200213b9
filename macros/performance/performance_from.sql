{% macro _performance_from() %}
    {#- The first period that is computed again where it changed, as text: what was predicted `flywheel_performance_final_days` before the
        newest period that is there is final. none = all of them: a first run, a full refresh, or periods of another length. -#}
    {%- if not (execute and flags.INTROSPECT and is_incremental()) -%} {{ return(none) }} {%- endif -%}
    {%- set kept = run_query(
        'select period, ' ~ flywheel._final_before('period_start') ~ ' as period_start from ' ~ this ~ ' group by period'
    ) -%}
    {%- if kept.columns[0].values() | list != [flywheel._performance_period()] -%} {{ return(none) }} {%- endif -%}
    {{ return(kept.columns[1].values()[0]) }}
{% endmacro %}


{% macro _final_before(column) -%}
    {#- The newest period or day but so many days, as an aggregate. -#}
    {{ flywheel._period_start(
        dbt.dateadd('day', -flywheel._number_var('flywheel_performance_final_days', 365), 'max(' ~ column ~ ')'), flywheel._performance_period()
    ) }}
{%- endmacro %}


{% macro _not_before(column, from) -%}
    {{ column }} >= cast('{{ from }}' as {{ dbt.type_timestamp() }})
{%- endmacro %}
