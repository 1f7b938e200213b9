{%- set confidence = var('flywheel_confidence', 0.95) -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set fewest = 30 -%}
{%- set number = flywheel._number_text -%}

with predictions as (

    select * from {{ ref('flywheel__input_predictions') }}
    where use_case is not null and version is not null and predicted_at <= {{ flywheel._now() }}

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
        coalesce(
            max(use_cases.task),
            case when min(case when outcomes.outcome in (0, 1) then 1 else 0 end) = 1 then 'binary' else 'regression' end
        ) as task
    from outcomes
    left join use_cases on outcomes.use_case = use_cases.use_case
    where outcomes.recency = 1
    group by outcomes.use_case

),

scored as (

    select
        predictions.use_case,
        predictions.version,
        predictions.segment,
        predictions.entity_id,
        tasks.task,
        cast(predictions.score as {{ float }}) as score,
        case
            when tasks.task = 'regression' then outcomes.outcome
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
    where
        {{ flywheel._finite('predictions.score') }} is not null
        and (tasks.task != 'multiclass' or tasks.positive_outcome is not null)

),

-- the naive predictor: the mean outcome of all that the version scored
against_naive as (

    select
        *,
        avg(outcome) over (partition by use_case, version) as naive
    from scored

),

losses as (

    select
        use_case,
        version,
        segment,
        entity_id,
        {{ flywheel._row_loss('score') }} as loss,
        {{ flywheel._row_loss('naive') }} as naive_loss
    from against_naive

),

-- predictions of one entity err together, so entities are what is counted
entities as (

    select
        use_case,
        version,
        segment,
        entity_id,
        count(*) as predictions,
        sum(loss) as loss,
        sum(naive_loss) as naive_loss
    from losses
    where segment is not null
    group by use_case, version, segment, entity_id
    union all
    select
        use_case,
        version,
        cast(null as {{ dbt.type_string() }}) as segment,
        entity_id,
        count(*) as predictions,
        sum(loss) as loss,
        sum(naive_loss) as naive_loss
    from losses
    group by use_case, version, entity_id

),

with_means as (

    select
        *,
        sum(naive_loss - loss) over (partition by use_case, version, segment)
        / sum(predictions) over (partition by use_case, version, segment) as gain
    from entities

),

slices as (

    select
        use_case,
        version,
        segment,
        sum(predictions) as sample_size,
        count(*) as entities,
        sum(loss) / sum(predictions) as loss,
        sum(naive_loss) / sum(predictions) as naive_loss,
        max(gain) as gain,
        sqrt(
            sum(power(naive_loss - loss - predictions * gain, 2)) * count(*) / nullif(count(*) - 1, 0)
        ) / sum(predictions) as standard_error
    from with_means
    group by use_case, version, segment

),

bounded as (

    select
        *,
        gain - {{ flywheel.normal_quantile(confidence) }} * standard_error as gain_lower,
        gain + {{ flywheel.normal_quantile(confidence) }} * standard_error as gain_upper
    from slices

),

judged as (

    select
        *,
        case
            when entities < {{ fewest }} then 'not_assessed'
            when gain_upper < 0 then 'fail'
            when gain < 0 then 'warn'
            else 'pass'
        end as verdict
    from bounded

)

select
    use_case,
    version,
    segment,
    cast(sample_size as {{ int }}) as sample_size,
    cast(entities as {{ int }}) as entities,
    loss,
    naive_loss,
    gain,
    standard_error,
    gain_lower,
    gain_upper,
    verdict,
    case verdict
        when 'not_assessed'
            then {{ number('entities') }} || ' entities have an outcome, {{ fewest }} are wanted.'
        when 'fail' then 'Loses to the mean outcome by ' || {{ number('-gain') }} || ', which is more than chance.'
        when 'warn' then 'Loses to the mean outcome by ' || {{ number('-gain') }} || ', which may be chance.'
        else 'Beats the mean outcome by ' || {{ number('gain') }} || '.'
    end as reason
from judged
