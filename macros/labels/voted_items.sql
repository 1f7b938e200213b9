{% macro _voted_items(votes) %}
    {#- What the votes of each item come to; the columns of flywheel__voted_items. Only where a labeller voted more than once is it asked
        which vote is the latest. Items on which the same labellers voted as often are alike in that, so that one of them tells.
        `votes`: what _cast_votes() gives. -#}
    with counted_items {{ flywheel._as_step() }} (
        select
            dataset,
            item_id,
            {{ flywheel._hash_sum(['labeller', 'label', 'voted_at']) }} as fingerprint,
            {{ flywheel._hash_sum(['labeller', 'label'], 'label is not null') }} as pattern,
            {{ flywheel._hash_sum(['labeller']) }} as labellers,
            min(case when label is not null then voted_at end) as first_voted_at
        from {{ votes }}
        group by dataset, item_id
    ),

    labeller_sets as (
        select dataset, labellers, min(item_id) as example_item_id
        from counted_items
        group by dataset, labellers
    ),

    sets_with_changed_votes as (
        select labeller_sets.dataset, labeller_sets.labellers
        from labeller_sets
        inner join {{ votes }} as votes
            on labeller_sets.dataset = votes.dataset and labeller_sets.example_item_id = votes.item_id
        group by labeller_sets.dataset, labeller_sets.labellers
        having count(*) > count(distinct votes.labeller)
    ),

    items_with_changed_votes {{ flywheel._as_step() }} (
        select counted_items.dataset, counted_items.item_id
        from counted_items
        inner join sets_with_changed_votes
            on counted_items.dataset = sets_with_changed_votes.dataset
            and counted_items.labellers = sets_with_changed_votes.labellers
    ),

    changed_votes as (
        select votes.*
        from {{ votes }} as votes
        inner join items_with_changed_votes
            on votes.dataset = items_with_changed_votes.dataset and votes.item_id = items_with_changed_votes.item_id
    ),

    changed_items as (
        select
            dataset,
            item_id,
            {{ flywheel._hash_sum(['labeller', 'label'], 'label is not null') }} as pattern
        from ({{ flywheel.latest_votes('changed_votes') }}) as latest_votes
        group by dataset, item_id
    )

    select
        counted_items.dataset,
        counted_items.item_id,
        counted_items.fingerprint,
        cast(
            case when changed_items.item_id is null then counted_items.pattern else changed_items.pattern end
            as {{ flywheel._contract_type('str') }}
        ) as pattern,
        counted_items.first_voted_at,
        changed_items.item_id is not null as has_changed_votes
    from counted_items
    left join changed_items
        on counted_items.dataset = changed_items.dataset and counted_items.item_id = changed_items.item_id
{% endmacro %}


{% macro _forget_votes() %}
    {#- The post-hook of flywheel__voted_items: forgets what was counted of an item before, and the items without votes. -#}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where
            fingerprint is null
            or exists (
                select 1
                from {{ this }} as counted_again
                where
                    counted_again.dataset = {{ this }}.dataset
                    and counted_again.item_id = {{ this }}.item_id
                    and counted_again.counted_at > {{ this }}.counted_at
            )
    {%- endif -%}
{% endmacro %}
