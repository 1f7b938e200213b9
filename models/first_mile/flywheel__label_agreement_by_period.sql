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

pairs {{ flywheel._as_step() }} (

    {{ flywheel.vote_pairs('votes') }}

),

kappas {{ flywheel._as_step() }} (

    {{ flywheel.labeller_kappas('pairs') }}

),

agreement as (

    {{ flywheel.label_agreement('periods', 'votes', 'kappas') }}

),

judged as (

    {{ flywheel._judged_agreement('agreement') }}

),

datasets as (

    select distinct
        of_dataset,
        period_start,
        dataset
    from periods

)

select
    datasets.of_dataset as dataset,
    datasets.period_start,
    judged.measure,
    judged.value,
    judged.items,
    judged.labellers,
    judged.standard_error,
    judged.lower,
    judged.upper,
    judged.verdict,
    judged.reason
from judged
inner join datasets on judged.dataset = datasets.dataset
