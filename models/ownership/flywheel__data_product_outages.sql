with runs as (

    select
        *,
        sum(case when is_good then 1 else 0 end) over (
            partition by node_id order by ran_at, invocation_id
            rows between unbounded preceding and current row
        ) as good_runs_so_far
    from {{ ref('flywheel__data_product_runs') }}

),

-- bad runs with as many good ones before them are one outage; the good run that ends it is the next
outages as (

    select
        node_id,
        good_runs_so_far,
        min(ran_at) as started_at,
        max(ran_at) as last_seen_at,
        count(*) as bad_runs
    from runs
    where not is_good
    group by node_id, good_runs_so_far

),

good_runs as (

    select
        node_id,
        good_runs_so_far,
        ran_at
    from runs
    where is_good

),

hurt_use_cases as (

    select
        ancestors.node_id,
        ancestors.use_case,
        use_cases.team
    from {{ ref('flywheel__ancestors') }} as ancestors
    left join {{ ref('flywheel__use_cases') }} as use_cases on ancestors.use_case = use_cases.use_case

),

-- teams that read it for something else
hurt_teams as (

    select distinct
        interfaces.parent_id as node_id,
        interfaces.consumer_team as team
    from {{ ref('flywheel__interfaces') }} as interfaces
    left join hurt_use_cases
        on interfaces.parent_id = hurt_use_cases.node_id and interfaces.consumer_team = hurt_use_cases.team
    where hurt_use_cases.node_id is null

),

hurt as (

    select
        node_id,
        use_case,
        team
    from hurt_use_cases
    union all
    select
        node_id,
        cast(null as {{ dbt.type_string() }}) as use_case,
        team
    from hurt_teams

)

select
    outages.node_id,
    hurt.use_case,
    hurt.team,
    outages.started_at,
    outages.last_seen_at,
    good_runs.ran_at as ended_at,
    outages.bad_runs
from outages
left join good_runs
    on outages.node_id = good_runs.node_id and outages.good_runs_so_far + 1 = good_runs.good_runs_so_far
left join hurt on outages.node_id = hurt.node_id
