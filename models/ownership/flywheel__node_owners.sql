{%- set is_on_record = 'true' if flywheel._is_mapped('team_members') else 'false' -%}
{%- set rules = [
    {
        'flag': 'orphan', 'severity': 'fail',
        'when': 'owner is null and team is null',
        'reason': "'nobody owns it: it is in no dbt group and names no owner'",
        'remedy': 'Put it into a dbt group, or name meta.flywheel.team or owner (a source can be in no group)',
    }, {
        'flag': 'unknown_team', 'severity': 'fail',
        'when': 'team is not null and not is_known_team',
        'reason': "'its team ' || team || ' is no dbt group'",
        'remedy': 'Declare the team as a dbt group, with an owner',
    }, {
        'flag': 'owner_left', 'severity': 'fail',
        'when': 'has_left',
        'reason': "'its owner ' || owner || ' has left'",
        'remedy': 'Name an owner who is there, or the team',
    }, {
        'flag': 'team_left', 'severity': 'fail',
        'when': 'people = 0',
        'reason': "'everybody who was in team ' || team || ' has left'",
        'remedy': 'Hand it to a team that has people',
    }, {
        'flag': 'no_team', 'severity': 'warn',
        'when': 'owner is not null and team is null',
        'reason': "owner || ' owns it alone: it belongs to no team'",
        'remedy': 'Put it into a dbt group, or name meta.flywheel.team',
    }, {
        'flag': 'single_owner', 'severity': 'warn',
        'when': 'people = 1',
        'reason': "somebody || ' is the only one in team ' || team",
        'remedy': 'Have a second person who can answer for it',
    }, {
        'flag': 'nobody_on_record', 'severity': 'warn',
        'when': is_on_record ~ ' and is_known_team and people is null',
        'reason': "'nobody is on record as a member of team ' || team",
        'remedy': 'Add its people to what fills the input team_members',
    }, {
        'flag': 'no_data_scientist', 'severity': 'warn',
        'when': 'is_use_case and people > 0 and data_scientists = 0',
        'reason': "'no data scientist is in team ' || team || ', so the two crafts do not own it together'",
        'remedy': 'Have a data scientist in the team of the use case, not only beside it',
    }, {
        'flag': 'no_ml_engineer', 'severity': 'warn',
        'when': 'is_use_case and people > 0 and ml_engineers = 0',
        'reason': "'no ML engineer is in team ' || team || ', so the two crafts do not own it together'",
        'remedy': 'Have an ML engineer in the team of the use case, not only beside it',
    },
] -%}

with nodes as (

    select * from {{ ref('flywheel__nodes') }}
    where resource_type <> 'test' and package_name <> 'flywheel'

),

teams as (

    select * from {{ ref('flywheel__teams') }}

),

team_roles as (

    select * from {{ ref('flywheel__team_roles') }}

),

-- who was on a team and is on none now
leavers as (

    select lower(person) as person
    from {{ ref('flywheel__input_team_members') }}
    group by lower(person)
    having
        max(case when coalesce(until > {{ flywheel._now() }}, true) then 1 else 0 end) = 0

),

owned as (

    select
        nodes.node_id,
        nodes.resource_type,
        nodes.name,
        nodes.package_name,
        nodes.owner,
        nodes.team,
        teams.team is not null as is_known_team,
        team_roles.roles,
        team_roles.people,
        team_roles.somebody,
        team_roles.data_scientists,
        team_roles.ml_engineers,
        leavers.person is not null as has_left,
        nodes.resource_type in ('source', 'seed') or coalesce(teams.kind = 'platform', false) as is_infrastructure,
        coalesce(nodes.exposure_type = 'ml', false) as is_use_case
    from nodes
    left join teams on nodes.team = teams.team
    left join team_roles on nodes.team = team_roles.team
    left join leavers on lower(nodes.owner) = leavers.person

)

select
    node_id,
    resource_type,
    name,
    package_name,
    owner,
    team,
    roles,
    people,
    is_infrastructure,
    {{ flywheel._judged(
        rules,
        good="owner || ' of team ' || team || ' owns it' || case when people is not null then ', with the roles ' || coalesce(roles, 'none') else '' end",
        not_assessed='is_use_case and not ' ~ is_on_record,
        not_assessed_reason="'who is in team ' || team || ' is not on record (input team_members), so it is not known whether data scientists and ML engineers own it together'",
    ) }}
from owned
