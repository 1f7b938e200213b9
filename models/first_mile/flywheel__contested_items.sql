with labels as (

    select
        patterns.dataset,
        patterns.pattern,
        patterns.label,
        count(*) as votes,
        {{ dbt.listagg('patterns.labeller', "', '", 'order by patterns.labeller') }} as labellers
    from {{ ref('flywheel__vote_patterns') }} as patterns
    inner join {{ ref('flywheel__pattern_labels') }} as pattern_labels
        on patterns.dataset = pattern_labels.dataset and patterns.pattern = pattern_labels.pattern
    where pattern_labels.is_contested
    group by patterns.dataset, patterns.pattern, patterns.label

),

disagreements as (

    select
        dataset,
        pattern,
        1 - cast(sum(votes * (votes - 1)) as {{ flywheel._contract_type('float') }})
        / (sum(votes) * (sum(votes) - 1)) as disagreement,
        {{ dbt.listagg("label || ': ' || labellers", "'; '", 'order by votes desc, label') }} as who_says_what
    from labels
    group by dataset, pattern

),

gold_items as (

    select distinct
        dataset,
        item_id
    from (
        {{ flywheel._gold_labels(ref('flywheel__input_gold_labels')) }}
    ) as gold_labels

),

contested_items as (

    select
        items.dataset,
        items.item_id,
        items.pattern,
        labels.label,
        labels.probability,
        labels.votes,
        labels.majority_label,
        gold_items.item_id is not null as is_settled
    from {{ ref('flywheel__label_items') }} as items
    inner join {{ ref('flywheel__pattern_labels') }} as labels
        on items.dataset = labels.dataset and items.pattern = labels.pattern
    left join gold_items on items.dataset = gold_items.dataset and items.item_id = gold_items.item_id
    where labels.is_contested

)

select
    contested_items.dataset,
    contested_items.item_id,
    cast(row_number() over (
        partition by contested_items.dataset
        order by
            contested_items.is_settled, contested_items.probability, disagreements.disagreement desc,
            contested_items.votes desc, contested_items.item_id
    ) as {{ flywheel._contract_type('int') }}) as place,
    contested_items.label,
    contested_items.probability,
    contested_items.majority_label,
    contested_items.votes,
    disagreements.disagreement,
    disagreements.who_says_what,
    contested_items.is_settled
from contested_items
inner join disagreements
    on contested_items.dataset = disagreements.dataset and contested_items.pattern = disagreements.pattern
