{% macro unchecked_datasets(model, gold, min_items=30, min_share=0, days=none) %}
    {#- The datasets of whose labelled items too few have a gold label, or one that is recent enough. -#}
    {{ flywheel._check_number('gold_checked', 'min_items', min_items, 0, none, 'a whole number from 0 up') }}
    {{ flywheel._check_number('gold_checked', 'min_share', min_share, 0, 1, 'a share from 0 to 1') }}
    {%- if days is not none -%}
        {{ flywheel._check_number('gold_checked', 'days', days, 0, none, 'a number of days, or none for gold labels of any age') }}
    {%- endif %}
    with labelled_items as (
        select distinct dataset, item_id
        from {{ model }}
        where dataset is not null and item_id is not null and label is not null
    ),

    gold_items as (
        select distinct dataset, item_id
        from {{ gold }}
        where
            label is not null and (labelled_at is null or labelled_at <= {{ flywheel._now() }})
            {%- if days is not none %}
            and labelled_at >= {{ dbt.dateadd('hour', -(days * 24) | round | int, flywheel._now()) }}
            {%- endif %}
    ),

    datasets as (
        select
            labelled_items.dataset,
            count(*) as labelled,
            count(gold_items.item_id) as checked,
            cast(count(gold_items.item_id) as {{ flywheel._type_double() }}) / count(*) as checked_share
        from labelled_items
        left join gold_items
            on labelled_items.dataset = gold_items.dataset and labelled_items.item_id = gold_items.item_id
        group by labelled_items.dataset
    )

    select
        *,
        {{ flywheel._number_text('checked') }} || ' of ' || {{ flywheel._number_text('labelled') }}
        || ' labelled items have a gold label{{ ' of the last ' ~ days ~ ' days' if days is not none }}, wanted '
        || case when checked < {{ min_items }} then 'at least {{ min_items }} items' else 'a share of at least {{ min_share }}' end
            as reason
    from datasets
    where checked < {{ min_items }} or checked_share < {{ min_share }} - 1e-9
{% endmacro %}
