{{ config(materialized='view') }}

with votes {{ flywheel._as_source() }} (

    {{ flywheel._cast_votes(ref('flywheel__input_label_votes')) }}

),

changed_items as (

    select
        dataset,
        item_id
    from {{ ref('flywheel__voted_items') }}
    where has_changed_votes

),

changed_votes as (

    select votes.*
    from votes
    inner join changed_items on votes.dataset = changed_items.dataset and votes.item_id = changed_items.item_id

),

-- most items need no ranking of their votes
other_votes as (

    select votes.*
    from votes
    left join changed_items on votes.dataset = changed_items.dataset and votes.item_id = changed_items.item_id
    where changed_items.item_id is null

),

latest_votes as (

    {{ flywheel.latest_votes('changed_votes') }}

)

select * from other_votes

union all

select * from latest_votes
