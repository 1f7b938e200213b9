{% macro _evidence() %}
    {#- What experiments found of the KPI of each use case: one row per use case, experiment and variant. An experiment that names no use
        case is of the one that is for its KPI, where that is one only. `age`: 1 for the newest that found anything, too early or
        nothing last. -#}
    select
        use_cases.use_case,
        experiments.experiment,
        experiments.variant,
        experiments.kpi,
        experiments.finding,
        experiments.lift,
        experiments.lower,
        experiments.upper,
        experiments.last_assigned_at,
        experiments.reason,
        dense_rank() over (
            partition by use_cases.use_case
            order by
                case when experiments.finding in ('works', 'harms', 'no effect shown') then 0 else 1 end,
                case when experiments.last_assigned_at is null then 1 else 0 end,
                experiments.last_assigned_at desc,
                experiments.experiment desc
        ) as age
    from (
        select
            *,
            count(*) over (partition by kpi) as use_cases_of_kpi
        from {{ ref('flywheel__use_cases') }}
        where kpi is not null
    ) as use_cases
    inner join (
        select
            experiment,
            variant,
            kpi,
            use_case,
            finding,
            lift,
            lower,
            upper,
            reason,
            max(last_assigned_at) over (partition by experiment) as last_assigned_at
        from {{ ref('flywheel__experiments') }}
    ) as experiments
        on
            use_cases.kpi = experiments.kpi
            and (
                use_cases.use_case = experiments.use_case
                or (experiments.use_case is null and use_cases.use_cases_of_kpi = 1)
            )
{% endmacro %}
