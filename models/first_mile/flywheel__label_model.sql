{%- set float = flywheel._contract_type('float') -%}
{%- set text = flywheel._number_text -%}

with accuracies as (

    select
        *,
        count(*) over (partition by dataset, label) as dataset_labellers
    from {{ ref('flywheel__labeller_accuracies') }}

),

pairs as (

    {{ flywheel._both_ways(ref('flywheel__labeller_pairs')) }}

),

met as (

    select
        dataset,
        labeller,
        count(*) as partners
    from pairs
    where items >= 30
    group by dataset, labeller

),

gold_votes as (

    select * from {{ ref('flywheel__gold_votes') }}

),

gold_of_labellers as (

    select
        dataset,
        labeller,
        sum(items) as items
    from gold_votes
    where gold_label is null
    group by dataset, labeller

),

-- whether an item is of the class: said it is and it is not, or the other way round
gold_of_labels as (

    select
        dataset,
        labeller,
        label,
        sum(said) + sum(is_so) - 2 * sum(agreed) as wrong
    from (
        select
            dataset,
            labeller,
            label,
            items as said,
            0 as is_so,
            0 as agreed
        from gold_votes
        where gold_label is null

        union all

        select
            dataset,
            labeller,
            gold_label as label,
            0 as said,
            items as is_so,
            case when label = gold_label then items else 0 end as agreed
        from gold_votes
        where gold_label is not null
    ) as gold_counts
    group by dataset, labeller, label

),

datasets as (

    select distinct
        dataset,
        is_label_model_as_good
    from {{ ref('flywheel__label_model_check') }}

),

modelled as (

    select
        accuracies.dataset,
        accuracies.labeller,
        accuracies.label,
        accuracies.votes,
        accuracies.triplets,
        accuracies.estimated_accuracy,
        accuracies.standard_error,
        case
            when accuracies.doubt is not null then accuracies.doubt
            when not coalesce(datasets.is_label_model_as_good, false)
                then 'half the labellers agree less often with it than with the majority, on labels made without them'
        end as doubt,
        1 - coalesce(gold_of_labels.wrong, 0) / cast(gold_of_labellers.items as {{ float }}) as accuracy_on_gold,
        accuracies.dataset_labellers,
        coalesce(met.partners, 0) as partners
    from accuracies
    left join datasets on accuracies.dataset = datasets.dataset
    left join met on accuracies.dataset = met.dataset and accuracies.labeller = met.labeller
    left join gold_of_labellers
        on accuracies.dataset = gold_of_labellers.dataset and accuracies.labeller = gold_of_labellers.labeller
    left join gold_of_labels
        on
            accuracies.dataset = gold_of_labels.dataset
            and accuracies.labeller = gold_of_labels.labeller
            and accuracies.label = gold_of_labels.label

)

select
    dataset,
    labeller,
    label,
    votes,
    triplets,
    case when estimated_accuracy is not null and doubt is null then 'triplets' else 'majority vote' end as method,
    estimated_accuracy,
    standard_error,
    accuracy_on_gold,
    estimated_accuracy - accuracy_on_gold as error,
    case
        when estimated_accuracy is not null and doubt is null
            then 'from ' || {{ flywheel._counted('triplets', 'triplet') }} || ' of labellers'
        when estimated_accuracy is not null
            then
                'majority vote: ' || {{ flywheel._counted('triplets', 'triplet') }} || ' of labellers gave '
                || {{ text('estimated_accuracy') }} || ' with a standard error of ' || {{ text('standard_error') }}
                || ', and ' || doubt
        when dataset_labellers < 3
            then
                'majority vote: only ' || {{ flywheel._counted('dataset_labellers', 'labeller') }} || ', and it takes 3'
        when partners < 2
            then
                'majority vote: it shares 30 items with only ' || {{ flywheel._counted('partners', 'other') }}
                || ', and it takes 2'
        else
            'majority vote: no two others, independent of it and of each other, share 30 items with it '
            || 'on which not everybody says the same'
    end as reason
from modelled
