{%- set period = var('flywheel_performance_period', 'month') -%}
{%- if period not in ['day', 'week', 'month'] -%}
    {{ exceptions.raise_compiler_error(
        "flywheel: the var flywheel_performance_period is '" ~ period ~ "'; wanted day, week or month."
    ) }}
{%- endif -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set str = flywheel._contract_type('str') -%}

with predictions as (

    select * from {{ ref('flywheel__input_predictions') }}
    where use_case is not null and version is not null and predicted_at <= {{ flywheel._now() }}

),

outcomes as (

    select * from {{ ref('flywheel__input_outcomes') }}
    where observed_at is null or observed_at <= {{ flywheel._now() }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

ranked_outcomes as (

    select
        use_case,
        entity_id,
        observed_at,
        outcome,
        row_number() over (
            partition by use_case, entity_id
            order by case when observed_at is null then 1 else 0 end, observed_at desc, outcome desc
        ) as recency
    from outcomes
    where {{ flywheel._finite('outcome') }} is not null

),

latest_outcomes as (

    select
        ranked_outcomes.use_case,
        ranked_outcomes.entity_id,
        ranked_outcomes.outcome,
        {{ flywheel._period_start('ranked_outcomes.observed_at', period) }} as observed_in,
        case
            when use_cases.task = 'multiclass' and use_cases.positive_outcome is null then null
            when ranked_outcomes.outcome = coalesce(use_cases.positive_outcome, 1) then 1
            else 0
        end as is_positive
    from ranked_outcomes
    left join use_cases on ranked_outcomes.use_case = use_cases.use_case
    where ranked_outcomes.recency = 1

),

outcome_periods as (

    select
        use_case,
        observed_in as period_start,
        count(is_positive) as outcomes,
        sum(is_positive) as positives,
        min(case when outcome in (0, 1) then 1 else 0 end) as are_binary
    from latest_outcomes
    group by use_case, observed_in

),

-- what a use case does not say is read off its outcomes
tasks as (

    select
        outcome_periods.use_case,
        coalesce(
            min(case when use_cases.task in ('binary', 'multiclass', 'regression') then use_cases.task end),
            case when min(outcome_periods.are_binary) = 1 then 'binary' else 'regression' end
        ) as task
    from outcome_periods
    left join use_cases on outcome_periods.use_case = use_cases.use_case
    group by outcome_periods.use_case

),

scored_entities as (

    select
        predictions.use_case,
        predictions.version,
        predictions.segment,
        {{ flywheel._period_start('predictions.predicted_at', period) }} as period_start,
        {{ flywheel._finite('predictions.score') }} as score,
        latest_outcomes.outcome,
        latest_outcomes.is_positive,
        coalesce(tasks.task, 'binary') as task
    from predictions
    left join latest_outcomes
        on predictions.use_case = latest_outcomes.use_case and predictions.entity_id = latest_outcomes.entity_id
    left join tasks on predictions.use_case = tasks.use_case

),

distinct_scores as (

    select
        use_case,
        version,
        segment,
        period_start,
        score,
        count(*) as predictions,
        count(outcome) as labelled,
        sum(case when is_positive = 1 then 1 else 0 end) as positives,
        sum(case when is_positive = 0 then 1 else 0 end) as negatives
    from scored_entities
    where task != 'regression'
    group by use_case, version, segment, period_start, score

),

-- every score of the whole, and again of each segment
distinct_scores_of_levels as (

    select
        use_case,
        version,
        cast(null as {{ str }}) as segment,
        period_start,
        score,
        sum(predictions) as predictions,
        sum(labelled) as labelled,
        sum(positives) as positives,
        sum(negatives) as negatives
    from distinct_scores
    group by use_case, version, period_start, score

    union all

    select
        use_case,
        version,
        segment,
        period_start,
        score,
        predictions,
        labelled,
        positives,
        negatives
    from distinct_scores
    where segment is not null

),

ordered_scores as (

    select
        *,
        case when score is not null then positives end as scored_positives,
        case when score is not null then negatives end as scored_negatives,
        sum(case when score is not null then negatives end) over (
            partition by use_case, version, segment, period_start
            order by score
        ) as negatives_up_to
    from distinct_scores_of_levels

),

classification as (

    select
        use_case,
        version,
        segment,
        period_start,
        sum(predictions) as sample_size,
        sum(labelled) as labelled,
        sum(positives) as positives,
        sum(positives) + sum(negatives) as judged,
        sum(scored_positives) as scored_positives,
        sum(scored_negatives) as scored_negatives,
        {{ flywheel.auc('scored_positives', 'scored_negatives', 'negatives_up_to') }} as auc,
        {{ flywheel.log_loss('score', 'scored_positives', 'scored_negatives') }} as log_loss,
        {{ flywheel.brier('score', 'scored_positives', 'scored_negatives') }} as brier,
        {{ flywheel.calibration_error('score', 'scored_positives', 'scored_negatives') }} as calibration_error
    from ordered_scores
    group by use_case, version, segment, period_start

),

regression as (

    select
        use_case,
        version,
        cast(null as {{ str }}) as segment,
        period_start,
        count(*) as sample_size,
        count(outcome) as labelled,
        {{ flywheel.mae('score', 'outcome') }} as mae,
        {{ flywheel.rmse('score', 'outcome') }} as rmse,
        {{ flywheel.r2('score', 'outcome') }} as r2
    from scored_entities
    where task = 'regression'
    group by use_case, version, period_start

    union all

    select
        use_case,
        version,
        segment,
        period_start,
        count(*) as sample_size,
        count(outcome) as labelled,
        {{ flywheel.mae('score', 'outcome') }} as mae,
        {{ flywheel.rmse('score', 'outcome') }} as rmse,
        {{ flywheel.r2('score', 'outcome') }} as r2
    from scored_entities
    where task = 'regression' and segment is not null
    group by use_case, version, period_start, segment

),

judged_periods as (

    select
        use_case,
        period_start,
        0 as outcomes,
        0 as positives
    from classification

    union all

    select
        use_case,
        period_start,
        outcomes,
        positives
    from outcome_periods
    where period_start is not null

),

-- the naive baseline: the base rate of all outcomes that were known before the period began
base_rates as (

    select
        use_case,
        period_start,
        cast(
            sum(sum(positives)) over (
                partition by use_case order by period_start rows between unbounded preceding and 1 preceding
            ) as {{ float }}
        ) / nullif(
            sum(sum(outcomes)) over (
                partition by use_case order by period_start rows between unbounded preceding and 1 preceding
            ), 0
        ) as base_rate
    from judged_periods
    group by use_case, period_start

),

{{ flywheel._score_drift('scored_entities') }},

performance as (

    select
        classification.use_case,
        classification.version,
        classification.segment,
        classification.period_start,
        cast(classification.sample_size as {{ flywheel._contract_type('int') }}) as sample_size,
        cast(classification.labelled as {{ float }}) / classification.sample_size as labelled_share,
        cast(classification.positives as {{ float }}) / nullif(classification.judged, 0) as base_rate,
        classification.auc,
        classification.log_loss,
        classification.brier,
        classification.calibration_error,
        {{ flywheel._total_log_loss(
            'base_rates.base_rate', 'classification.scored_positives', 'classification.scored_negatives'
        ) }}
        / nullif(classification.scored_positives + classification.scored_negatives, 0) as baseline_log_loss,
        cast(null as {{ float }}) as mae,
        cast(null as {{ float }}) as rmse,
        cast(null as {{ float }}) as r2
    from classification
    left join base_rates
        on classification.use_case = base_rates.use_case and classification.period_start = base_rates.period_start

    union all

    select
        use_case,
        version,
        segment,
        period_start,
        sample_size,
        cast(labelled as {{ float }}) / sample_size as labelled_share,
        cast(null as {{ float }}) as base_rate,
        cast(null as {{ float }}) as auc,
        cast(null as {{ float }}) as log_loss,
        cast(null as {{ float }}) as brier,
        cast(null as {{ float }}) as calibration_error,
        cast(null as {{ float }}) as baseline_log_loss,
        mae,
        rmse,
        r2
    from regression

)

select
    performance.*,
    score_drift.score_psi
from performance
left join score_drift
    on
        performance.use_case = score_drift.use_case
        and performance.version = score_drift.version
        and performance.period_start = score_drift.period_start
        and coalesce('segment ' || performance.segment, 'whole') = score_drift.level
