{%- set sections = ['data', 'model', 'infrastructure', 'monitoring', 'team'] -%}
{%- set day = dbt.date_trunc('day', flywheel._now()) -%}
{%- set criterion_columns = [
    'section', 'position', 'criterion', 'question', 'why', 'remedy', 'effort', 'attestation_days',
] -%}

with criteria as (

    select
        {{ criterion_columns | join(',\n        ') }}
    from {{ ref('flywheel__guide_criteria') }}
    {%- for model in flywheel._named_models('flywheel_guide_criteria') %}
    union all
    select
        {{ criterion_columns | join(',\n        ') }}
    from {{ flywheel._user_ref(model) }}
    {%- endfor %}

),

computed_each as (

    {%- for evidence in sections + ['labels'] %}
    select
        use_case,
        criterion,
        is_met,
        evidence
    from {{ ref('flywheel__evidence_' ~ evidence) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {%- for model in flywheel._named_models('flywheel_guide_evidence') %}
    union all
    select
        use_case,
        criterion,
        is_met,
        evidence
    from {{ flywheel._user_ref(model) }}
    {%- endfor %}

),

-- several pieces of evidence have to agree
computed as (

    select
        use_case,
        criterion,
        min(case when is_met then 1 else 0 end) = 1 as is_met,
        {{ dbt.listagg(
            "case when evidence like '%.' then substr(evidence, 1, length(evidence) - 1) else evidence end", "'; '", 'order by evidence'
        ) }} as evidence
    from computed_each
    where is_met is not null
    group by use_case, criterion

),

-- somebody's word, which is nobody's without a name
attestations as (

    select
        use_case,
        criterion,
        person,
        held_at,
        row_number() over (partition by use_case, criterion order by held_at desc, person) as recency
    from {{ ref('flywheel__input_reviews') }}
    where kind = 'attestation' and person is not null and held_at <= {{ flywheel._now() }}

),

use_cases as (

    select
        use_case,
        team
    from {{ ref('flywheel__use_cases') }}

),

waivers as (

    select * from {{ ref('flywheel__guide_waivers') }}

),

asked as (

    select
        use_cases.use_case,
        use_cases.team,
        criteria.section,
        criteria.position,
        criteria.criterion,
        criteria.question,
        criteria.why,
        criteria.remedy,
        coalesce(criteria.effort, 2) as effort,
        computed.is_met,
        computed.evidence as computed_evidence,
        attestations.person,
        attestations.held_at,
        coalesce(
            attestations.held_at
            > {{ dbt.dateadd('day', '-coalesce(criteria.attestation_days, 180)', flywheel._now()) }},
            false
        ) as is_attested,
        waivers.reason as waived_because,
        waivers.waived_until,
        waivers.problem as waiver_problem,
        coalesce(waivers.waived_until >= {{ day }} and waivers.problem is null, false) as is_waived
    from use_cases
    cross join criteria
    left join computed on use_cases.use_case = computed.use_case and criteria.criterion = computed.criterion
    left join attestations
        on
            use_cases.use_case = attestations.use_case
            and criteria.criterion = attestations.criterion
            and attestations.recency = 1
    left join waivers on use_cases.use_case = waivers.use_case and criteria.criterion = waivers.criterion

),

scored as (

    select
        *,
        case when is_met then 1.0 when is_attested then 0.5 else 0.0 end as points,
        case
            when is_met then computed_evidence
            when is_attested
                then
                    'attested by ' || person || ' on ' || substr(cast(held_at as {{ dbt.type_string() }}), 1, 10)
                    || coalesce(', but ' || computed_evidence, '')
            when computed_evidence is not null then computed_evidence
            when held_at is not null
                then
                    'the attestation by ' || person || ' of ' || substr(cast(held_at as {{ dbt.type_string() }}), 1, 10)
                    || ' no longer counts'
            else 'nothing is on record'
        end
        || case
            when is_waived
                then '; waived until ' || cast(waived_until as {{ dbt.type_string() }}) || ': ' || waived_because
            when waiver_problem is not null then '; ' || waiver_problem
            when waived_until is not null
                then '; the waiver ended on ' || cast(waived_until as {{ dbt.type_string() }})
            else ''
        end as evidence
    from asked

),

section_points as (

    select
        use_case,
        section,
        sum(points) as section_points
    from scored
    where section in ('{{ sections | join("', '") }}')
    group by use_case, section

),

lowest_sections as (

    select
        use_case,
        section,
        section_points = min(section_points) over (partition by use_case) as is_lowest
    from section_points

),

to_do as (

    select
        scored.*,
        coalesce(lowest_sections.is_lowest, false) and scored.points < 1 and not scored.is_waived as raises_the_score
    from scored
    left join lowest_sections on scored.use_case = lowest_sections.use_case and scored.section = lowest_sections.section

)

select
    use_case,
    team,
    section,
    position,
    criterion,
    question,
    why,
    cast(points as {{ flywheel._contract_type('float') }}) as points,
    evidence,
    case
        when points = 1 then 'pass'
        when points = 0.5 then 'warn'
        when is_waived or is_met is null then 'not_assessed'
        else 'fail'
    end as verdict,
    case when points < 1 then remedy end as remedy,
    effort,
    is_waived,
    case
        when raises_the_score
            then
                row_number() over (
                    partition by use_case, raises_the_score order by effort, points, section, position, criterion
                )
    end as next_step
from to_do
