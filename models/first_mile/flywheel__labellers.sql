{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}

with dataset_items as (

    select
        dataset,
        count(*) as items
    from {{ ref('flywheel__label_items') }}
    group by dataset

),

-- every labeller who voted, also who only abstained, or only on items that are not of the dataset
labellers as (

    select
        dataset,
        labeller,
        max(labeller_kind) as labeller_kind,
        count(label) as votes,
        count(*) - count(label) as abstentions
    from {{ ref('flywheel__label_votes') }}
    group by dataset, labeller

),

votes as (

    select
        dataset,
        labeller,
        items,
        count(*) over (partition by dataset, pattern) as votes,
        min(label) over (partition by dataset, pattern) as first_label,
        max(label) over (partition by dataset, pattern) as last_label
    from {{ ref('flywheel__vote_patterns') }}

),

vote_counts as (

    select
        dataset,
        labeller,
        sum(items) as votes,
        sum(case when votes > 1 then items else 0 end) as overlaps,
        sum(case when first_label < last_label then items else 0 end) as conflicts
    from votes
    group by dataset, labeller

),

gold_counts as (

    select
        dataset,
        labeller,
        sum(case when gold_label is null then items else 0 end) as votes,
        sum(case when gold_label = label then items else 0 end) as right_votes
    from {{ ref('flywheel__gold_votes') }}
    group by dataset, labeller

),

accuracies as (

    select
        dataset,
        labeller,
        {{ flywheel._labeller_accuracy() }} as estimated_accuracy
    from {{ ref('flywheel__label_model') }}
    group by dataset, labeller

)

select
    labellers.dataset,
    labellers.labeller,
    labellers.labeller_kind,
    cast(coalesce(vote_counts.votes, 0) as {{ int }}) as votes,
    coalesce(cast(vote_counts.votes as {{ float }}) / dataset_items.items, 0) as coverage,
    coalesce(cast(vote_counts.overlaps as {{ float }}) / dataset_items.items, 0) as overlaps,
    coalesce(cast(vote_counts.conflicts as {{ float }}) / dataset_items.items, 0) as conflicts,
    cast(coalesce(gold_counts.votes, 0) as {{ int }}) as gold_votes,
    cast(gold_counts.right_votes as {{ float }}) / nullif(gold_counts.votes, 0) as accuracy_on_gold,
    accuracies.estimated_accuracy,
    cast(labellers.abstentions as {{ int }}) as abstentions,
    cast(labellers.votes - coalesce(vote_counts.votes, 0) as {{ int }}) as votes_on_unknown_items
from labellers
inner join dataset_items on labellers.dataset = dataset_items.dataset
left join vote_counts on labellers.dataset = vote_counts.dataset and labellers.labeller = vote_counts.labeller
left join gold_counts on labellers.dataset = gold_counts.dataset and labellers.labeller = gold_counts.labeller
left join accuracies on labellers.dataset = accuracies.dataset and labellers.labeller = accuracies.labeller
