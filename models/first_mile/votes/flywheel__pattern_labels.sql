{%- set float = flywheel._contract_type('float') -%}

with vote_counts as (

    select
        dataset,
        pattern,
        label,
        count(*) as votes
    from {{ ref('flywheel__vote_patterns') }}
    group by dataset, pattern, label

),

posteriors as (

    {{ flywheel.pattern_posteriors(ref('flywheel__vote_log_odds')) }}

),

trusted as (

    select distinct dataset
    from {{ ref('flywheel__label_model_check') }}
    where is_label_model_as_good

),

ranked_counts as (

    select
        dataset,
        pattern,
        label,
        votes,
        sum(votes) over (partition by dataset, pattern) as all_votes,
        count(*) over (partition by dataset, pattern) as labels,
        row_number() over (partition by dataset, pattern order by votes desc, label) as place,
        lead(votes) over (partition by dataset, pattern order by votes desc, label) as next_votes
    from vote_counts

),

ranked_posteriors as (

    select
        dataset,
        pattern,
        label,
        probability,
        row_number() over (partition by dataset, pattern order by probability desc, label) as place,
        lead(probability) over (partition by dataset, pattern order by probability desc, label) as next_probability
    from posteriors
    where dataset in (select trusted.dataset from trusted)

),

majorities as (

    select
        dataset,
        pattern,
        all_votes as votes,
        labels > 1 as is_contested,
        case when next_votes is null or next_votes < votes then label end as majority_label,
        cast(votes as {{ float }}) / all_votes as majority_share
    from ranked_counts
    where place = 1

)

select
    majorities.dataset,
    majorities.pattern,
    case
        when posteriors.dataset is null then majorities.majority_label
        when posteriors.next_probability is null or posteriors.next_probability < posteriors.probability - 1e-9
            then posteriors.label
    end as label,
    coalesce(posteriors.probability, majorities.majority_share) as probability,
    case when posteriors.dataset is null then 'majority vote' else 'label model' end as method,
    cast(majorities.votes as {{ flywheel._contract_type('int') }}) as votes,
    majorities.majority_label,
    majorities.is_contested
from majorities
left join ranked_posteriors as posteriors
    on
        majorities.dataset = posteriors.dataset
        and majorities.pattern = posteriors.pattern
        and posteriors.place = 1
