{% macro _forget_performance() %}
    {#- The pre-hook of flywheel__performance_periods: forgets the periods whose predictions, outcomes or baseline are not what they were;
        the model then computes those that it does not have. -#}
    {%- if execute and is_incremental() -%}
        {%- set from = flywheel._performance_from() -%}
        delete from {{ this }}
        {%- if from %}
        where exists (
            select 1
            from ({{ flywheel._stale_performance(this, from) }}) as stale
            where
                stale.use_case = {{ this }}.use_case
                and stale.version = {{ this }}.version
                and stale.period_start = {{ this }}.period_start
        )
        {%- endif %}
    {%- endif -%}
{% endmacro %}


{% macro _stale_performance(kept, from) %}
    {#- use_case, version and period_start of what has to be computed again. -#}
    with all_kept as (
        select * from {{ kept }}
    ),

    kept as (
        select * from all_kept
        where segment is null and {{ flywheel._not_before('period_start', from) }}
    ),

    predictions {{ flywheel._as_source() }} (
        {{ flywheel._performance_predictions(from) }}
    ),

    tasks as (
        {{ flywheel._performance_tasks() }}
    ),

    counted as (
        select
            use_case,
            version,
            period_start,
            count(*) as sample_size,
            count(score) as scored
        from predictions
        group by use_case, version, period_start
    ),

    other_predictions as (
        select
            coalesce(kept.use_case, counted.use_case) as use_case,
            coalesce(kept.version, counted.version) as version,
            coalesce(kept.period_start, counted.period_start) as period_start
        from kept
        full outer join counted
            on
                kept.use_case = counted.use_case
                and kept.version = counted.version
                and kept.period_start = counted.period_start
        where not coalesce(kept.sample_size = counted.sample_size and kept.scored = counted.scored, false)
    ),

    recounted as (
        select
            use_case,
            observed_on
        from {{ ref('flywheel__outcome_days') }}
        where counted_at > (select max(judged_at) from all_kept)
    ),

    entities_of_new_outcomes as (
        select distinct
            outcomes.use_case,
            outcomes.entity_id
        from {{ ref('flywheel__input_outcomes') }} as outcomes
        inner join recounted
            on
                outcomes.use_case = recounted.use_case
                and coalesce(
                    {{ flywheel._period_start('outcomes.observed_at', 'day') }} = recounted.observed_on,
                    outcomes.observed_at is null and recounted.observed_on is null
                )
    ),

    first_recounted as (
        select
            use_case,
            min(observed_on) as observed_on
        from recounted
        group by use_case
    ),

    first_scored as (
        select
            use_case,
            version,
            segment,
            min(period_start) as period_start
        from all_kept
        where scored > 0
        group by use_case, version, segment
    )

    select
        use_case,
        version,
        period_start
    from other_predictions

    union

    select
        predictions.use_case,
        predictions.version,
        predictions.period_start
    from predictions
    inner join entities_of_new_outcomes
        on
            predictions.use_case = entities_of_new_outcomes.use_case
            and predictions.entity_id = entities_of_new_outcomes.entity_id

    union

    {# the baseline predicts by what was observed before the period #}
    select
        kept.use_case,
        kept.version,
        kept.period_start
    from kept
    inner join first_recounted
        on kept.use_case = first_recounted.use_case and kept.period_start > first_recounted.observed_on

    union

    select
        kept.use_case,
        kept.version,
        kept.period_start
    from kept
    left join tasks on kept.use_case = tasks.use_case
    where kept.judged_as != {{ flywheel._task_text('tasks') }}

    union

    {# score_psi compares with the first period #}
    select
        kept.use_case,
        kept.version,
        kept.period_start
    from kept
    inner join first_scored
        on kept.use_case = first_scored.use_case and kept.version = first_scored.version
    inner join other_predictions
        on
            kept.use_case = other_predictions.use_case
            and kept.version = other_predictions.version
            and first_scored.period_start >= other_predictions.period_start
            and kept.period_start > other_predictions.period_start
{% endmacro %}
