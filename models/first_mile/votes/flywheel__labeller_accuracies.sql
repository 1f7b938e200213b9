{%- set int = flywheel._contract_type('int') -%}

with votes as (

    select * from {{ ref('flywheel__vote_patterns') }}

),

dependent_pairs as (

    select * from ({{ flywheel._both_ways(ref('flywheel__labeller_pairs')) }}) as pairs
    where dependence is not null

),

signals as (

    {{ flywheel.labeller_signals(ref('flywheel__vote_pairs'), 'dependent_pairs') }}

),

-- how much oftener than by chance those agree who do not copy each other
agreements as (

    select
        dataset,
        sum(items * (agreement - chance_agreement)) as beyond_chance
    from {{ ref('flywheel__labeller_pairs') }}
    where dependence is null
    group by dataset

),

-- why accuracies are not relied on: chance might have made them all, or they do not explain what they are made of
doubts as (

    select
        signals.dataset,
        signals.label,
        case
            when {{ flywheel._quantile('signals.relative_variance', 0.5) }} >= 0.25
                then 'half the labellers are less than two of theirs from chance'
            when max(agreements.beyond_chance) < -1e-9
                then 'those who do not copy each other agree less often than chance would make them'
            when max(signals.unexplained) > 0.1
                then 'more than a tenth of how far labellers agree is not explained by such accuracies'
        end as doubt
    from signals
    left join agreements on signals.dataset = agreements.dataset
    where signals.signal is not null
    group by signals.dataset, signals.label

),

labellers as (

    select distinct
        dataset,
        labeller
    from votes

),

labels as (

    select distinct
        dataset,
        label
    from votes

),

votes_by_label as (

    select
        dataset,
        labeller,
        label,
        sum(items) as votes
    from votes
    group by dataset, labeller, label

),

estimates as (

    select
        labellers.dataset,
        labellers.labeller,
        labels.label,
        cast(coalesce(votes_by_label.votes, 0) as {{ int }}) as votes,
        cast(coalesce(signals.triplets, 0) as {{ int }}) as triplets,
        (1 + signals.signal) / 2 as estimated_accuracy,
        abs(signals.signal) * sqrt(signals.relative_variance) / 2 as standard_error,
        doubts.doubt
    from labellers
    inner join labels on labellers.dataset = labels.dataset
    left join votes_by_label
        on
            labellers.dataset = votes_by_label.dataset
            and labellers.labeller = votes_by_label.labeller
            and labels.label = votes_by_label.label
    left join signals
        on
            labellers.dataset = signals.dataset
            and labellers.labeller = signals.labeller
            and labels.label = signals.label
    left join doubts on labellers.dataset = doubts.dataset and labels.label = doubts.label

),

reliable_estimates as (

    select
        *,
        case when doubt is null then estimated_accuracy end as accuracy
    from estimates

)

select
    dataset,
    labeller,
    label,
    votes,
    triplets,
    estimated_accuracy,
    standard_error,
    doubt,
    coalesce(
        accuracy,
        avg(accuracy) over (partition by dataset, label),
        avg(accuracy) over (partition by dataset)
    ) as weighed_accuracy
from reliable_estimates
