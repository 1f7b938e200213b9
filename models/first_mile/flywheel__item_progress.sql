with gold_labels as (

    select
        dataset,
        item_id,
        min(labelled_at) as labelled_at
    from {{ ref('flywheel__input_gold_labels') }}
    where label is not null and (labelled_at is null or labelled_at <= {{ flywheel._now() }})
    group by dataset, item_id

),

items as (

    select * from {{ ref('flywheel__label_items') }}

),

-- one whose votes were all taken back has none
labelled_items as (

    select
        items.dataset,
        items.item_id,
        case
            when gold_labels.labelled_at < items.first_voted_at or items.first_voted_at is null
                then gold_labels.labelled_at
            else items.first_voted_at
        end as labelled_at,
        case when gold_labels.item_id is null then 0 else 1 end as has_gold
    from items
    left join gold_labels on items.dataset = gold_labels.dataset and items.item_id = gold_labels.item_id
    where items.pattern is not null or gold_labels.item_id is not null

),

progress as (

    {{ flywheel.item_progress('items', 'labelled_items') }}

)

select * from progress
