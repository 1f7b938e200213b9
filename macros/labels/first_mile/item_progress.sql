{% macro item_progress(items, labelled) %}
    {#- How far each item that arrived has come, and what it waits for: to be `shaped`, `accepted` or `labelled`. An item that is further
        along waits for nothing before that; one that was turned down waits for nothing. A step that a dataset has no record of is no
        step there: nothing was ever accepted or turned down, or never shaped though there are labels.

        An item is overdue once it has waited, since it arrived, longer than the `patience_hours` that the var flywheel_datasets promises;
        else longer than 95 of 100 items of the dataset took to make the step, and a day at least. Acceptance has no time on record:
        there it is the longer of the other two. `items`: what flywheel__label_items holds; `labelled`: dataset, item_id, labelled_at
        (null where no time is on record) and has_gold of all items with a label. -#}
    with arrived as (
        select
            items.dataset,
            items.item_id,
            items.arrived_at,
            items.shaped_at,
            items.is_accepted,
            labelled.item_id is not null as is_labelled,
            labelled.labelled_at,
            coalesce(labelled.has_gold, 0) as has_gold,
            {{ flywheel._hours_between('items.arrived_at', 'items.shaped_at') }} as hours_to_shape,
            {{ flywheel._hours_between('items.arrived_at', 'labelled.labelled_at') }} as hours_to_label,
            {{ flywheel._hours_between('items.arrived_at', flywheel._now()) }} as hours_since_arrival
        from {{ items }} as items
        left join {{ labelled }} as labelled on items.dataset = labelled.dataset and items.item_id = labelled.item_id
        where items.arrived_at is not null
    ),

    datasets as (
        select
            dataset,
            max(case when shaped_at is not null then 1 else 0 end) as records_shape,
            max(case when is_accepted is not null then 1 else 0 end) as records_acceptance,
            max(case when is_labelled then 1 else 0 end) as records_labels,
            coalesce({{ flywheel._at_least(flywheel._quantile('hours_to_shape', 0.95), 24) }}, 24) as shape_hours,
            coalesce({{ flywheel._at_least(flywheel._quantile('hours_to_label', 0.95), 24) }}, 24) as label_hours
        from arrived
        group by dataset
    ),

    promises as (
        {{ flywheel._settings_relation('patience_hours') }}
    ),

    waiting as (
        select
            arrived.*,
            promises.value as promised_hours,
            datasets.shape_hours,
            datasets.label_hours,
            case
                when arrived.is_labelled or not arrived.is_accepted then null
                when arrived.is_accepted then 'labelled'
                when
                    arrived.shaped_at is null
                    and (datasets.records_shape = 1 or datasets.records_acceptance + datasets.records_labels = 0)
                    then 'shaped'
                when datasets.records_acceptance = 1 then 'accepted'
                else 'labelled'
            end as waits_for
        from arrived
        inner join datasets on arrived.dataset = datasets.dataset
        left join promises on arrived.dataset = promises.dataset
    ),

    patient as (
        select
            *,
            case when waits_for is not null then
                coalesce(promised_hours, case waits_for
                    when 'shaped' then shape_hours
                    when 'labelled' then label_hours
                    else {{ flywheel._at_least('shape_hours', 'label_hours') }}
                end)
            end as patience_hours,
            case
                when waits_for = 'shaped' then arrived_at
                when waits_for is not null then coalesce(shaped_at, arrived_at)
            end as waiting_since
        from waiting
    )

    select
        dataset,
        item_id,
        arrived_at,
        shaped_at,
        is_accepted,
        is_labelled,
        labelled_at,
        has_gold = 1 as has_gold,
        hours_to_shape,
        hours_to_label,
        waits_for,
        waiting_since,
        patience_hours,
        coalesce(hours_since_arrival > patience_hours, false) as is_overdue
    from patient
{% endmacro %}
