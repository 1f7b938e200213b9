{{ config(enabled=var('flywheel_mlflow_schema', none) is not none) }}

{%- set str = flywheel._contract_type('str') -%}
{%- set int = flywheel._contract_type('int') -%}

with runs as (

    select * from {{ source('flywheel_mlflow', 'runs') }}

),

experiments as (

    select * from {{ source('flywheel_mlflow', 'experiments') }}

),

tags as (

    select * from {{ source('flywheel_mlflow', 'tags') }}

),

params as (

    select * from {{ source('flywheel_mlflow', 'params') }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

-- an experiment's and a use case's name are alike when they differ in dashes and underscores alone
experiments_of_use_cases as (

    select
        use_case,
        metric,
        lower(replace(coalesce(mlflow_experiment, use_case), '-', '_')) as experiment_key
    from use_cases

),

-- columns are cast because a loader cannot know the type of one that is empty
active_runs as (

    select
        cast(runs.run_uuid as {{ str }}) as run_id,
        cast(runs.name as {{ str }}) as run_name,
        nullif(cast(runs.user_id as {{ str }}), '') as user_id,
        cast(runs.status as {{ str }}) as status,
        {{ flywheel._from_epoch_ms('cast(runs.start_time as ' ~ int ~ ')') }} as started_at,
        {{ flywheel._from_epoch_ms('cast(runs.end_time as ' ~ int ~ ')') }} as ended_at,
        lower(replace(cast(experiments.name as {{ str }}), '-', '_')) as experiment_key
    from runs
    inner join experiments
        on cast(runs.experiment_id as {{ str }}) = cast(experiments.experiment_id as {{ str }})
    where
        cast(runs.lifecycle_stage as {{ str }}) = 'active'
        and cast(experiments.lifecycle_stage as {{ str }}) = 'active'

),

tags_of_runs as (

    select
        cast(run_uuid as {{ str }}) as run_id,
        max(case when cast(key as {{ str }}) = 'mlflow.runName' then cast(value as {{ str }}) end) as run_name,
        max(case when cast(key as {{ str }}) = 'mlflow.user' then cast(value as {{ str }}) end) as author,
        max(case when cast(key as {{ str }}) = 'flywheel.use_case' then cast(value as {{ str }}) end) as use_case,
        max(case when cast(key as {{ str }}) = 'flywheel.candidate' then cast(value as {{ str }}) end) as candidate,
        max(case when cast(key as {{ str }}) = 'flywheel.complexity' then cast(value as {{ str }}) end) as complexity
    from tags
    group by cast(run_uuid as {{ str }})

),

params_of_runs as (

    select
        cast(run_uuid as {{ str }}) as run_id,
        max(case when cast(key as {{ str }}) = 'flywheel.complexity' then cast(value as {{ str }}) end) as complexity
    from params
    group by cast(run_uuid as {{ str }})

)

select
    coalesce(experiments_of_use_cases.use_case, tags_of_runs.use_case) as use_case,
    active_runs.run_id,
    coalesce(tags_of_runs.candidate, active_runs.run_name, tags_of_runs.run_name, active_runs.run_id) as candidate,
    {{ flywheel._whole_number('coalesce(tags_of_runs.complexity, params_of_runs.complexity)') }} as complexity,
    active_runs.started_at,
    active_runs.ended_at,
    coalesce(tags_of_runs.author, active_runs.user_id) as author,
    active_runs.status,
    coalesce(experiments_of_use_cases.metric, use_cases_of_tags.metric) as metric_of_use_case
from active_runs
left join tags_of_runs on active_runs.run_id = tags_of_runs.run_id
left join params_of_runs on active_runs.run_id = params_of_runs.run_id
left join experiments_of_use_cases on active_runs.experiment_key = experiments_of_use_cases.experiment_key
left join use_cases as use_cases_of_tags
    on experiments_of_use_cases.use_case is null and tags_of_runs.use_case = use_cases_of_tags.use_case
where coalesce(experiments_of_use_cases.use_case, tags_of_runs.use_case) is not null
