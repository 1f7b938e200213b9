{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}
{%- set of_all_segments = '(partition by experiment, kpi, variant)' -%}

with arms as (

    select * from {{ ref('flywheel__experiment_arms') }}
    where segment is not null

),

{{ flywheel._experiment_effects('arms', confidence) }},

-- where units were not split as they were meant to be, or are few, nothing was measured
weighed as (

    select
        *,
        case
            when finding is null or finding != 'broken split'
                then 1 / power(case when units >= 8 and control_units >= 8 then judged_error end, 2)
        end as certainty
    from found

),

pooled_segments as (

    select
        *,
        sum(certainty * judged_lift) over {{ of_all_segments }}
        / sum(certainty) over {{ of_all_segments }} as pooled_lift,
        count(certainty) over {{ of_all_segments }} - 1 as differing_degrees
    from weighed

),

-- Cochran's Q: the segments' effects around their mean, each by the inverse of its squared standard error
heterogeneous as (

    select
        *,
        sum(certainty * power(judged_lift - pooled_lift, 2)) over {{ of_all_segments }} as heterogeneity
    from pooled_segments

),

compared_segments as (

    {{ flywheel.chi2_tail('heterogeneous', 'heterogeneity', 'differing_degrees', 'segments_differ_p_value') }}

)

select
    experiment,
    kpi,
    segment,
    variant,
    {{ flywheel._effect_columns() }}
    segments_differ_p_value,
    finding,
    {{ flywheel._finding_verdict() }} as verdict,
    'Segment ' || segment || '. ' || {{ flywheel._experiment_reason(confidence) }}
    || case
        when segments_differ_p_value < {{ 1 - confidence }}
            then ' Segments differ in the effect by more than chance, p '
        when segments_differ_p_value is not null then ' Segments are not shown to differ in the effect, p '
        else ''
    end
    || coalesce({{ flywheel._p_text('segments_differ_p_value') }} || '.', '') as reason
from compared_segments
