{%- set float = flywheel._contract_type('float') -%}
{%- set given = [] -%}
{%- for dataset, settings in flywheel.dataset_settings().items() -%}
    {%- for label, share in settings.get('class_balance', {}).items() -%}
        {%- do given.append([dataset, label | string, share]) -%}
    {%- endfor -%}
{%- endfor -%}

with given_shares as (

    {{ flywheel._rows(given, {'dataset': 'str', 'label': 'str', 'share': 'float'}) }}

),

estimates as (

    select
        dataset,
        labeller,
        label,
        votes,
        case when doubt is null then estimated_accuracy end as estimated_accuracy
    from {{ ref('flywheel__labeller_accuracies') }}

),

-- one who knows but one word says nothing of how common it is
labellers as (

    select
        dataset,
        labeller,
        cast(sum(votes) as {{ float }}) as votes,
        {{ flywheel._labeller_accuracy() }} as accuracy
    from estimates
    group by dataset, labeller
    having sum(case when votes > 0 then 1 else 0 end) > 1

),

accuracies as (

    select
        dataset,
        sum(votes * accuracy) / sum(votes) as accuracy
    from labellers
    where accuracy is not null
    group by dataset

),

labels as (

    select
        estimates.dataset,
        estimates.label,
        sum(estimates.votes) as votes,
        cast(sum(case when labellers.accuracy is not null then estimates.votes end) as {{ float }}) as weighed_votes
    from estimates
    left join labellers
        on estimates.dataset = labellers.dataset and estimates.labeller = labellers.labeller
    group by estimates.dataset, estimates.label

),

shares as (

    select
        labels.dataset,
        labels.label,
        labels.votes,
        cast(labels.votes as {{ float }}) / sum(labels.votes) over (partition by labels.dataset) as vote_share,
        labels.weighed_votes / sum(labels.weighed_votes) over (partition by labels.dataset) as weighed_share,
        accuracies.accuracy,
        (1 - accuracies.accuracy) / nullif(count(*) over (partition by labels.dataset) - 1, 0) as mistaken_share,
        given_shares.share as given_share,
        count(given_shares.share) over (partition by labels.dataset) as given_in_dataset
    from labels
    left join accuracies on labels.dataset = accuracies.dataset
    left join given_shares on labels.dataset = given_shares.dataset and labels.label = given_shares.label

),

-- share of votes = accuracy x share of the class + mistaken share x share of the other classes
balances as (

    select
        *,
        case
            when given_in_dataset > 0 then coalesce(given_share, 0)
            when accuracy - mistaken_share > 0.1
                then (weighed_share - mistaken_share) / (accuracy - mistaken_share)
            else vote_share
        end as balance
    from shares

),

bounded_balances as (

    select
        *,
        {{ flywheel._at_least(
            'balance', 'case when given_in_dataset > 0 then 0.001 else 0.02 end'
        ) }} as bounded_balance
    from balances

)

select
    dataset,
    label,
    cast(votes as {{ flywheel._contract_type('int') }}) as votes,
    vote_share,
    bounded_balance / sum(bounded_balance) over (partition by dataset) as class_share,
    case when given_in_dataset > 0 then 'given' else 'estimated' end as source
from bounded_balances
