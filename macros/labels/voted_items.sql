{% macro _voted_items(votes) %}
    {#- What the votes of each item come to; the columns of flywheel__voted_items. Only where a labeller voted more than once is it asked
        which vote is the latest. `votes`: what _cast_votes() gives. -#}
    with counted_items as (
        select
            dataset,
            item_id,
            {{ flywheel._votes_fingerprint() }} as fingerprint,
            {{ flywheel._hash_sum(['labeller', 'label'], 'label is not null') }} as pattern,
            min(case when label is not null then voted_at end) as first_voted_at,
            count(*) > count(distinct labeller) as has_changed_votes
        from {{ votes }}
        group by dataset, item_id
    ),

    changed_votes as (
        select votes.*
        from {{ votes }} as votes
        inner join counted_items on votes.dataset = counted_items.dataset and votes.item_id = counted_items.item_id
        where counted_items.has_changed_votes
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
            case when counted_items.has_changed_votes then changed_items.pattern else counted_items.pattern end
            as {{ flywheel._contract_type('str') }}
        ) as pattern,
        counted_items.first_voted_at,
        counted_items.has_changed_votes
    from counted_items
    left join changed_items
        on counted_items.dataset = changed_items.dataset and counted_items.item_id = changed_items.item_id
{% endmacro %}


{% macro _votes_fingerprint() -%}
    {#- As an aggregate over the votes of an item: what differs once one of them comes, goes or changes. -#}
    {{ flywheel._hash_sum(['labeller', 'label', 'voted_at']) }}
{%- endmacro %}


{% macro _forget_votes() %}
    {#- The pre-hook of flywheel__voted_items: forgets the items whose votes are not what they were; the model then counts those that it
        does not have. -#}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where not exists (
            select 1
            from (
                select
                    dataset,
                    item_id,
                    {{ flywheel._votes_fingerprint() }} as fingerprint
                from ({{ flywheel._cast_votes(ref('flywheel__input_label_votes')) }}) as votes
                group by dataset, item_id
            ) as voted_items
            where
                voted_items.dataset = {{ this }}.dataset
                and voted_items.item_id = {{ this }}.item_id
                and voted_items.fingerprint = {{ this }}.fingerprint
        )
    {%- endif -%}
{% endmacro %}
