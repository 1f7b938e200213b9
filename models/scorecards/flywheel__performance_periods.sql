{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ flywheel._forget_performance() }}") }}

{%- set is_kept = flags.INTROSPECT and is_incremental() -%}
{%- set from = flywheel._performance_from() -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set str = flywheel._contract_type('str') -%}

with predictions {{ flywheel._as_source() }} (

    {{ flywheel._performance_predictions(from) }}

),

tasks as (

    {{ flywheel._performance_tasks() }}

),

periods as (

    select distinct
        predictions.use_case,
        predictions.version,
        predictions.period_start
    from predictions
    {%- if is_kept %}
    -- what does not hold any more was taken back in the pre-hook
    left join {{ this }} as kept
        on
            predictions.use_case = kept.use_case
            and predictions.version = kept.version
            and predictions.period_start = kept.period_start
    where kept.use_case is null
    {%- endif %}

),

judged_predictions as (

    select predictions.*
    from predictions
    {%- if is_kept %}
    inner join periods
        on
            predictions.use_case = periods.use_case
            and predictions.version = periods.version
            and predictions.period_start = periods.period_start
    {%- endif %}

),

outcomes as (

    select
        outcomes.use_case,
        outcomes.entity_id,
        outcomes.outcome,
        row_number() over (
            partition by outcomes.use_case, outcomes.entity_id
            order by
                case when outcomes.observed_at is null then 1 else 0 end,
                outcomes.observed_at desc,
                outcomes.outcome desc
        ) as recency
    from {{ ref('flywheel__input_outcomes') }} as outcomes
    {%- if is_kept %}
    inner join (
        select distinct
            use_case,
            entity_id
        from judged_predictions
    ) as entities
        on outcomes.use_case = entities.use_case and outcomes.entity_id = entities.entity_id
    {%- endif %}
    where
        {{ flywheel._finite('outcomes.outcome') }} is not null
        and (outcomes.observed_at is null or outcomes.observed_at <= {{ flywheel._now() }})

),

-- the naive predictor gives everybody the mean of all outcomes that were observed before the period began, or of
-- classes the most common one
common_classes as (

    {{ flywheel._common_classes('periods', 'tasks') }}

),

naive_predictions as (

    select
        judged_periods.use_case,
        judged_periods.period_start,
        coalesce(
            min(common_classes.common_class),
            sum(case when tasks.task = 'regression' then earlier.total else earlier.positives end)
            / cast(sum(earlier.outcomes) as {{ float }})
        ) as naive
    from (
        select distinct
            use_case,
            period_start
        from periods
    ) as judged_periods
    inner join {{ ref('flywheel__outcome_days') }} as earlier
        on judged_periods.use_case = earlier.use_case and judged_periods.period_start > earlier.observed_on
    inner join tasks
        on judged_periods.use_case = tasks.use_case
    left join common_classes
        on
            judged_periods.use_case = common_classes.use_case
            and judged_periods.period_start = common_classes.period_start
    group by judged_periods.use_case, judged_periods.period_start

),

scored as (

    select
        judged_predictions.use_case,
        judged_predictions.version,
        judged_predictions.segment,
        judged_predictions.period_start,
        judged_predictions.predicted_at,
        judged_predictions.score,
        naive_predictions.naive,
        coalesce(tasks.task, 'binary') as task,
        {{ flywheel._task_text('tasks') }} as judged_as,
        case when outcomes.outcome is null then 0 else 1 end as is_labelled,
        cast(
            case
                when tasks.task in ('regression', 'classes') then outcomes.outcome
                when outcomes.outcome = coalesce(tasks.positive_outcome, 1) then 1
                when outcomes.outcome is not null then 0
            end as {{ float }}
        ) as outcome
    from judged_predictions
    left join tasks
        on judged_predictions.use_case = tasks.use_case
    left join outcomes
        on
            judged_predictions.use_case = outcomes.use_case
            and judged_predictions.entity_id = outcomes.entity_id
            and outcomes.recency = 1
    left join naive_predictions
        on
            judged_predictions.use_case = naive_predictions.use_case
            and judged_predictions.period_start = naive_predictions.period_start

),

{{ flywheel._performance_levels('scored') }},

{% if is_kept -%}
{{ flywheel._scores_to_compare('scored', 'periods') }},

{% endif -%}

{{ flywheel._score_drift('scores' if is_kept else 'scored') }}

select
    levels.use_case,
    levels.version,
    levels.segment,
    levels.period_start,
    cast('{{ flywheel._performance_period() }}' as {{ str }}) as period,
    levels.task,
    levels.judged_as,
    levels.last_predicted_at,
    {%- for column in ['sample_size', 'scored', 'labelled', 'judged'] %}
    cast(levels.{{ column }} as {{ int }}) as {{ column }},
    {%- endfor %}
    levels.base_rate,
    levels.positives,
    levels.negatives,
    {{ flywheel._auc_of_ranks('levels.rank_sum', 'levels.share_sum', 'levels.positives', 'levels.negatives') }} as auc,
    levels.calibration_error,
    levels.loss,
    levels.loss_error,
    levels.square,
    levels.square_error,
    levels.distance,
    levels.distance_error,
    levels.r2,
    levels.naive,
    levels.naive_loss,
    levels.gain,
    levels.gain_error,
    score_drift.score_psi,
    cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as judged_at
from levels
left join score_drift
    on
        levels.use_case = score_drift.use_case
        and levels.version = score_drift.version
        and levels.period_start = score_drift.period_start
        and case when levels.is_whole = 1 then 'whole' else 'segment ' || levels.segment end = score_drift.level
where levels.is_whole = 1 or levels.segment is not null
