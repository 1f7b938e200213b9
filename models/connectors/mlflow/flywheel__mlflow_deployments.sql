{{ config(enabled=var('flywheel_mlflow_schema', none) is not none) }}


{%- set names = var('flywheel_mlflow_live', ['live', 'champion', 'production']) -%}
{%- set live = "'" ~ names | map('lower') | join("', '") ~ "'" %}

with model_versions as (

    {{ flywheel._mlflow_table(
        'model_versions',
        ['workspace', 'name', 'version', 'run_id', 'user_id', 'current_stage'],
        ints=['creation_time']
    ) }}

),

model_version_tags as (

    {{ flywheel._mlflow_table('model_version_tags', ['workspace', 'name', 'version', 'key', 'value']) }}

),

registered_model_aliases as (

    {{ flywheel._mlflow_table('registered_model_aliases', ['workspace', 'name', 'version', 'alias']) }}

),

runs as (

    select * from {{ ref('flywheel__mlflow_runs') }}

),

-- two workspaces may each have a model of one name
versions as (

    select
        {{ flywheel._mlflow_model() }} as model,
        version,
        run_id,
        creation_time as created_ms,
        nullif(user_id, '') as user_id,
        current_stage
    from model_versions

),

tags_of_versions as (

    select
        {{ flywheel._mlflow_model() }} as model,
        version,
        max(case when key = 'flywheel.deployed_at' then value end) as deployed_at,
        max(case when key = 'flywheel.retired_at' then value end) as retired_at,
        max(case when key = 'flywheel.deployed_by' then value end) as deployed_by,
        max(case when key = 'flywheel.outcome' then value end) as outcome,
        max(case when key = 'flywheel.is_automated' then value end) as is_automated
    from model_version_tags
    group by {{ flywheel._mlflow_model() }}, version

),

-- by an alias, or by a stage of MLflow before it had aliases
live_versions as (

    select
        {{ flywheel._mlflow_model() }} as model,
        version
    from registered_model_aliases
    where lower(alias) in ({{ live }})

    union

    select
        model,
        version
    from versions
    where lower(current_stage) in ({{ live }})

),

-- a version went live when its tag says so; where nobody tags, the one with the alias or stage, when it was
-- registered
deployed_versions as (

    select
        versions.*,
        coalesce({{ flywheel._whole_number('tags_of_versions.deployed_at') }}, versions.created_ms) as deployed_ms,
        {{ flywheel._whole_number('tags_of_versions.retired_at') }} as retired_ms,
        coalesce(tags_of_versions.deployed_by, versions.user_id) as deployed_by,
        coalesce(tags_of_versions.outcome, 'live') as outcome,
        case lower(tags_of_versions.is_automated) when 'true' then true when 'false' then false end as is_automated
    from versions
    left join tags_of_versions
        on versions.model = tags_of_versions.model and versions.version = tags_of_versions.version
    left join live_versions
        on versions.model = live_versions.model and versions.version = live_versions.version
    where
        {{ flywheel._whole_number('tags_of_versions.deployed_at') }} is not null
        or (tags_of_versions.deployed_at is null and live_versions.version is not null)

)

select
    runs.use_case,
    deployed_versions.version,
    deployed_versions.run_id,
    runs.candidate,
    {{ flywheel._from_epoch_ms('deployed_versions.deployed_ms') }} as deployed_at,
    {{ flywheel._from_epoch_ms('deployed_versions.retired_ms') }} as retired_at,
    deployed_versions.deployed_by,
    deployed_versions.outcome,
    deployed_versions.is_automated
from deployed_versions
inner join runs on deployed_versions.run_id = runs.run_id
