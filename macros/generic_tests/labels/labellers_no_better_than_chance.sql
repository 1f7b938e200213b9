{% macro labellers_no_better_than_chance(model, gold, min_gold_votes=30, confidence=0.95) %}
    {#- The labellers of whom it is not shown that they are right more often than somebody who says the same labels as often, of items
        drawn blindly. Under chance a vote for a label is right with the share of the items with gold that are of it, and hits
        are a sum of such draws: one-sided, by the normal distribution. -#}
    {{ flywheel._check_number('labeller_better_than_chance', 'min_gold_votes', min_gold_votes, 1, none, 'a whole number from 1 up') }}
    {{ flywheel._check_number('labeller_better_than_chance', 'confidence', confidence, 0.5, 0.999999, 'a number from 0.5 to 1') }}
    with tested_votes as (
        {{ flywheel._tested_votes('labeller_better_than_chance', model) }}
    ),

    latest_votes as (
        {{ flywheel.latest_votes('tested_votes') }}
    ),

    gold_labels as (
        {{ flywheel._gold_labels(gold) }}
    ),

    gold_items as (
        select distinct dataset, item_id
        from gold_labels
    ),

    dataset_items as (
        select dataset, cast(count(*) as {{ flywheel._type_double() }}) as items
        from gold_items
        group by dataset
    ),

    chances as (
        select gold_labels.dataset, gold_labels.label, count(*) / max(dataset_items.items) as chance
        from gold_labels
        inner join dataset_items on gold_labels.dataset = dataset_items.dataset
        group by gold_labels.dataset, gold_labels.label
    ),

    checked_votes as (
        select
            votes.dataset,
            votes.labeller,
            case when gold_labels.label is not null then 1 else 0 end as is_right,
            coalesce(chances.chance, 0) as chance
        from latest_votes as votes
        inner join gold_items on votes.dataset = gold_items.dataset and votes.item_id = gold_items.item_id
        left join gold_labels
            on votes.dataset = gold_labels.dataset
            and votes.item_id = gold_labels.item_id
            and votes.label = gold_labels.label
        left join chances on votes.dataset = chances.dataset and votes.label = chances.label
        where votes.label is not null
    ),

    labellers as (
        select
            dataset,
            labeller,
            count(*) as gold_votes,
            avg(cast(is_right as {{ flywheel._type_double() }})) as accuracy,
            avg(chance) as chance_accuracy,
            sqrt(sum(chance * (1 - chance))) / count(*) as standard_error
        from checked_votes
        group by dataset, labeller
    )

    select
        *,
        'right on ' || {{ flywheel._number_text('accuracy') }} || ' of ' || {{ flywheel._number_text('gold_votes') }}
        || ' items with a gold label, where chance is right on ' || {{ flywheel._number_text('chance_accuracy') }} as reason
    from labellers
    where
        gold_votes >= {{ min_gold_votes }}
        and accuracy <= chance_accuracy + {{ flywheel.normal_quantile(confidence) }} * standard_error + 1e-12
{% endmacro %}
