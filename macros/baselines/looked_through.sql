{% macro _looked_through_from(kept, newest='period_start') %}
    {#- The moment from which on something may have changed: so many days (the var flywheel_final_days) before the newest period
        in `kept`, a relation of an earlier run, or before now where that is earlier. What lies before is final. none = all of it may have
        changed: no such var, a first run, a full refresh. -#}
    {%- set days = flywheel._final_days() -%}
    {%- if days is none or not (execute and flags.INTROSPECT) or flags.FULL_REFRESH or load_relation(kept) is none -%} {{ return(none) }} {%- endif -%}
    {%- set now = flywheel._now() | trim -%}
    {%- set newest_of_now = 'case when max(' ~ newest ~ ') > ' ~ now ~ ' then ' ~ now ~ ' else max(' ~ newest ~ ') end' -%}
    {{ return(run_query(
        'select ' ~ dbt.date_trunc('day', dbt.dateadd('day', -days, newest_of_now)) ~ ' as looked_through_from from ' ~ kept
    ).columns[0].values()[0]) }}
{% endmacro %}


{% macro _final_days() %}
    {#- The var flywheel_final_days; none for a history of which nothing is final. -#}
    {%- set days = var('flywheel_final_days', none) -%}
    {%- if days is not none and (days is boolean or days is not integer or days < 1) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_final_days is '" ~ days ~ "', wanted a whole number of days from 1 up, or null for none."
        ) }}
    {%- endif -%}
    {{ return(days) }}
{% endmacro %}


{% macro _check_final_days(series) %}
    {#- A period must not be final before it is over and judged, nor all of a metric's be looked at as new. -#}
    {%- set found = run_query(
        'select distinct metric, period, delay from ' ~ series ~ ' where (delay + 2) * '
        ~ flywheel._hours_of_a_period('period') ~ ' > ' ~ 24 * flywheel._final_days() ~ ' order by metric'
    ) -%}
    {%- for metric, period, delay in found.rows -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_final_days is " ~ flywheel._final_days() ~ ", too few for the metric '" ~ metric
            ~ "', whose period is the " ~ period ~ " and whose delay is " ~ delay ~ ": wanted two periods and the delay, or more."
        ) }}
    {%- endfor -%}
{% endmacro %}


{% macro _from_then_on(relation, since) -%}
    {#- Whether a row's period is not before a moment; none: every row's. -#}
    {{ '1 = 1' if since is none else relation ~ '.period_start >= ' ~ flywheel._moment(since) }}
{%- endmacro %}


{% macro _moment(period_start) -%} cast('{{ period_start }}' as {{ dbt.type_timestamp() }}) {%- endmacro %}
