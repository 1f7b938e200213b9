{% macro incidents(verdicts, teams) %}
    {#- Unbroken runs of failing verdicts: what lies between two passes and failed, and the pass that ended it. A period that was
        not assessed neither opens nor resolves; a warn alone does neither. -#}
    {%- set rule = flywheel._incident_rule() %}
    with alarming as (
        select distinct series_id
        from {{ verdicts }}
        where verdict in ('warn', 'fail')
    ),

    assessed as (
        select
            series_id,
            {%- for column in flywheel._incident_subject() %}
            {{ column }},
            {%- endfor %}
            period_start,
            value,
            expected,
            lower,
            upper,
            verdict,
            part_of,
            lag(verdict) over (partition by series_id order by period_start) as verdict_before,
            row_number() over (partition by series_id order by period_start) as assessed_number,
            count(case when verdict = 'pass' then 1 end) over (
                partition by series_id order by period_start rows between unbounded preceding and 1 preceding
            ) as passes_before
        from (
            select judged.*
            from {{ verdicts }} as judged
            inner join alarming on judged.series_id = alarming.series_id
            where judged.verdict <> 'not_assessed'
        ) as judged
    ),

    alarms_and_recoveries as (
        select
            *,
            {{ flywheel._limits_away() }} as limits_away,
            case when verdict <> 'pass' then abs(value - coalesce(expected, lower, upper)) end as units_away
        from assessed
        where verdict <> 'pass' or verdict_before <> 'pass'
    ),

    worst_first as (
        select
            *,
            row_number() over (
                partition by series_id, passes_before
                order by coalesce(limits_away, -1) desc, coalesce(units_away, -1) desc, period_start
            ) as worst_rank
        from alarms_and_recoveries
    ),

    runs as (
        select
            series_id,
            passes_before,
            {%- for column in flywheel._incident_subject() %}
            min({{ column }}) as {{ column }},
            {%- endfor %}
            min(case when verdict = 'warn' then period_start end) as first_warn_at,
            min(case when verdict = 'fail' then period_start end) as opened_at,
            min(case when verdict = 'fail' then assessed_number end) as opened_number,
            max(case when verdict <> 'pass' then period_start end) as last_seen_at,
            max(case when verdict = 'pass' then period_start end) as resolved_at,
            max(case when verdict = 'pass' then assessed_number end) as resolved_number,
            count(case when verdict = 'fail' then 1 end) as periods,
            min(verdict) as worst_verdict,
            max(case when worst_rank = 1 then period_start end) as peak_at,
            max(case when worst_rank = 1 then value end) as peak_value,
            max(case when worst_rank = 1 then expected end) as peak_expected,
            -- an incident of its own as soon as one of its failing periods is not part of the whole's
            case when count(case when verdict = 'fail' and part_of is null then 1 end) = 0 then min(part_of) end as part_of
        from worst_first
        group by series_id, passes_before
        having min(verdict) = 'fail'
    ),

    parts as (
        select
            wholes.series_id,
            wholes.passes_before,
            count(distinct segments.series_id) as parts
        from alarms_and_recoveries as wholes
        inner join alarms_and_recoveries as segments
            on wholes.series_id = segments.part_of and wholes.period_start = segments.period_start
        group by wholes.series_id, wholes.passes_before
    ),

    in_sequence as (
        select
            runs.*,
            lag(opened_at) over (partition by series_id order by opened_at) as previous_opened_at,
            lag(resolved_at) over (partition by series_id order by opened_at) as previous_resolved_at,
            opened_number - lag(resolved_number) over (partition by series_id order by opened_at) as recovered_for,
            opened_number - lag(opened_number, {{ rule.flaps - 1 }}) over (partition by series_id order by opened_at) as flaps_span
        from runs
    )

    select
        in_sequence.subject_type,
        in_sequence.subject,
        in_sequence.metric,
        in_sequence.segment_by,
        in_sequence.segment,
        case when in_sequence.first_warn_at < in_sequence.opened_at then in_sequence.first_warn_at end as warned_at,
        in_sequence.opened_at,
        in_sequence.last_seen_at,
        in_sequence.resolved_at,
        case when in_sequence.resolved_at is null then 'open' else 'resolved' end as state,
        in_sequence.periods,
        in_sequence.worst_verdict,
        in_sequence.peak_at,
        in_sequence.peak_value,
        in_sequence.peak_expected,
        in_sequence.previous_resolved_at,
        case when in_sequence.recovered_for <= {{ rule.periods }} then in_sequence.previous_opened_at end as relapse_of,
        coalesce(in_sequence.flaps_span < {{ rule.periods }}, false) as is_flapping,
        in_sequence.owner,
        teams.channel,
        in_sequence.series_id,
        in_sequence.part_of,
        coalesce(parts.parts, 0) as parts
    from in_sequence
    left join parts
        on in_sequence.series_id = parts.series_id and in_sequence.passes_before = parts.passes_before
    left join {{ teams }} as teams on in_sequence.owner = teams.team
{% endmacro %}


{% macro _incident_rule() %}
    {#- What comes back within so many assessed periods is a relapse; so many incidents within them are flapping. -#}
    {{ return({'periods': 28, 'flaps': 3}) }}
{% endmacro %}


{% macro _incident_subject() %}
    {{ return(['subject_type', 'subject', 'metric', 'segment_by', 'segment', 'owner']) }}
{% endmacro %}


{% macro _limits_away() -%}
    {#- How far an alarm is from what was expected, in distances from there to the limit it broke. Of bounds that somebody set,
        the middle is what was expected. -#}
    {%- set middle = 'coalesce(expected, (lower + upper) / 2)' -%}
    case
        when verdict = 'pass' then null
        when value < {{ middle }} then ({{ middle }} - value) / nullif({{ middle }} - lower, 0)
        when value > {{ middle }} then (value - {{ middle }}) / nullif(upper - {{ middle }}, 0)
    end
{%- endmacro %}
