{% macro _criterion_causal_evidence(candidates) %}
    {#- What the newest experiment that tried a candidate showed of the KPI. -#}
    select
        candidates.use_case,
        candidates.candidate,
        candidates.version,
        'causal_evidence' as criterion,
        case evidence.finding
            when 'works' then 'pass'
            when 'harms' then 'fail'
            when 'broken split' then 'fail'
            when 'no effect shown' then 'warn'
            else 'not_assessed'
        end as verdict,
        coalesce(evidence.reason, 'No experiment tried it on ' || coalesce(candidates.kpi, 'a KPI') || '.') as reason
    from {{ candidates }} as candidates
    left join ({{ flywheel._evidence_of_candidates() }}) as evidence
        on candidates.use_case = evidence.use_case and candidates.candidate = evidence.candidate
{% endmacro %}
