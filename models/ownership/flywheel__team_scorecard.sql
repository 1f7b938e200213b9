{%- set questions = [
    ('Does every use case say what it is for?', 'No use case is of this team.'),
    ('Does the model beat the baseline, and the KPI hold?', 'No use case is of this team.'),
    ('Is the live model still good on what it is asked?', 'No use case of this team has both predictions and outcomes to be judged by.'),
    ('Is anything broken now?', 'Nothing that this team owns was judged or tested lately.'),
    ('Does everything have an owner who is there?', 'Nothing is of this team.'),
    ('Is what other teams read an interface?', 'No other team reads anything of this team.'),
    ('Do the data products keep what they promise?', 'No data product is of this team (an slo in the meta of a model).'),
    ('Is the pipeline behind it simple and automated?', 'No use case is of this team.'),
    ('Do people meet as they promised?', 'No use case is of this team.'),
    ('Is it ready, by the guide?', 'No use case is of this team.'),
] -%}

with questions as (

    {%- for question, without_subject in questions %}
    select
        {{ loop.index }} as position,
        '{{ question }}' as question,
        '{{ without_subject }}' as without_subject
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

findings as (

    select
        *,
        case verdict when 'fail' then 1 when 'warn' then 2 when 'not_assessed' then 3 else 4 end as badness
    from {{ ref('flywheel__team_findings') }}

),

teams as (

    select team from {{ ref('flywheel__teams') }}
    union
    -- a team that a use case names and that is no dbt group is told so
    select team from {{ ref('flywheel__use_cases') }}
    where team is not null
    union
    select team from findings
    where team = 'no team'

),

ordered as (

    select
        *,
        row_number() over (partition by team, question order by badness, subject, reason) as place,
        count(*) over (partition by team, question) as subjects,
        sum(case when verdict = 'pass' then 1 else 0 end) over (partition by team, question) as passing
    from findings

)

select
    teams.team,
    questions.question,
    questions.position,
    case
        when ordered.team is null then questions.without_subject
        when ordered.subjects = 1 then ordered.reason
        when ordered.verdict = 'pass'
            then 'all ' || cast(ordered.subjects as {{ dbt.type_string() }}) || ' pass, such as ' || ordered.reason
        else
            {{ flywheel._count_text('ordered.passing', 'ordered.subjects') }} || ' pass; the worst: ' || ordered.reason
    end as answer,
    coalesce(ordered.verdict, 'not_assessed') as verdict,
    case when ordered.verdict <> 'pass' then ordered.subject end as worst_subject,
    ordered.remedy as next_step,
    coalesce(ordered.subjects, 0) as subjects
from teams
cross join questions
left join ordered on teams.team = ordered.team and questions.question = ordered.question and ordered.place = 1
