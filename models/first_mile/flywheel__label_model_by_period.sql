{%- set int = flywheel._contract_type('int') -%}

with periods {{ flywheel._as_step() }} (

    {{ flywheel._period_patterns() }}

),

votes {{ flywheel._as_step() }} (

    select
        periods.dataset,
        patterns.pattern,
        patterns.labeller,
        patterns.label,
        periods.items
    from periods
    inner join {{ ref('flywheel__vote_patterns') }} as patterns
        on periods.of_dataset = patterns.dataset and periods.pattern = patterns.pattern

),

datasets as (

    select distinct
        of_dataset,
        period_start,
        dataset
    from periods

),

pairs {{ flywheel._as_step() }} (

    {{ flywheel.vote_pairs('votes') }}

),

-- who copies whom is known from all periods
dependent_pairs {{ flywheel._as_step() }} (

    select
        datasets.dataset,
        labeller_pairs.labeller,
        labeller_pairs.other_labeller
    from datasets
    inner join ({{ flywheel._both_ways(ref('flywheel__labeller_pairs')) }}) as labeller_pairs
        on datasets.of_dataset = labeller_pairs.dataset
    where labeller_pairs.dependence is not null

),

signals {{ flywheel._as_step() }} (

    {{ flywheel.labeller_signals('pairs', 'dependent_pairs') }}

),

labels as (

    select distinct
        dataset,
        label
    from votes

),

labellers as (

    select
        dataset,
        labeller,
        sum(items) as votes
    from votes
    group by dataset, labeller

),

label_model as (

    select
        labellers.dataset,
        labellers.labeller,
        labellers.votes,
        signals.triplets,
        (1 + signals.signal) / 2 as estimated_accuracy,
        abs(signals.signal) * sqrt(signals.relative_variance) / 2 as standard_error
    from labellers
    inner join labels on labellers.dataset = labels.dataset
    left join signals
        on
            labellers.dataset = signals.dataset
            and labellers.labeller = signals.labeller
            and labels.label = signals.label

),

-- the mean standard error over classes, which no dependence between them can make too small
accuracies as (

    select
        dataset,
        labeller,
        max(votes) as votes,
        coalesce(max(triplets), 0) as triplets,
        {{ flywheel._labeller_accuracy() }} as estimated_accuracy,
        count(*) * avg(standard_error) / 2 as standard_error
    from label_model
    group by dataset, labeller

)

select
    datasets.of_dataset as dataset,
    datasets.period_start,
    accuracies.labeller,
    cast(accuracies.votes as {{ int }}) as votes,
    cast(accuracies.triplets as {{ int }}) as triplets,
    accuracies.estimated_accuracy,
    accuracies.standard_error,
    accuracies.estimated_accuracy - labellers.estimated_accuracy as change
from accuracies
inner join datasets on accuracies.dataset = datasets.dataset
left join {{ ref('flywheel__labellers') }} as labellers
    on datasets.of_dataset = labellers.dataset and accuracies.labeller = labellers.labeller
