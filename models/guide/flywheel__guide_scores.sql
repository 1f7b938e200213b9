{%- set sections = ['data', 'model', 'infrastructure', 'monitoring', 'team'] -%}

with guide as (

    select * from {{ ref('flywheel__guide') }}

),

sections as (

    select
        use_case,
        {%- for section in sections %}
        sum(case when section = '{{ section }}' then points else 0 end) as {{ section }},
        {%- endfor %}
        count(case when is_waived then 1 end) as waived,
        max(case when next_step = 1 then criterion end) as next_criterion,
        max(case when next_step = 1 then remedy end) as next_step
    from guide
    group by use_case

),

given as (

    select
        use_case,
        criterion,
        problem
    from {{ ref('flywheel__guide_waivers') }}
    union
    select
        use_case,
        criterion,
        case when person is null then 'its attestation names no person' end as problem
    from {{ ref('flywheel__input_reviews') }}
    where kind = 'attestation' and criterion is not null and held_at <= {{ flywheel._now() }}
    union
    select
        use_case,
        criterion,
        'its section ''' || section || ''' is none of the guide''s, which alone are scored' as problem
    from guide
    where section not in ('{{ sections | join("', '") }}')

),

uncounted as (

    select
        given.use_case,
        {{ dbt.listagg(
            "given.criterion || ': ' || case when guide.criterion is null then 'no criterion is called so, flywheel__guide has them all' "
            ~ "else given.problem end", "'; '", 'order by given.criterion, given.problem'
        ) }} as uncounted
    from given
    left join guide on given.use_case = guide.use_case and given.criterion = guide.criterion
    where guide.criterion is null or given.problem is not null
    group by given.use_case

),

-- the lowest section is the score: what is strong elsewhere does not make up for it
scored as (

    select
        *,
        least({{ sections | join(', ') }}) as score,
        least({{ sections[:4] | join(', ') }}) as ml_test_score
    from sections

)

select
    scored.use_case,
    {%- for section in sections %}
    scored.{{ section }},
    {%- endfor %}
    scored.score,
    scored.ml_test_score,
    case
        when scored.score > 5 then 'exceptional'
        when scored.score > 3 then 'strong'
        when scored.score > 2 then 'reasonable'
        when scored.score > 1 then 'first pass'
        when scored.score > 0 then 'serious holes'
        else 'research'
    end as band,
    case
        {%- for section in sections %}
        when scored.{{ section }} = scored.score then '{{ section }}'
        {%- endfor %}
    end as lowest_section,
    scored.waived,
    uncounted.uncounted,
    scored.next_criterion,
    scored.next_step
from scored
left join uncounted on scored.use_case = uncounted.use_case
