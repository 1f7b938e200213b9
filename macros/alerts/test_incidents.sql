{% macro test_incidents(notable_results) %}
    {#- Unbroken runs of alerting results of one test: what lies between two passes and was a warn, a fail or an error, and the pass that
        ended it. A skipped result neither opens nor resolves. -#}
    {%- set rule = flywheel._incident_rule() %}
    with alerts_and_recoveries as (
        select
            *,
            row_number() over (partition by test_id, passes_before order by result_number desc) as from_newest
        from {{ notable_results }}
        where status in ('pass', {{ flywheel._alerting_statuses() }})
    ),

    runs as (
        select
            test_id,
            max(case when from_newest = 1 then node_id end) as node_id,
            max(case when from_newest = 1 then test_name end) as test_name,
            max(case when from_newest = 1 then column_name end) as column_name,
            max(case when from_newest = 1 then owner end) as owner,
            max(case when from_newest = 1 then channel end) as channel,
            min(case when status <> 'pass' then executed_at end) as opened_at,
            min(case when status <> 'pass' then result_number end) as opened_number,
            min(case when status in ('fail', 'error') then executed_at end) as failed_at,
            max(case when status <> 'pass' then executed_at end) as last_seen_at,
            max(case when status <> 'pass' then result_number end) as last_number,
            max(case when status = 'pass' then executed_at end) as resolved_at,
            max(case when status = 'pass' then result_number end) as resolved_number,
            count(case when status <> 'pass' then 1 end) as alerts,
            max(failures) as most_failures
        from alerts_and_recoveries
        group by test_id, passes_before
        having count(case when status <> 'pass' then 1 end) > 0
    ),

    in_sequence as (
        select
            *,
            lag(opened_at) over (partition by test_id order by opened_number) as previous_opened_at,
            opened_number - lag(resolved_number) over (partition by test_id order by opened_number) as recovered_for,
            opened_number - lag(opened_number, {{ rule.flaps - 1 }}) over (partition by test_id order by opened_number) as flaps_span
        from runs
    )

    select
        test_id,
        node_id,
        test_name,
        column_name,
        opened_at,
        case when failed_at > opened_at then failed_at end as worsened_at,
        last_seen_at,
        resolved_at,
        case when resolved_at is null then 'open' else 'resolved' end as state,
        case when failed_at is null then 'warn' else 'fail' end as worst_verdict,
        alerts,
        most_failures,
        case when recovered_for <= {{ rule.periods }} then previous_opened_at end as relapse_of,
        coalesce(flaps_span < {{ rule.periods }}, false) as is_flapping,
        owner,
        channel,
        opened_number,
        last_number
    from in_sequence
{% endmacro %}
