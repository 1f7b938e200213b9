{%- set float = flywheel._contract_type('float') -%}

with agreements as (

    {{ flywheel.left_out_agreement(
        ref('flywheel__vote_log_odds'), ref('flywheel__labeller_accuracies'), ref('flywheel__labeller_pairs')
    ) }}

),

ranked as (

    select
        *,
        label_model_agreements - majority_agreements as difference,
        row_number() over (
            partition by dataset
            order by (label_model_agreements - majority_agreements) / sqrt(squared_differences + 1e-12), labeller
        ) as place,
        count(*) over (partition by dataset) as labellers
    from agreements

),

-- the half of the labellers who like the label model most may be copies of each other: the others decide
datasets as (

    select
        dataset,
        sum(difference) > -1e-9 as is_label_model_as_good
    from ranked
    where 2 * place <= labellers + 1
    group by dataset

)

select
    ranked.dataset,
    ranked.labeller,
    cast(ranked.items as {{ flywheel._contract_type('int') }}) as items,
    cast(ranked.label_model_agreements as {{ float }}) / ranked.items as label_model_agreement,
    cast(ranked.majority_agreements as {{ float }}) / ranked.items as majority_agreement,
    sqrt(ranked.squared_differences) / ranked.items as standard_error,
    datasets.is_label_model_as_good
from ranked
inner join datasets on ranked.dataset = datasets.dataset
