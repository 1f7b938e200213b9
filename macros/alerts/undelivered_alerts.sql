{% macro undelivered_alerts(log) %}
    {#- What a person should be told now, one row per message: what was put on the log and not delivered yet, grouped by the node that is
        at the root, owner and channel. -#}
    {%- set text = dbt.type_string() -%}
    with messages as (
        select
            event,
            told_at,
            coalesce(node_id, thing_id) as root,
            owner,
            channel,
            min(verdict) as verdict,
            min(opened_at) as opened_at,
            max(resolved_at) as resolved_at,
            count(*) as things,
            {{ dbt.listagg('what', "'; '", 'order by what') }} as what,
            max(open_days) as open_days,
            max(case when is_relapse then 1 else 0 end) = 1 as is_relapse,
            max(case when is_flapping then 1 else 0 end) = 1 as is_flapping,
            max(also_failing) as also_failing,
            max(also_failing_names) as also_failing_names,
            max(use_cases) as use_cases,
            max(kpis) as kpis
        from {{ log }}
        where delivered_at is null
        group by event, told_at, coalesce(node_id, thing_id), owner, channel
    )

    select
        root || ' ' || event || ' ' || cast(told_at as {{ text }}) as alert_id,
        event,
        verdict,
        root,
        owner,
        channel,
        opened_at,
        resolved_at,
        told_at,
        things,
        what,
        is_relapse,
        is_flapping,
        also_failing,
        also_failing_names,
        use_cases,
        kpis,
        {{ flywheel._alert_words() }} as message
    from messages
{% endmacro %}


{% macro _alert_words() -%}
    {#- An alert as a person would say it. -#}
    {%- set text = dbt.type_string() -%}
    case event
        when 'opened' then case when is_flapping then 'Comes and goes' when is_relapse then 'Came back' else 'Opened' end
        when 'worsened' then 'Worsened to ' || verdict
        when 'still_open' then 'Still open after ' || {{ flywheel._counted('open_days', 'day') }}
        else 'Resolved'
    end
    || case when event in ('opened', 'still_open') then ' (' || verdict || ')' else '' end
    || ': ' || root || ': ' || what
    || case
        when event = 'resolved' then ', from ' || {{ flywheel._minute_text('opened_at') }} || ' to ' || {{ flywheel._minute_text('resolved_at') }}
        else ', since ' || {{ flywheel._minute_text('opened_at') }}
    end
    || case
        when also_failing > 0 and event <> 'resolved'
            then '. Explains ' || cast(also_failing as {{ text }}) || ' more below it: ' || also_failing_names
        else ''
    end
    || case when use_cases is not null and event <> 'resolved' then '. At stake: ' || use_cases || coalesce(' (KPI ' || kpis || ')', '') else '' end
    || '. Owner: ' || coalesce(owner, 'nobody')
{%- endmacro %}


{% macro _minute_text(moment) -%}
    {#- A moment to the minute, as in 2024-01-31 06:00. -#}
    substring(cast({{ moment }} as {{ dbt.type_string() }}), 1, 16)
{%- endmacro %}
