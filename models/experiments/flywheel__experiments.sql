{%- set confidence = var('flywheel_confidence', 0.95) -%}

with arms as (

    select * from {{ ref('flywheel__experiment_arms') }}
    where segment is null

),

{{ flywheel._experiment_effects('arms', confidence) }}

select
    experiment,
    kpi,
    variant,
    use_case,
    control,
    units,
    control_units,
    mean,
    control_mean,
    lift,
    lift / nullif(control_mean, 0) as relative_lift,
    lower,
    upper,
    p_value,
    sequential_lower,
    sequential_upper,
    sequential_p_value,
    cuped_lift,
    cuped_lower,
    cuped_upper,
    cuped_p_value,
    variance_reduction,
    srm_p_value,
    judged_by,
    adjusted_p_value,
    comparisons,
    power,
    detectable_lift,
    kpi_direction,
    is_running,
    assigned_units,
    control_assigned_units,
    expected_units,
    contaminated_units,
    repeated_units,
    first_assigned_at,
    last_assigned_at,
    finding,
    {{ flywheel._finding_verdict() }} as verdict,
    {{ flywheel._experiment_reason(confidence) }} as reason
from found
