with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

runs as (

    select
        leaderboard.use_case,
        max(case when leaderboard.candidate = use_cases.baseline then 1 else 0 end) = 1 as has_baseline
    from {{ ref('flywheel__leaderboard') }} as leaderboard
    inner join use_cases on leaderboard.use_case = use_cases.use_case and leaderboard.metric = use_cases.metric
    group by leaderboard.use_case

),

ownership as (

    select
        use_case,
        count(*) as nodes,
        count(case when verdict = 'fail' then 1 end) as failing_nodes
    from {{ ref('flywheel__ownership') }}
    group by use_case

),

crafts as (

    select
        use_cases.use_case,
        team_roles.data_scientists > 0 and team_roles.ml_engineers > 0 as has_both,
        team_roles.domain_experts,
        team_roles.roles
    from use_cases
    inner join {{ ref('flywheel__team_roles') }} as team_roles on use_cases.team = team_roles.team

),

meetings as (

    select
        use_case,
        case kind when 'kpi_review' then 'reviews_kept' else 'stakeholder_signed_off' end as criterion,
        verdict = 'pass' as is_met,
        reason
    from {{ ref('flywheel__collaboration') }}
    where kind in ('kpi_review', 'sign_off') and verdict <> 'not_assessed'

),

tests_of_nodes as (

    select
        ancestors.use_case,
        nodes.node_id as test_id
    from {{ ref('flywheel__ancestors') }} as ancestors
    inner join {{ ref('flywheel__nodes') }} as nodes on ancestors.node_id = nodes.tested_id

),

reactions as (

    select
        tests_of_nodes.use_case,
        count(*) as reactions,
        count(case when actions.action in ('fixed', 'acknowledged') then 1 end) as useful_reactions
    from {{ ref('flywheel__input_alert_actions') }} as actions
    inner join tests_of_nodes on actions.test_id = tests_of_nodes.test_id
    where
        actions.acted_at <= {{ flywheel._now() }}
        and actions.acted_at > {{ dbt.dateadd('day', -90, flywheel._now()) }}
    group by tests_of_nodes.use_case

)

select
    use_case,
    'purpose_named' as criterion,
    verdict = 'pass' as is_met,
    reason as evidence
from use_cases
union all
select
    use_case,
    'simplest_first' as criterion,
    has_baseline as is_met,
    'the leaderboard ' || case when has_baseline then 'has' else 'lacks' end || ' the naive baseline' as evidence
from runs
union all
select
    ownership.use_case,
    'owned_together' as criterion,
    crafts.has_both and ownership.failing_nodes = 0 as is_met,
    'the team has the roles ' || coalesce(crafts.roles, 'none') || '; '
    || {{ flywheel._count_text('ownership.failing_nodes', 'ownership.nodes') }}
    || ' nodes have nobody who answers for them' as evidence
from ownership
inner join crafts on ownership.use_case = crafts.use_case
union all
select
    use_case,
    'experts_on_team' as criterion,
    domain_experts > 0 as is_met,
    cast(domain_experts as {{ dbt.type_string() }}) || ' domain experts are in the team now' as evidence
from crafts
union all
select
    use_case,
    criterion,
    is_met,
    reason as evidence
from meetings
union all
select
    use_case,
    'alerts_tuned' as criterion,
    2 * useful_reactions >= reactions as is_met,
    {{ flywheel._count_text('useful_reactions', 'reactions') }}
    || ' reactions to alerts in 90 days were a repair or an acknowledgement' as evidence
from reactions
