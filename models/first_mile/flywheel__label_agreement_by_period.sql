{%- set period = var('flywheel_agreement_period', 'month') -%}
{%- if period not in ['day', 'week', 'month'] -%}
    {{ exceptions.raise_compiler_error(
        "flywheel: the var flywheel_agreement_period is '" ~ period ~ "'; wanted day, week or month."
    ) }}
{%- endif -%}

-- an item is of the period in which it arrived; where that is not known, of that in which it was first voted on
with items as (

    select
        dataset,
        pattern,
        {{ flywheel._period_start('coalesce(arrived_at, first_voted_at)', period) }} as period_start
    from {{ ref('flywheel__label_items') }}
    where pattern is not null

),

-- each period is to the measures what a dataset is
periods as (

    select
        dataset as of_dataset,
        period_start,
        dataset || ' ' || cast(period_start as {{ dbt.type_string() }}) as dataset,
        pattern,
        count(*) as items
    from items
    where period_start is not null
    group by dataset, period_start, pattern

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
