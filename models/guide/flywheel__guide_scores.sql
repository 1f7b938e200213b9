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

-- the lowest section is the score: what is strong elsewhere does not make up for it
scored as (

    select
        *,
        least({{ sections | join(', ') }}) as score
    from sections

)

select
    use_case,
    {%- for section in sections %}
    {{ section }},
    {%- endfor %}
    score,
    case
        when score > 5 then 'exceptional'
        when score > 3 then 'strong'
        when score > 2 then 'reasonable'
        when score > 1 then 'first pass'
        when score > 0 then 'serious holes'
        else 'research'
    end as band,
    case
        {%- for section in sections %}
        when {{ section }} = score then '{{ section }}'
        {%- endfor %}
    end as lowest_section,
    waived,
    next_criterion,
    next_step
from scored
