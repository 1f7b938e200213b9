{% macro _remeasure_from(period, lookback, metrics) %}
    {#- The period from which a measurement model is measured again, as text: some periods before its newest, for late data.
        none = from the beginning: a first run, a full refresh, or a metric that was not measured before. -#}
    {%- if not (execute and flags.INTROSPECT and is_incremental()) -%} {{ return(none) }} {%- endif -%}
    {%- if period == 'none' -%} {{ return(flywheel._scalar(flywheel._period_start(flywheel._now(), 'day'))) }} {%- endif -%}
    {%- set measured = run_query(
        "select metric, " ~ dbt.dateadd(period, -lookback, 'max(max(period_start)) over ()') ~ " from " ~ this ~ " group by metric"
    ) -%}
    {%- if measured.columns[0].values() | sort != metrics | sort -%} {{ return(none) }} {%- endif -%}
    {{ return(measured.columns[1].values()[0]) }}
{% endmacro %}


{% macro _forget_remeasured(period, lookback, metrics) %}
    {#- The pre-hook of a measurement model: whole periods that are about to be measured again are deleted first,
        so that what no longer exists does not stay. -#}
    {%- if execute and is_incremental() -%}
        {%- set remeasure_from = flywheel._remeasure_from(period, lookback, metrics) -%}
        delete from {{ this }}
        where {{ "period_start >= cast('" ~ remeasure_from ~ "' as " ~ dbt.type_timestamp() ~ ")" if remeasure_from else '1 = 1' }}
    {%- endif -%}
{% endmacro %}


{% macro _scalar(expression) %}
    {{ return(run_query('select ' ~ expression).columns[0].values()[0]) }}
{% endmacro %}
