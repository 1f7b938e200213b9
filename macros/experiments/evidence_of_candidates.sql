{% macro _evidence_of_candidates() %}
    {#- What the newest experiment that tried a candidate found of the KPI of its use case: one row per use case and candidate. A
        variant is of the candidate that it is named for, by its name, a version or a run of it. Where units were not split as they were
        meant to be, no change was measured. -#}
    select
        use_case,
        candidate,
        experiment,
        finding,
        {%- for end, column in {'': 'lift', '_lower': 'lower', '_upper': 'upper'}.items() %}
        case when finding = 'broken split' then null else {{ column }} end as kpi_change{{ end }},
        {%- endfor %}
        reason
    from (
        select
            evidence.*,
            names.candidate,
            row_number() over (
                partition by names.use_case, names.candidate order by evidence.age, evidence.variant
            ) as place
        from ({{ flywheel._evidence() }}) as evidence
        inner join ({{ flywheel._names_of_candidates() }}) as names
            on evidence.use_case = names.use_case and evidence.variant = names.name
    ) as evidence_by_age
    where place = 1
{% endmacro %}
