{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ flywheel._forget_votes() }}") }}

with votes {{ flywheel._as_source() }} (

    {{ flywheel._cast_votes(ref('flywheel__input_label_votes')) }}

),

{%- if flags.INTROSPECT and is_incremental() %}

-- items whose votes changed were forgotten in the pre-hook
other_votes {{ flywheel._as_source() }} (

    select votes.*
    from votes
    left join {{ this }} as kept on votes.dataset = kept.dataset and votes.item_id = kept.item_id
    where kept.item_id is null

),

{%- endif %}

voted_items as (

    {{ flywheel._voted_items('other_votes' if flags.INTROSPECT and is_incremental() else 'votes') }}

)

select
    *,
    cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as counted_at
from voted_items
