{{ config(enabled=var('flywheel_mlflow_schema', none) is not none) }}


{%- set use_case_tag = var('flywheel_mlflow_use_case_tag', 'flywheel.use_case') -%}

with runs as (

    {{ flywheel._mlflow_table(
        'runs',
        ['run_uuid', 'name', 'user_id', 'status', 'lifecycle_stage', 'experiment_id'],
        ints=['start_time', 'end_time']
    ) }}

),

experiments as (

    {{ flywheel._mlflow_table('experiments', ['experiment_id', 'name', 'lifecycle_stage']) }}

),

experiment_tags as (

    {{ flywheel._mlflow_table('experiment_tags', ['experiment_id', 'key', 'value']) }}

),

tags as (

    {{ flywheel._mlflow_table('tags', ['run_uuid', 'key', 'value']) }}

),

params as (

    {{ flywheel._mlflow_table('params', ['run_uuid', 'key', 'value']) }}

),

model_versions as (

    {{ flywheel._mlflow_table('model_versions', ['run_id']) }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

registered_runs as (

    select distinct run_id
    from model_versions

),

-- an experiment's and a use case's name are alike when they differ in dashes and underscores alone
experiments_of_use_cases as (

    select
        use_case,
        lower(replace(coalesce(mlflow_experiment, use_case), '-', '_')) as experiment_key
    from use_cases

),

active_runs as (

    select
        runs.run_uuid as run_id,
        runs.experiment_id,
        nullif(runs.name, '') as run_name,
        nullif(runs.user_id, '') as user_id,
        runs.status,
        {{ flywheel._from_epoch_ms('runs.start_time') }} as started_at,
        {{ flywheel._from_epoch_ms('runs.end_time') }} as ended_at,
        lower(replace(experiments.name, '-', '_')) as experiment_key
    from runs
    inner join experiments on runs.experiment_id = experiments.experiment_id
    where runs.lifecycle_stage = 'active' and experiments.lifecycle_stage = 'active'

),

tags_of_experiments as (

    select
        experiment_id,
        max(value) as use_case
    from experiment_tags
    where key = '{{ use_case_tag }}'
    group by experiment_id

),

tags_of_runs as (

    select
        run_uuid as run_id,
        max(case when key = 'mlflow.runName' then value end) as run_name,
        max(case when key = 'mlflow.user' then value end) as author,
        max(case when key = 'mlflow.parentRunId' then value end) as parent_run_id,
        max(case when key = '{{ use_case_tag }}' then value end) as use_case,
        max(case when key = 'flywheel.candidate' then value end) as candidate,
        max(case when key = 'flywheel.complexity' then value end) as complexity
    from tags
    group by run_uuid

),

params_of_runs as (

    select
        run_uuid as run_id,
        max(case when key = 'flywheel.complexity' then value end) as complexity
    from params
    group by run_uuid

),

-- an experiment that a use case names is its; else the run's own tag says, else that of its experiment
runs_of_use_cases as (

    select
        active_runs.*,
        tags_of_runs.author,
        tags_of_runs.parent_run_id,
        coalesce(tags_of_runs.candidate, active_runs.run_name, tags_of_runs.run_name, active_runs.run_id) as candidate,
        coalesce(tags_of_runs.complexity, params_of_runs.complexity) as complexity,
        coalesce(
            experiments_of_use_cases.use_case, tags_of_runs.use_case, tags_of_experiments.use_case
        ) as use_case
    from active_runs
    left join tags_of_runs on active_runs.run_id = tags_of_runs.run_id
    left join params_of_runs on active_runs.run_id = params_of_runs.run_id
    left join tags_of_experiments on active_runs.experiment_id = tags_of_experiments.experiment_id
    left join experiments_of_use_cases on active_runs.experiment_key = experiments_of_use_cases.experiment_key

)

select
    runs_of_use_cases.use_case,
    runs_of_use_cases.run_id,
    runs_of_use_cases.parent_run_id,
    runs_of_use_cases.candidate,
    {{ flywheel._whole_number('runs_of_use_cases.complexity') }} as complexity,
    runs_of_use_cases.started_at,
    runs_of_use_cases.ended_at,
    coalesce(runs_of_use_cases.author, runs_of_use_cases.user_id) as author,
    runs_of_use_cases.status,
    registered_runs.run_id is not null as is_registered,
    use_cases.metric as metric_of_use_case,
    use_cases.metric_direction
from runs_of_use_cases
left join use_cases on runs_of_use_cases.use_case = use_cases.use_case
left join registered_runs on runs_of_use_cases.run_id = registered_runs.run_id
where runs_of_use_cases.use_case is not null
