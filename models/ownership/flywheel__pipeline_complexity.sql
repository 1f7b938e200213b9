{%- set rules = [
    {
        'flag': 'team_cycle', 'severity': 'warn',
        'when': 'team_cycles > 0',
        'reason': "'teams wait for each other: ' || cycle_text",
        'remedy': 'Move the boundary, so that data flows one way between two teams',
    }, {
        'flag': 'not_automated', 'severity': 'warn',
        'when': 'automated_run_share < 0.5',
        'reason': "'most of its releases were made by hand'",
        'remedy': 'Automate the road from a finished run to a deployment',
    },
] -%}

with use_cases as (

    select
        name as use_case,
        node_id,
        team
    from {{ ref('flywheel__nodes') }}
    where resource_type = 'exposure' and exposure_type = 'ml'

),

nodes as (

    select
        node_id,
        resource_type,
        team
    from {{ ref('flywheel__nodes') }}
    where resource_type <> 'test'

),

ancestors as (

    select
        ancestors.use_case,
        ancestors.node_id,
        ancestors.depth,
        nodes.resource_type,
        nodes.team
    from {{ ref('flywheel__ancestors') }} as ancestors
    left join nodes on ancestors.node_id = nodes.node_id

),

-- the use case and what it rests on
members as (

    select
        use_case,
        node_id,
        team
    from ancestors
    union all
    select
        use_case,
        node_id,
        team
    from use_cases

),

edges as (

    select
        children.use_case,
        edges.parent_id,
        edges.child_id,
        parents.team as from_team,
        children.team as to_team
    from members as children
    inner join {{ ref('flywheel__edges') }} as edges on children.node_id = edges.child_id
    inner join members as parents on children.use_case = parents.use_case and edges.parent_id = parents.node_id

),

sizes as (

    select
        use_case,
        count(*) as nodes,
        max(depth) as depth,
        count(case when resource_type = 'source' then 1 end) as sources
    from ancestors
    group by use_case

),

edge_counts as (

    select
        use_case,
        count(*) as edges,
        count(case when from_team <> to_team then 1 end) as hand_overs
    from edges
    group by use_case

),

fan_ins as (

    select
        use_case,
        child_id,
        count(*) as parents
    from edges
    group by use_case, child_id

),

fan_outs as (

    select
        use_case,
        parent_id,
        count(*) as children
    from edges
    group by use_case, parent_id

),

widest_in as (

    select
        use_case,
        max(parents) as max_fan_in
    from fan_ins
    group by use_case

),

widest_out as (

    select
        use_case,
        max(children) as max_fan_out
    from fan_outs
    group by use_case

),

team_counts as (

    select
        use_case,
        count(distinct team) as teams
    from members
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
        {{ dbt.listagg('team', "', '", 'order by team') }} as cycle_text
    from cycles
    group by use_case

),

deployments as (

    select
        use_case,
        avg(case when is_automated then 1.0 when not is_automated then 0.0 end) as automated_run_share
    from {{ ref('flywheel__input_deployments') }}
    where deployed_at <= {{ flywheel._now() }}
    group by use_case

),

described as (

    select
        use_cases.use_case,
        coalesce(sizes.nodes, 0) as nodes,
        coalesce(edge_counts.edges, 0) as edges,
        coalesce(sizes.depth, 0) as depth,
        coalesce(widest_in.max_fan_in, 0) as max_fan_in,
        coalesce(widest_out.max_fan_out, 0) as max_fan_out,
        coalesce(sizes.sources, 0) as sources,
        coalesce(team_counts.teams, 0) as teams,
        coalesce(edge_counts.hand_overs, 0) as hand_overs,
        coalesce(team_cycles.team_cycles, 0) as team_cycles,
        team_cycles.cycle_text,
        cast(deployments.automated_run_share as {{ flywheel._contract_type('float') }}) as automated_run_share
    from use_cases
    left join sizes on use_cases.use_case = sizes.use_case
    left join edge_counts on use_cases.use_case = edge_counts.use_case
    left join widest_in on use_cases.use_case = widest_in.use_case
    left join widest_out on use_cases.use_case = widest_out.use_case
    left join team_counts on use_cases.use_case = team_counts.use_case
    left join team_cycles on use_cases.use_case = team_cycles.use_case
    left join deployments on use_cases.use_case = deployments.use_case

)

select
    use_case,
    nodes,
    edges,
    depth,
    max_fan_in,
    max_fan_out,
    sources,
    teams,
    hand_overs,
    team_cycles,
    automated_run_share,
    {{ flywheel._judged(
        rules,
        good="'data flows one way between its teams'",
        not_assessed='nodes = 0',
        not_assessed_reason="'it depends on nothing in the dbt graph'",
    ) }}
from described
