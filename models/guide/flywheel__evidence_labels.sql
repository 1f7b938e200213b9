with upstream as (

    {{ flywheel._upstream_of_use_cases() }}

),

models_of_datasets as (

    select
        dataset,
        from_model
    from {{ ref('flywheel__input_items') }}
    union
    select
        dataset,
        from_model
    from {{ ref('flywheel__input_label_votes') }}

),

datasets as (

    select distinct
        upstream.use_case,
        models_of_datasets.dataset
    from models_of_datasets
    inner join upstream on models_of_datasets.from_model = upstream.from_model

),

-- the kindest of Krippendorff's alphas: which one is due depends on what the labels are
agreements as (

    select
        dataset,
        verdict,
        reason,
        row_number() over (partition by dataset order by value desc, measure) as place
    from {{ ref('flywheel__label_agreement') }}
    where measure like 'krippendorff%' and verdict <> 'not_assessed'

),

first_miles as (

    select
        dataset,
        verdict,
        reason,
        row_number() over (partition by dataset order by period_start desc) as recency
    from {{ ref('flywheel__first_mile') }}
    where verdict <> 'not_assessed'

)

select
    datasets.use_case,
    'labels_reliable' as criterion,
    agreements.verdict <> 'fail' as is_met,
    datasets.dataset || ': ' || agreements.reason as evidence
from datasets
inner join agreements on datasets.dataset = agreements.dataset
where agreements.place = 1
union all
select
    datasets.use_case,
    'labels_reliable' as criterion,
    first_miles.verdict <> 'fail' as is_met,
    datasets.dataset || ': ' || first_miles.reason as evidence
from datasets
inner join first_miles on datasets.dataset = first_miles.dataset
where first_miles.recency = 1
