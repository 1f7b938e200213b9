{% macro incidents(verdicts, teams) %}
    {#- Unbroken runs of failing verdicts. A period that was not assessed neither opens nor resolves; a warn alone does neither. -#}
    with assessed as (
        select
            *,
            sum(case when verdict = 'pass' then 1 else 0 end) over (
                partition by series_id order by period_start rows unbounded preceding
            ) as passes_before
        from {{ verdicts }}
        where verdict != 'not_assessed'
    ),

    failing as (
        select
            series_id,
            passes_before,
            min(subject_type) as subject_type,
            min(subject) as subject,
            min(metric) as metric,
            min(segment_by) as segment_by,
            min(segment) as segment,
            min(case when verdict = 'fail' then period_start end) as opened_at,
            max(period_start) as last_seen_at,
            sum(case when verdict = 'fail' then 1 else 0 end) as periods,
            min(verdict) as worst_verdict,
            min(owner) as owner,
            -- an incident of its own as soon as one of its failing periods is not part of the whole's
            case when count(case when verdict = 'fail' and part_of is null then 1 end) = 0 then min(part_of) end as part_of
        from assessed
        where verdict in ('fail', 'warn')
        group by series_id, passes_before
        having min(verdict) = 'fail'
    ),

    recoveries as (
        select
            series_id,
            passes_before - 1 as passes_before,
            period_start as resolved_at
        from assessed
        where verdict = 'pass'
    )

    select
        failing.subject_type,
        failing.subject,
        failing.metric,
        failing.segment_by,
        failing.segment,
        failing.opened_at,
        failing.last_seen_at,
        recoveries.resolved_at,
        case when recoveries.resolved_at is null then 'open' else 'resolved' end as state,
        failing.periods,
        failing.worst_verdict,
        failing.owner,
        teams.channel,
        failing.series_id,
        failing.part_of
    from failing
    left join recoveries
        on failing.series_id = recoveries.series_id and failing.passes_before = recoveries.passes_before
    left join {{ teams }} as teams on failing.owner = teams.team
{% endmacro %}
