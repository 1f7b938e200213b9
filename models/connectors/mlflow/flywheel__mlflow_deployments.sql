{{ config(enabled=var('flywheel_mlflow_schema', none) is not none) }}

{%- set str = flywheel._contract_type('str') -%}
{%- set int = flywheel._contract_type('int') -%}

with model_versions as (

    select * from {{ source('flywheel_mlflow', 'model_versions') }}

),

model_version_tags as (

    select * from {{ source('flywheel_mlflow', 'model_version_tags') }}

),

registered_model_aliases as (

    select * from {{ source('flywheel_mlflow', 'registered_model_aliases') }}

),

runs as (

    select * from {{ ref('flywheel__mlflow_runs') }}

),

versions as (

    select
        cast(name as {{ str }}) as model,
        cast(version as {{ str }}) as version,
        cast(run_id as {{ str }}) as run_id,
        cast(creation_time as {{ int }}) as created_ms,
        nullif(cast(user_id as {{ str }}), '') as user_id
    from model_versions

),

tags_of_versions as (

    select
        cast(name as {{ str }}) as model,
        cast(version as {{ str }}) as version,
        max(case when cast(key as {{ str }}) = 'flywheel.deployed_at' then cast(value as {{ str }}) end) as deployed_at,
        max(case when cast(key as {{ str }}) = 'flywheel.retired_at' then cast(value as {{ str }}) end) as retired_at,
        max(case when cast(key as {{ str }}) = 'flywheel.deployed_by' then cast(value as {{ str }}) end) as deployed_by,
        max(case when cast(key as {{ str }}) = 'flywheel.outcome' then cast(value as {{ str }}) end) as outcome,
        max(case when cast(key as {{ str }}) = 'flywheel.is_automated' then cast(value as {{ str }}) end)
            as is_automated
    from model_version_tags
    group by cast(name as {{ str }}), cast(version as {{ str }})

),

live_versions as (

    select distinct
        cast(name as {{ str }}) as model,
        cast(version as {{ str }}) as version
    from registered_model_aliases
    where lower(cast(alias as {{ str }})) in ('live', 'champion', 'production')

),

-- a version went live when its tag says so; where nobody tags, the one with the alias, when it was registered
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
