{% macro without_causal_evidence(model, column_name) %}
    {#- The use cases of a model whose KPI no experiment shows to get better: the newest that found anything counts. -#}
    with evidence as (
        {{ flywheel._evidence() }}
    ),

    found as (
        select
            use_case,
            max(case when finding = 'works' then 1 else 0 end) as works,
            max(experiment) as experiment,
            max(reason) as reason
        from evidence
        where age = 1
        group by use_case
    ),

    spoken_of as (
        select distinct {{ column_name }} as use_case
        from {{ model }}
        where {{ column_name }} is not null
    )

    select
        spoken_of.use_case,
        use_cases.kpi,
        found.experiment,
        case
            when use_cases.use_case is null then 'no exposure of type ml is called ' || spoken_of.use_case
            when use_cases.kpi is null then 'the use case names no KPI, so nothing can be shown of it'
            when found.use_case is null then 'no experiment was made on its KPI, ' || use_cases.kpi
            else 'its newest experiment, ' || found.experiment || ', does not show that ' || use_cases.kpi || ' gets better: '
                || found.reason
        end as reason
    from spoken_of
    left join {{ ref('flywheel__use_cases') }} as use_cases on spoken_of.use_case = use_cases.use_case
    left join found on spoken_of.use_case = found.use_case
    where coalesce(found.works, 0) = 0
{% endmacro %}
