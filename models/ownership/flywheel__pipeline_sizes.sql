with nodes as (

    select
        node_id,
        resource_type,
        exposure_type,
        name,
        team
    from {{ ref('flywheel__nodes') }}
    where resource_type <> 'test'

),

-- the use case and what it rests on
members as (

    select
        ancestors.use_case,
        ancestors.node_id,
        ancestors.depth,
        nodes.resource_type,
        nodes.team
    from {{ ref('flywheel__ancestors') }} as ancestors
    left join nodes on ancestors.node_id = nodes.node_id
    union all
    select
        name as use_case,
        node_id,
        0 as depth,
        resource_type,
        team
    from nodes
    where resource_type = 'exposure' and exposure_type = 'ml'

),

sizes as (

    select
        use_case,
        count(*) - 1 as nodes,
        max(depth) as depth,
        count(case when resource_type = 'source' then 1 end) as sources,
        count(distinct team) as teams
    from members
    group by use_case

),

edges as (

    select
        children.use_case,
        parents.team as from_team,
        children.team as to_team,
        count(*) over (partition by children.use_case, edges.child_id) as fan_in,
        count(*) over (partition by children.use_case, edges.parent_id) as fan_out
    from members as children
    inner join {{ ref('flywheel__edges') }} as edges on children.node_id = edges.child_id
    inner join members as parents on children.use_case = parents.use_case and edges.parent_id = parents.node_id

),

edge_counts as (

    select
        use_case,
        count(*) as edges,
        max(fan_in) as max_fan_in,
        max(fan_out) as max_fan_out,
        count(case when from_team <> to_team then 1 end) as hand_overs
    from edges
    group by use_case

),

team_edges as (

    select distinct
        use_case,
        from_team,
        to_team
    from edges
    where from_team <> to_team

),

-- data that leaves a team and comes back to it, by way of one or two others
cycles as (

    select distinct
        first_step.use_case,
        first_step.from_team as team
    from team_edges as first_step
    inner join team_edges as second_step
        on first_step.use_case = second_step.use_case and first_step.to_team = second_step.from_team
    left join team_edges as third_step
        on
            second_step.use_case = third_step.use_case
            and second_step.to_team = third_step.from_team
            and first_step.from_team = third_step.to_team
    where second_step.to_team = first_step.from_team or third_step.to_team is not null

),

team_cycles as (

    select
        use_case,
        count(*) as team_cycles,
        {{ dbt.listagg('team', "', '", 'order by team') }} as cycle_teams
    from cycles
    group by use_case

),

deployments as (

    select
        use_case,
        avg(
            case when is_automated then 1 when not is_automated then 0 end * cast(1 as {{ flywheel._type_double() }})
        ) as automated_run_share
    from {{ ref('flywheel__input_deployments') }}
    where deployed_at <= {{ flywheel._now() }}
    group by use_case

)

select
    sizes.use_case,
    sizes.nodes,
    coalesce(edge_counts.edges, 0) as edges,
    sizes.depth,
    coalesce(edge_counts.max_fan_in, 0) as max_fan_in,
    coalesce(edge_counts.max_fan_out, 0) as max_fan_out,
    sizes.sources,
    sizes.teams,
    coalesce(edge_counts.hand_overs, 0) as hand_overs,
    coalesce(team_cycles.team_cycles, 0) as team_cycles,
    team_cycles.cycle_teams,
    cast(deployments.automated_run_share as {{ flywheel._contract_type('float') }}) as automated_run_share
from sizes
left join edge_counts on sizes.use_case = edge_counts.use_case
left join team_cycles on sizes.use_case = team_cycles.use_case
left join deployments on sizes.use_case = deployments.use_case
