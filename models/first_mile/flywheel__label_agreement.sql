with agreement as (

    {{ flywheel.label_agreement(
        ref('flywheel__label_items'), ref('flywheel__vote_patterns'), ref('flywheel__labeller_pairs')
    ) }}

),

judged as (

    {{ flywheel._judged_agreement('agreement') }}

)

select
    dataset,
    measure,
    value,
    items,
    labellers,
    standard_error,
    lower,
    upper,
    verdict,
    reason
from judged
