{{ config(materialized='incremental', incremental_strategy='append', post_hook="{{ flywheel._forget_votes() }}") }}

with votes {{ flywheel._as_source() }} (

    {{ flywheel._cast_votes(ref('flywheel__input_label_votes')) }}

),

voted_items as (

    {{ flywheel._voted_items('votes') }}

)

{%- if flags.INTROSPECT and is_incremental() %},

-- items whose votes are not what they were; of those whose votes are all gone, the key
other_items as (

    select
        coalesce(voted_items.dataset, kept.dataset) as dataset,
        coalesce(voted_items.item_id, kept.item_id) as item_id,
        voted_items.fingerprint,
        voted_items.pattern,
        voted_items.first_voted_at,
        voted_items.has_changed_votes
    from voted_items
    full outer join {{ this }} as kept on voted_items.dataset = kept.dataset and voted_items.item_id = kept.item_id
    where voted_items.item_id is null or kept.item_id is null or voted_items.fingerprint <> kept.fingerprint

)

{%- endif %}

select
    *,
    cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as counted_at
from {{ 'other_items' if flags.INTROSPECT and is_incremental() else 'voted_items' }}
