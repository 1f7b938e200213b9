with patterns as (

    select
        dataset,
        pattern,
        count(*) as items,
        min(item_id) as example_item_id
    from {{ ref('flywheel__label_items') }}
    where pattern is not null
    group by dataset, pattern

)

select
    patterns.dataset,
    patterns.pattern,
    votes.labeller,
    votes.label,
    cast(patterns.items as {{ flywheel._contract_type('int') }}) as items
from patterns
inner join {{ ref('flywheel__label_votes') }} as votes
    on patterns.dataset = votes.dataset and patterns.example_item_id = votes.item_id
where votes.label is not null
