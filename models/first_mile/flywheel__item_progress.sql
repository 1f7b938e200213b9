with votes as (

    select
        dataset,
        item_id,
        voted_at as labelled_at,
        0 as is_gold
    from {{ ref('flywheel__input_label_votes') }}
    where label is not null and (voted_at is null or voted_at <= {{ flywheel._now() }})

),

gold_labels as (

    select
        dataset,
        item_id,
        labelled_at,
        1 as is_gold
    from {{ ref('flywheel__input_gold_labels') }}
    where label is not null and (labelled_at is null or labelled_at <= {{ flywheel._now() }})

),

first_labels as (

    select
        dataset,
        item_id,
        min(labelled_at) as labelled_at,
        max(is_gold) as has_gold
    from (
        select * from votes

        union all

        select * from gold_labels
    ) as labels
    group by dataset, item_id

),

-- one whose votes were all taken back has none
labelled_items as (

    select
        first_labels.dataset,
        first_labels.item_id,
        first_labels.labelled_at,
        first_labels.has_gold
    from first_labels
    inner join {{ ref('flywheel__label_items') }} as items
        on first_labels.dataset = items.dataset and first_labels.item_id = items.item_id
    where items.pattern is not null or first_labels.has_gold = 1

),

items as (

    select * from {{ ref('flywheel__label_items') }}

),

progress as (

    {{ flywheel.item_progress('items', 'labelled_items') }}

)

select * from progress
