{%- set string = dbt.type_string() -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set sizes = ['nodes', 'edges', 'depth', 'sources', 'teams', 'hand_overs'] -%}
{%- set rules = [
    {
        'flag': 'team_cycle', 'severity': 'warn',
        'when': 'team_cycles > 0',
        'reason': "'teams wait for each other: ' || cycle_teams",
        'remedy': 'Move the boundary, so that data flows one way between two teams',
    }, {
        'flag': 'not_automated', 'severity': 'warn',
        'when': 'automated_run_share < 0.5',
        'reason': "'most of its releases were made by hand'",
        'remedy': 'Automate the road from a finished run to a deployment',
    },
] -%}

-- the newest build of 28 days ago or more; in a history that is shorter, the first one
with compared_days as (

    select
        use_case,
        coalesce(
            max(case when day <= {{ dbt.dateadd('day', -28, flywheel._now()) }} then day end), min(day)
        ) as compared_with
    from {{ ref('flywheel__governance_history') }}
    where metric = 'pipeline_nodes' and day < cast({{ flywheel._now() }} as date)
    group by use_case

),

sizes_then as (

    select
        history.use_case,
        {%- for size in sizes %}
        cast(max(case when history.metric = 'pipeline_{{ size }}' then history.value end) as {{ int }}) as {{ size }},
        {%- endfor %}
        compared_days.compared_with
    from {{ ref('flywheel__governance_history') }} as history
    inner join compared_days
        on history.use_case = compared_days.use_case and history.day = compared_days.compared_with
    group by history.use_case, compared_days.compared_with

),

compared as (

    select
        sizes.*,
        {%- for size in sizes %}
        sizes.{{ size }} - sizes_then.{{ size }} as {{ size }}_change,
        {%- endfor %}
        sizes_then.compared_with
    from {{ ref('flywheel__pipeline_sizes') }} as sizes
    left join sizes_then on sizes.use_case = sizes_then.use_case

),

described as (

    select
        *,
        'nodes behind it: ' || cast(nodes as {{ string }}) || ', at most ' || cast(depth as {{ string }}) || ' in a row'
        || case
            when nodes_change <> 0
                then
                    ', ' || cast(abs(nodes_change) as {{ string }})
                    || case when nodes_change > 0 then ' more' else ' fewer' end
                    || ' than on ' || cast(compared_with as {{ string }})
            else ''
        end
        || case
            when teams > 1 then '; data flows one way between its teams'
            when teams = 1 then '; all of it is of one team'
            else '; none of it is of a team'
        end
        || coalesce(
            '; ' || {{ flywheel._number_text('100 * automated_run_share') }}
            || '% of its releases were automated', ''
        ) as description
    from compared

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
    compared_with,
    {%- for size in sizes %}
    {{ size }}_change,
    {%- endfor %}
    {{ flywheel._judged(
        rules,
        good='description',
        not_assessed='nodes = 0',
        not_assessed_reason="'it depends on nothing in the dbt graph'",
    ) }}
from described
