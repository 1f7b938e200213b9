{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}

with arms as (

    select * from {{ ref('flywheel__experiment_arms') }}
    where segment is null

),

{{ flywheel._experiment_effects('arms', confidence) }}

select
    experiment,
    kpi,
    variant,
    {{ flywheel._effect_columns() }}
    finding,
    {{ flywheel._finding_verdict() }} as verdict,
    {{ flywheel._experiment_reason(confidence) }} as reason
from found
