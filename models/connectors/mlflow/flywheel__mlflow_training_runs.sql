{{ config(enabled=var('flywheel_mlflow_schema', none) is not none) }}

{%- set which = var('flywheel_mlflow_metric_value', 'last') -%}
{%- if which not in ['last', 'best'] -%}
    {{ exceptions.raise_compiler_error(
        "flywheel: the var flywheel_mlflow_metric_value is '" ~ which ~ "'; wanted last or best."
    ) }}
{%- endif -%}
{%- set int = flywheel._contract_type('int') -%}

with latest_metrics as (

    {{ flywheel._mlflow_table('latest_metrics', ['run_uuid', 'key', 'is_nan'], ints=['step'], floats=['value']) }}

),

{% if which == 'best' -%}
metrics as (

    {{ flywheel._mlflow_table('metrics', ['run_uuid', 'key', 'is_nan'], ints=['step', 'timestamp'], floats=['value']) }}

),

{% endif -%}

-- a run in another is a step of that run's search, unless it came to be a version
ended_runs as (

    select *
    from {{ ref('flywheel__mlflow_runs') }}
    where
        status in ('FINISHED', 'FAILED', 'KILLED')
        {%- if not var('flywheel_mlflow_nested_runs', false) %}
        and (parent_run_id is null or is_registered)
        {%- endif %}

),

last_values as (

    select
        run_uuid as run_id,
        key as metric,
        step,
        case
            when lower(is_nan) not in ('1', 'true') then {{ flywheel._finite('value') }}
        end as value
    from latest_metrics

),

{% if which == 'best' -%}
logged_values as (

    select
        metrics.run_uuid as run_id,
        metrics.key as metric,
        metrics.step,
        metrics.timestamp as logged_ms,
        {{ flywheel._finite('metrics.value') }} as value,
        coalesce(
            case when metrics.key = ended_runs.metric_of_use_case then ended_runs.metric_direction end,
            {{ flywheel._metric_direction('metrics.key') }}
        ) as direction
    from metrics
    inner join ended_runs on metrics.run_uuid = ended_runs.run_id
    where lower(metrics.is_nan) not in ('1', 'true')

),

-- of a metric of which it is not known which way is better, the last
values_by_goodness as (

    select
        *,
        row_number() over (
            partition by run_id, metric
            order by
                case when value is null then 1 else 0 end,
                case direction when 'higher_is_better' then -value when 'lower_is_better' then value else 0 end,
                step desc,
                logged_ms desc
        ) as place
    from logged_values

),

chosen_values as (

    select
        last_values.run_id,
        last_values.metric,
        coalesce(best.step, last_values.step) as step,
        coalesce(best.value, last_values.value) as value
    from last_values
    left join values_by_goodness as best
        on last_values.run_id = best.run_id and last_values.metric = best.metric and best.place = 1

),

-- a standard error is that of the step that was chosen, where it was logged there
standard_errors as (

    select
        chosen_values.run_id,
        chosen_values.metric,
        max(coalesce(at_step.value, last_values.value)) as value
    from chosen_values
    left join logged_values as at_step
        on
            chosen_values.run_id = at_step.run_id
            and chosen_values.metric || '_standard_error' = at_step.metric
            and chosen_values.step = at_step.step
    left join last_values
        on
            chosen_values.run_id = last_values.run_id
            and chosen_values.metric || '_standard_error' = last_values.metric
    group by chosen_values.run_id, chosen_values.metric

),

{% else -%}
chosen_values as (

    select * from last_values

),

standard_errors as (

    select
        run_id,
        left(metric, length(metric) - 15) as metric,
        value
    from last_values
    where right(metric, 15) = '_standard_error' and length(metric) > 15

),

{% endif -%}

-- what MLflow samples of the machine is no metric of a model
results as (

    select * from chosen_values
    where
        metric not like 'system/%'
        and metric != 'sample_size'
        and right(metric, 15) != '_standard_error'

)

select
    ended_runs.use_case,
    ended_runs.run_id,
    ended_runs.candidate,
    ended_runs.complexity,
    -- a run that logged nothing is a run all the same
    coalesce(results.metric, ended_runs.metric_of_use_case, 'none') as metric,
    results.value,
    standard_errors.value as standard_error,
    cast(sample_sizes.value as {{ int }}) as sample_size,
    ended_runs.started_at,
    ended_runs.ended_at,
    ended_runs.author,
    lower(ended_runs.status) as status,
    results.step,
    ended_runs.parent_run_id
from ended_runs
left join results on ended_runs.run_id = results.run_id
left join standard_errors
    on results.run_id = standard_errors.run_id and results.metric = standard_errors.metric
left join last_values as sample_sizes
    on ended_runs.run_id = sample_sizes.run_id and sample_sizes.metric = 'sample_size'
