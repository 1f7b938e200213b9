{% macro _common_classes(periods, tasks) %}
    {#- The most common of all outcomes of a use case of classes that were observed before a period began, of two the smaller. -#}
    select
        use_case,
        period_start,
        outcome as common_class
    from (
        select
            judged_periods.use_case,
            judged_periods.period_start,
            earlier.outcome,
            row_number() over (
                partition by judged_periods.use_case, judged_periods.period_start
                order by sum(earlier.outcomes) desc, earlier.outcome
            ) as place
        from (
            select distinct
                use_case,
                period_start
            from {{ periods }}
        ) as judged_periods
        inner join (
            select
                outcomes.use_case,
                outcomes.outcome,
                {{ flywheel._period_start('outcomes.observed_at', 'day') }} as observed_on,
                count(*) as outcomes
            from {{ ref('flywheel__input_outcomes') }} as outcomes
            inner join {{ tasks }} as tasks
                on outcomes.use_case = tasks.use_case and tasks.task = 'classes'
            where {{ flywheel._finite('outcomes.outcome') }} is not null and outcomes.observed_at <= {{ flywheel._now() }}
            group by outcomes.use_case, outcomes.outcome, {{ flywheel._period_start('outcomes.observed_at', 'day') }}
        ) as earlier
            on judged_periods.use_case = earlier.use_case and judged_periods.period_start > earlier.observed_on
        group by judged_periods.use_case, judged_periods.period_start, earlier.outcome
    ) as classes_by_frequency
    where place = 1
{% endmacro %}
