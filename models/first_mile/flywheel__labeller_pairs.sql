{%- set deviations = flywheel.normal_quantile(0.5 + flywheel._number_var('flywheel_confidence', 0.95, most=1) / 2) -%}

with kappas as (

    {{ flywheel.labeller_kappas(ref('flywheel__vote_pairs')) }}

),

dependent_pairs as (

    {{ flywheel.dependent_pairs(ref('flywheel__vote_pairs')) }}

)

select
    kappas.dataset,
    kappas.labeller,
    kappas.other_labeller,
    kappas.items,
    kappas.agreement,
    kappas.chance_agreement,
    kappas.cohen_kappa,
    kappas.standard_error,
    {{ flywheel._at_least('kappas.cohen_kappa - ' ~ deviations ~ ' * kappas.standard_error', -1) }} as lower,
    {{ flywheel._at_most('kappas.cohen_kappa + ' ~ deviations ~ ' * kappas.standard_error', 1) }} as upper,
    dependent_pairs.dependence
from kappas
left join dependent_pairs
    on
        kappas.dataset = dependent_pairs.dataset
        and kappas.labeller = dependent_pairs.labeller
        and kappas.other_labeller = dependent_pairs.other_labeller
