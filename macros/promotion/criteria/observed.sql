{% macro _criterion_observed(candidates) %}
    {#- Whether predictions of a candidate's newest version have met their outcomes. -#}
    select
        candidates.use_case,
        candidates.candidate,
        candidates.version,
        'observed' as criterion,
        case
            when candidates.version is null then 'not_assessed' when observed.version is not null then 'pass' else 'fail'
        end as verdict,
        case
            when candidates.version is null then 'It was never released.'
            when observed.version is not null then 'Predictions of version ' || candidates.version || ' have met their outcomes.'
            else 'No prediction of version ' || candidates.version || ' has met its outcome.'
        end as reason
    from {{ candidates }} as candidates
    left join (
        select distinct
            use_case,
            version
        from {{ ref('flywheel__turns') }}
        where is_observed
    ) as observed
        on candidates.use_case = observed.use_case and candidates.version = observed.version
{% endmacro %}
