{% macro _criterion_data_healthy(candidates) %}
    {#- Whether an incident is open in anything that the use case rests on, its KPI aside. -#}
    select
        candidates.use_case,
        candidates.candidate,
        candidates.version,
        'data_healthy' as criterion,
        case
            when health.incidents > 0 then 'fail' when health.use_case is null then 'not_assessed' else 'pass'
        end as verdict,
        case
            when health.incidents > 0
                then
                    {{ flywheel._number_text('health.incidents') }}
                    || case health.incidents when 1 then ' incident is' else ' incidents are' end
                    || ' open in what it rests on, among them ' || health.example || '.'
            when health.use_case is null then 'Nothing is measured of what it rests on.'
            else 'No incident is open in what it rests on.'
        end as reason
    from {{ candidates }} as candidates
    left join (
        select
            upstream.use_case,
            count(incidents.series_id) as incidents,
            min(incidents.subject || ' ' || incidents.metric) as example
        from {{ ref('flywheel__series') }} as series
        inner join ({{ flywheel._upstream_of_use_cases() }}) as upstream
            on series.from_model = upstream.from_model
        left join {{ ref('flywheel__incidents') }} as incidents
            on series.series_id = incidents.series_id and incidents.state = 'open'
        where series.subject_type != 'kpi'
        group by upstream.use_case
    ) as health
        on candidates.use_case = health.use_case
{% endmacro %}
