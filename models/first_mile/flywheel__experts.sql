{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set str = flywheel._contract_type('str') -%}
{%- set text = flywheel._number_text -%}

with domain_experts as (

    select
        person,
        min(coalesce(since, cast('1900-01-01' as {{ dbt.type_timestamp() }}))) as since,
        max(coalesce(until, cast('9999-12-31' as {{ dbt.type_timestamp() }}))) as until
    from {{ ref('flywheel__input_team_members') }}
    where role = 'domain_expert'
    group by person

),

votes as (

    select
        votes.dataset,
        votes.labeller,
        votes.voted_at,
        case
            when votes.labeller_kind = 'expert' or experts.person is not null then 1
            else 0
        end as is_by_expert
    from {{ ref('flywheel__label_votes') }} as votes
    left join domain_experts as experts
        on
            votes.labeller = experts.person
            and coalesce(votes.voted_at, {{ flywheel._now() }}) between experts.since and experts.until
    where votes.label is not null

),

reviews as (

    select
        reviews.use_case,
        reviews.person,
        reviews.held_at,
        case
            when reviews.role = 'domain_expert' or experts.person is not null then 1
            else 0
        end as is_by_expert
    from {{ ref('flywheel__input_reviews') }} as reviews
    left join domain_experts as experts
        on reviews.person = experts.person and reviews.held_at between experts.since and experts.until
    where reviews.held_at <= {{ flywheel._now() }}

),

dataset_promises as (

    {{ flywheel._settings_relation('review_every_days') }}

),

looks as (

    select
        'dataset' as subject_type,
        dataset as subject,
        count(*) as looks,
        sum(is_by_expert) as by_experts,
        count(distinct case when is_by_expert = 1 then labeller end) as experts,
        max(case when is_by_expert = 1 then voted_at end) as last_expert_at
    from votes
    group by dataset

    union all

    select
        'use_case' as subject_type,
        use_case as subject,
        count(*) as looks,
        sum(is_by_expert) as by_experts,
        count(distinct case when is_by_expert = 1 then person end) as experts,
        max(case when is_by_expert = 1 then held_at end) as last_expert_at
    from reviews
    group by use_case

),

subjects as (

    select
        subject_type,
        subject
    from looks

    union

    select
        'use_case' as subject_type,
        use_case as subject
    from {{ ref('flywheel__use_cases') }}

),

promises as (

    select
        'dataset' as subject_type,
        dataset as subject,
        value as promised_days
    from dataset_promises

    union all

    select
        'use_case' as subject_type,
        use_case as subject,
        cast(review_every_days as {{ float }}) as promised_days
    from {{ ref('flywheel__use_cases') }}

),

expert_labellers as (

    select distinct
        dataset,
        labeller
    from votes
    where is_by_expert = 1

),

-- what labelling functions and experts said of the same items
met as (

    select
        pairs.dataset,
        sum(pairs.items) as pairs,
        sum(case when pairs.label = pairs.other_label then pairs.items else 0 end) as agreeing
    from (
        select * from {{ ref('flywheel__vote_pairs') }}

        union all

        select
            dataset,
            other_labeller as labeller,
            labeller as other_labeller,
            other_label as label,
            label as other_label,
            items
        from {{ ref('flywheel__vote_pairs') }}
    ) as pairs
    inner join {{ ref('flywheel__labellers') }} as functions
        on
            pairs.dataset = functions.dataset
            and pairs.labeller = functions.labeller
            and functions.labeller_kind = 'function'
    inner join expert_labellers
        on pairs.dataset = expert_labellers.dataset and pairs.other_labeller = expert_labellers.labeller
    group by pairs.dataset

),

assessed as (

    select
        subjects.subject_type,
        subjects.subject,
        coalesce(looks.looks, 0) as looks,
        coalesce(looks.by_experts, 0) as by_experts,
        cast(looks.by_experts as {{ float }}) / looks.looks as expert_share,
        coalesce(looks.experts, 0) as experts,
        looks.last_expert_at,
        {{ flywheel._hours_between('looks.last_expert_at', flywheel._now()) }} / 24 as days_since,
        promises.promised_days,
        cast(met.agreeing as {{ float }}) / met.pairs as function_agreement,
        coalesce(met.pairs, 0) as function_pairs
    from subjects
    left join looks on subjects.subject_type = looks.subject_type and subjects.subject = looks.subject
    left join promises on subjects.subject_type = promises.subject_type and subjects.subject = promises.subject
    left join met on subjects.subject_type = 'dataset' and subjects.subject = met.dataset

)

select
    subject_type,
    cast(subject as {{ str }}) as subject,
    cast(looks as {{ int }}) as looks,
    cast(by_experts as {{ int }}) as by_experts,
    expert_share,
    cast(experts as {{ int }}) as experts,
    last_expert_at,
    days_since,
    promised_days,
    function_agreement,
    cast(function_pairs as {{ int }}) as function_pairs,
    case
        when promised_days is null then 'not_assessed'
        when by_experts > 0 and last_expert_at is null then 'not_assessed'
        when days_since <= promised_days then 'pass'
        else 'fail'
    end as verdict,
    {{ text('by_experts') }} || ' of ' || {{ text('looks') }}
    || case subject_type when 'dataset' then ' labels' else ' reviews' end || ' are by a domain expert'
    || case
        when by_experts = 0 then ''
        when last_expert_at is null then ', at no known time'
        else
            ', the last '
            || {{ flywheel._counted('round(cast(days_since as ' ~ dbt.type_numeric() ~ '), 1)', 'day') }} || ' ago'
    end
    || coalesce(
        '; promised is a look every ' || {{ flywheel._counted('promised_days', 'day') }}, '; no look is promised'
    ) as reason
from assessed
