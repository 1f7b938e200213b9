with team_members as (

    select
        team,
        person,
        role,
        coalesce(since, {{ flywheel._now() }}) <= {{ flywheel._now() }}
        and coalesce(until > {{ flywheel._now() }}, true) as is_there
    from {{ ref('flywheel__input_team_members') }}
    where team is not null and person is not null

),

roles as (

    select distinct
        team,
        role
    from team_members
    where is_there and role is not null

),

role_lists as (

    select
        team,
        {{ dbt.listagg('role', "', '", 'order by role') }} as roles
    from roles
    group by team

),

people as (

    select
        team,
        count(distinct case when is_there then person end) as people,
        count(distinct case when is_there and role = 'data_scientist' then person end) as data_scientists,
        count(distinct case when is_there and role = 'ml_engineer' then person end) as ml_engineers,
        count(distinct case when is_there and role = 'domain_expert' then person end) as domain_experts,
        min(case when is_there then person end) as somebody
    from team_members
    group by team

)

select
    people.team,
    people.people,
    role_lists.roles,
    people.data_scientists,
    people.ml_engineers,
    people.domain_experts,
    people.somebody
from people
left join role_lists on people.team = role_lists.team
