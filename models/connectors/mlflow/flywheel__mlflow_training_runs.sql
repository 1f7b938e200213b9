{{ config(enabled=var('flywheel_mlflow_schema', none) is not none) }}

{%- set str = flywheel._contract_type('str') -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}

with latest_metrics as (

    select * from {{ source('flywheel_mlflow', 'latest_metrics') }}

),

ended_runs as (

    select * from {{ ref('flywheel__mlflow_runs') }}
    where status in ('FINISHED', 'FAILED', 'KILLED')

),

metrics as (

    select
        cast(run_uuid as {{ str }}) as run_id,
        cast(key as {{ str }}) as metric,
        case
            when lower(cast(is_nan as {{ str }})) not in ('1', 'true')
                then {{ flywheel._finite('cast(value as ' ~ float ~ ')') }}
        end as value
    from latest_metrics

),

-- what MLflow samples of the machine is no metric of a model
results as (

    select * from metrics
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
    lower(ended_runs.status) as status
from ended_runs
left join results on ended_runs.run_id = results.run_id
left join metrics as standard_errors
    on results.run_id = standard_errors.run_id and results.metric || '_standard_error' = standard_errors.metric
left join metrics as sample_sizes
    on ended_runs.run_id = sample_sizes.run_id and sample_sizes.metric = 'sample_size'
