{% macro _losses() %}
    {#- What every prediction of the last days that has an outcome by now cost (`loss`), and what the naive predictor would have, which
        gives everybody the mean outcome of all that the version scored, or the most common class (`naive_loss`). Of several outcomes of
        an entity the latest counts. Common table expressions; the last is `losses`, with use_case, version, segment, entity_id and
        predicted_at. -#}
    {%- set float = flywheel._contract_type('float') -%}
    predictions as (
        select * from {{ ref('flywheel__input_predictions') }}
        where
            use_case is not null and version is not null and predicted_at <= {{ flywheel._now() }}
            and predicted_at > {{ dbt.dateadd('day', '-' ~ flywheel._number_var('flywheel_slices_days', 90), flywheel._now()) }}
    ),

    outcomes as (
        select
            *,
            row_number() over (
                partition by use_case, entity_id
                order by case when observed_at is null then 1 else 0 end, observed_at desc, outcome desc
            ) as recency
        from {{ ref('flywheel__input_outcomes') }}
        where {{ flywheel._finite('outcome') }} is not null and (observed_at is null or observed_at <= {{ flywheel._now() }})
    ),

    use_cases as (
        select * from {{ ref('flywheel__use_cases') }}
    ),

    tasks as (
        select
            outcomes.use_case,
            max(use_cases.positive_outcome) as positive_outcome,
            case
                when max(use_cases.task) = 'multiclass' and max(use_cases.positive_outcome) is null then 'classes'
                when max(use_cases.task) is not null then max(use_cases.task)
                when min(case when outcomes.outcome in (0, 1) then 1 else 0 end) = 1 then 'binary'
                else 'regression'
            end as task
        from outcomes
        left join use_cases on outcomes.use_case = use_cases.use_case
        where outcomes.recency = 1
        group by outcomes.use_case
    ),

    common_classes as (
        select
            use_case,
            outcome as common_class
        from (
            select
                outcomes.use_case,
                outcomes.outcome,
                row_number() over (partition by outcomes.use_case order by count(*) desc, outcomes.outcome) as place
            from outcomes
            inner join tasks on outcomes.use_case = tasks.use_case and tasks.task = 'classes'
            where outcomes.recency = 1
            group by outcomes.use_case, outcomes.outcome
        ) as classes_by_frequency
        where place = 1
    ),

    scored as (
        select
            predictions.use_case,
            predictions.version,
            predictions.segment,
            predictions.entity_id,
            predictions.predicted_at,
            tasks.task,
            common_classes.common_class,
            cast(predictions.score as {{ float }}) as score,
            case
                when tasks.task in ('regression', 'classes') then outcomes.outcome
                when outcomes.outcome = coalesce(tasks.positive_outcome, 1) then cast(1 as {{ float }})
                else cast(0 as {{ float }})
            end as outcome
        from predictions
        inner join outcomes
            on
                predictions.use_case = outcomes.use_case
                and predictions.entity_id = outcomes.entity_id
                and outcomes.recency = 1
        inner join tasks
            on predictions.use_case = tasks.use_case
        left join common_classes
            on predictions.use_case = common_classes.use_case
        where {{ flywheel._finite('predictions.score') }} is not null
    ),

    against_naive as (
        select
            *,
            coalesce(common_class, avg(outcome) over (partition by use_case, version)) as naive
        from scored
    ),

    losses as (
        select
            use_case,
            version,
            segment,
            entity_id,
            predicted_at,
            {{ flywheel._row_loss('score') }} as loss,
            {{ flywheel._row_loss('naive') }} as naive_loss
        from against_naive
    )
{% endmacro %}
