{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set text = flywheel._number_text -%}

with votes as (

    select * from {{ ref('flywheel__vote_patterns') }}

),

pairs as (

    {{ flywheel._both_ways(ref('flywheel__labeller_pairs')) }}

),

dependent_pairs as (

    select * from pairs
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

    select
        dataset,
        labeller,
        sum(items) as votes
    from votes
    group by dataset, labeller

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

met as (

    select
        dataset,
        labeller,
        count(*) as partners
    from pairs
    where items >= 30
    group by dataset, labeller

),

gold_votes as (

    select * from {{ ref('flywheel__gold_votes') }}

),

gold_of_labellers as (

    select
        dataset,
        labeller,
        sum(items) as items
    from gold_votes
    where gold_label is null
    group by dataset, labeller

),

-- whether an item is of the class: said it is and it is not, or the other way round
gold_of_labels as (

    select
        dataset,
        labeller,
        label,
        sum(said) + sum(is_so) - 2 * sum(agreed) as wrong
    from (
        select
            dataset,
            labeller,
            label,
            items as said,
            0 as is_so,
            0 as agreed
        from gold_votes
        where gold_label is null

        union all

        select
            dataset,
            labeller,
            gold_label as label,
            0 as said,
            items as is_so,
            case when label = gold_label then items else 0 end as agreed
        from gold_votes
        where gold_label is not null
    ) as gold_counts
    group by dataset, labeller, label

),

modelled as (

    select
        labellers.dataset,
        labellers.labeller,
        labels.label,
        coalesce(votes_by_label.votes, 0) as votes,
        coalesce(signals.triplets, 0) as triplets,
        (1 + signals.signal) / 2 as estimated_accuracy,
        abs(signals.signal) * sqrt(signals.relative_variance) / 2 as standard_error,
        doubts.doubt,
        1 - coalesce(gold_of_labels.wrong, 0) / cast(gold_of_labellers.items as {{ float }}) as accuracy_on_gold,
        count(*) over (partition by labellers.dataset, labels.label) as dataset_labellers,
        coalesce(met.partners, 0) as partners
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
    left join met on labellers.dataset = met.dataset and labellers.labeller = met.labeller
    left join gold_of_labellers
        on labellers.dataset = gold_of_labellers.dataset and labellers.labeller = gold_of_labellers.labeller
    left join gold_of_labels
        on
            labellers.dataset = gold_of_labels.dataset
            and labellers.labeller = gold_of_labels.labeller
            and labels.label = gold_of_labels.label

)

select
    dataset,
    labeller,
    label,
    cast(votes as {{ int }}) as votes,
    cast(triplets as {{ int }}) as triplets,
    case when estimated_accuracy is not null and doubt is null then 'triplets' else 'majority vote' end as method,
    estimated_accuracy,
    standard_error,
    accuracy_on_gold,
    estimated_accuracy - accuracy_on_gold as error,
    case
        when estimated_accuracy is not null and doubt is null
            then 'from ' || {{ text('triplets') }} || ' triplets of labellers'
        when estimated_accuracy is not null
            then
                'majority vote: ' || {{ text('triplets') }} || ' triplets of labellers give '
                || {{ text('estimated_accuracy') }} || ' with a standard error of ' || {{ text('standard_error') }}
                || ', and ' || doubt
        when dataset_labellers < 3
            then 'majority vote: only ' || {{ text('dataset_labellers') }} || ' labellers, and it takes 3'
        when partners < 2
            then 'majority vote: it shares 30 items with only ' || {{ text('partners') }} || ' others, and it takes 2'
        else
            'majority vote: no two others, independent of it and of each other, share 30 items with it '
            || 'on which not everybody says the same'
    end as reason
from modelled
