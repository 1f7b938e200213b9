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
        nodes.node_id as test_id,
        nodes.severity
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

),

broken_settings as (

    select distinct test_id
    from {{ ref('flywheel__alert_policy') }}
    where verdict = 'fail'

),

-- before anybody reacted, how alerts are set is all that is known
settings as (

    select
        tests_of_nodes.use_case,
        count(*) as tests,
        count(broken_settings.test_id) as broken_tests
    from tests_of_nodes
    left join broken_settings on tests_of_nodes.test_id = broken_settings.test_id
    left join reactions on tests_of_nodes.use_case = reactions.use_case
    where tests_of_nodes.severity = 'error' and reactions.use_case is null
    group by tests_of_nodes.use_case

),

experiments as (

    select
        use_case,
        max(case when finding = 'works' then 1 else 0 end) = 1 as works,
        max(experiment) as experiment,
        max(reason) as reason
    from ({{ flywheel._evidence() }}) as evidence
    where age = 1 and finding in ('works', 'harms', 'no effect shown', 'broken split')
    group by use_case

),

lead_times as (

    select
        use_case,
        lead_time_days,
        lead_time_band,
        row_number() over (partition by use_case order by month desc) as recency
    from {{ ref('flywheel__velocity') }}
    where lead_time_band is not null

),

-- one that is young enough to have had no release has shown nothing yet
wheels as (

    select * from {{ ref('flywheel__wheels') }}
    where verdict in ('warn', 'fail') or (verdict = 'pass' and turns > 0)

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
    'domain experts in the team now: ' || cast(domain_experts as {{ dbt.type_string() }}) as evidence
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
union all
select
    use_case,
    'alerts_tuned' as criterion,
    broken_tests = 0 as is_met,
    {{ flywheel._count_text('broken_tests', 'tests') }}
    || ' tests that can stop the build break a rule of flywheel__alert_policy; nobody reacted to one yet' as evidence
from settings
union all
select
    use_case,
    'causal_evidence' as criterion,
    works as is_met,
    experiment || ': ' || reason as evidence
from experiments
union all
select
    use_case,
    'iterates_quickly' as criterion,
    lead_time_band <> 'low' as is_met,
    'from its first run on, a release took ' || {{ flywheel._counted('lead_time_days', 'day') }}
    || ' in the newest month with one, which is ' || lead_time_band as evidence
from lead_times
where recency = 1
union all
select
    use_case,
    'iterates_quickly' as criterion,
    verdict = 'pass' as is_met,
    reason as evidence
from wheels
