{%- set float = flywheel._contract_type('float') -%}

with deployments as (

    select * from {{ ref('flywheel__input_deployments') }}
    where deployed_at <= {{ flywheel._now() }}

),

runs as (

    select
        use_case,
        run_id,
        min(author) as author,
        min(started_at) as started_at
    from {{ ref('flywheel__input_training_runs') }}
    group by use_case, run_id

),

people as (

    select
        person,
        min(role) as role
    from {{ ref('flywheel__input_team_members') }}
    group by person

)

select
    deployments.use_case,
    deployments.version,
    deployments.deployed_at,
    runs.author,
    authors.role as author_role,
    deployments.deployed_by,
    deployers.role as deployer_role,
    runs.author <> deployments.deployed_by as is_hand_off,
    cast({{ dbt.datediff('runs.started_at', 'deployments.deployed_at', 'hour') }} as {{ float }}) / 24 as days_from_run  -- noqa: LT05
from deployments
inner join runs on deployments.use_case = runs.use_case and deployments.run_id = runs.run_id
left join people as authors on runs.author = authors.person
left join people as deployers on deployments.deployed_by = deployers.person
