{%- set now = flywheel._now() -%}

with arrivals as (

    select
        dataset,
        item_id,
        arrived_at,
        is_accepted,
        case when shaped_at <= {{ now }} then shaped_at end as shaped_at,
        row_number() over (
            partition by dataset, item_id
            order by case when arrived_at is null then 1 else 0 end, arrived_at desc, shaped_at desc
        ) as recency
    from {{ ref('flywheel__input_items') }}
    where dataset is not null and item_id is not null and (arrived_at is null or arrived_at <= {{ now }})

),

arrived_items as (

    select
        dataset,
        item_id,
        min(arrived_at) as arrived_at,
        min(shaped_at) as shaped_at,
        max(case when recency = 1 and is_accepted then 1 when recency = 1 and not is_accepted then 0 end) as accepted
    from arrivals
    group by dataset, item_id

),

voted_items as (

    select * from {{ ref('flywheel__voted_items') }}

),

gold_items as (

    select distinct
        dataset,
        item_id
    from (
        {{ flywheel._gold_labels(ref('flywheel__input_gold_labels')) }}
    ) as gold_labels

),

-- of a dataset whose items are not mapped, all that somebody said something of
mentioned_items as (

    select
        dataset,
        item_id,
        pattern,
        first_voted_at
    from voted_items

    union all

    select
        gold_items.dataset,
        gold_items.item_id,
        cast(null as {{ flywheel._contract_type('str') }}) as pattern,
        cast(null as {{ dbt.type_timestamp() }}) as first_voted_at
    from gold_items
    left join voted_items on gold_items.dataset = voted_items.dataset and gold_items.item_id = voted_items.item_id
    where voted_items.item_id is null

)

select
    items.dataset,
    items.item_id,
    items.arrived_at,
    items.shaped_at,
    case items.accepted when 1 then true when 0 then false end as is_accepted,
    voted_items.pattern,
    voted_items.first_voted_at
from arrived_items as items
left join voted_items on items.dataset = voted_items.dataset and items.item_id = voted_items.item_id

union all

select
    dataset,
    item_id,
    cast(null as {{ dbt.type_timestamp() }}) as arrived_at,
    cast(null as {{ dbt.type_timestamp() }}) as shaped_at,
    cast(null as {{ dbt.type_boolean() }}) as is_accepted,
    pattern,
    first_voted_at
from mentioned_items
where dataset not in (select arrived_items.dataset from arrived_items)
