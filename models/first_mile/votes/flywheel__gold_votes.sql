with gold_labels as (

    {{ flywheel._gold_labels(ref('flywheel__input_gold_labels')) }}

),

gold_patterns as (

    select
        gold_labels.dataset,
        items.pattern,
        gold_labels.label as gold_label,
        count(*) as items
    from gold_labels
    inner join {{ ref('flywheel__label_items') }} as items
        on gold_labels.dataset = items.dataset and gold_labels.item_id = items.item_id
    where items.pattern is not null
    group by gold_labels.dataset, items.pattern, gold_labels.label

    union all

    select
        gold_labels.dataset,
        items.pattern,
        cast(null as {{ flywheel._contract_type('str') }}) as gold_label,
        count(distinct gold_labels.item_id) as items
    from gold_labels
    inner join {{ ref('flywheel__label_items') }} as items
        on gold_labels.dataset = items.dataset and gold_labels.item_id = items.item_id
    where items.pattern is not null
    group by gold_labels.dataset, items.pattern

)

select
    votes.dataset,
    votes.labeller,
    votes.label,
    gold_patterns.gold_label,
    cast(sum(gold_patterns.items) as {{ flywheel._contract_type('int') }}) as items
from gold_patterns
inner join {{ ref('flywheel__vote_patterns') }} as votes
    on gold_patterns.dataset = votes.dataset and gold_patterns.pattern = votes.pattern
group by votes.dataset, votes.labeller, votes.label, gold_patterns.gold_label
