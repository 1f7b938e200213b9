{%- set questions = [
    'Does every use case say what it is for?',
    'Does the model beat the baseline, and the KPI hold?',
    'Is anything broken now?',
    'Does everything have an owner who is there?',
    'Is what other teams read an interface?',
    'Do the data products keep what they promise?',
    'Is the pipeline behind it simple and automated?',
    'Do people meet as they promised?',
    'Is it ready, by the guide?',
] -%}

with questions as (

    {%- for question in questions %}
    select
        {{ loop.index }} as position,
        '{{ question }}' as question
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
        when ordered.team is null then 'Nothing of this team says.'
        when ordered.subjects = 1 then ordered.reason
        when ordered.verdict = 'pass'
            then 'all ' || cast(ordered.subjects as {{ dbt.type_string() }}) || '; ' || ordered.reason
        else {{ flywheel._count_text('ordered.passing', 'ordered.subjects') }} || '; ' || ordered.reason
    end as answer,
    coalesce(ordered.verdict, 'not_assessed') as verdict,
    case when ordered.verdict <> 'pass' then ordered.subject end as worst_subject,
    ordered.remedy as next_step
from teams
cross join questions
left join ordered on teams.team = ordered.team and questions.question = ordered.question and ordered.place = 1
