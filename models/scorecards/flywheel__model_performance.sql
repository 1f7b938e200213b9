{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}
{%- set reach = flywheel.normal_quantile((1 + confidence) / 2) -%}
{%- set bound = flywheel.normal_quantile(confidence) -%}
{%- set awaited_share = flywheel._number_var('flywheel_performance_min_labelled_share', 0.8, most=1) -%}
{%- set awaited_days = flywheel._number_var('flywheel_performance_label_days', none) -%}
{%- set tolerance = flywheel._number_var('flywheel_performance_tolerance', 0.1) -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set fewest = 30 -%}

with periods as (

    select * from {{ ref('flywheel__performance_periods') }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

-- what a version was worth when it was validated, by the run of its latest release
validations as (

    select
        use_case,
        version,
        metric_value,
        metric_standard_error,
        row_number() over (partition by use_case, version order by deployed_at desc) as recency
    from {{ ref('flywheel__releases') }}

),

metrics as (

    select
        *,
        {%- for metric, column in [('log_loss', 'loss'), ('brier', 'square')] %}
        case when task in ('binary', 'multiclass') then {{ column }} end as {{ metric }},
        case when task in ('binary', 'multiclass') then {{ column }}_error end as {{ metric }}_error,
        {%- endfor %}
        case when task = 'classes' then 1 - loss end as accuracy,
        case when task = 'classes' then loss_error end as accuracy_error,
        distance as mae,
        distance_error as mae_error,
        case when task = 'regression' then sqrt(square) end as rmse,
        -- the standard error of a root, by the delta method
        case when task = 'regression' then square_error / nullif(2 * sqrt(square), 0) end as rmse_error,
        -- a sum that should be 0 may be less by its last digit
        case when auc between 0 and 1 then {{ flywheel._auc_standard_error('auc', 'positives', 'negatives') }} end
            as auc_error,
        case when task in ('binary', 'multiclass') then naive_loss end as baseline_log_loss,
        case when task = 'classes' then 1 - naive_loss end as baseline_accuracy,
        case when task = 'regression' then sqrt(naive_loss) end as baseline_rmse,
        cast(labelled as {{ float }}) / sample_size as labelled_share
    from periods

),

compared as (

    select
        metrics.*,
        case
            when metrics.task = 'classes' then 'accuracy'
            when metrics.task != 'regression' and lower(use_cases.metric) in ('auc', 'brier')
                then lower(use_cases.metric)
            when lower(use_cases.metric) = 'mae' and metrics.task = 'regression' then 'mae'
            when metrics.task = 'regression' then 'rmse'
            else 'log_loss'
        end as metric,
        case when metrics.segment is null then lower(use_cases.metric) end as validated_metric,
        validations.metric_value,
        validations.metric_standard_error,
        coalesce(
            metrics.labelled_share >= {{ awaited_share }}
            {%- if awaited_days is not none %}
            or {{ dbt.dateadd(
                'day', awaited_days, dbt.dateadd(flywheel._performance_period(), 1, 'metrics.period_start')
            ) }} <= {{ flywheel._now() }}
            {%- endif %}, false
        ) as are_labels_in
    from metrics
    left join use_cases
        on metrics.use_case = use_cases.use_case
    left join validations
        on
            metrics.use_case = validations.use_case
            and metrics.version = validations.version
            and validations.recency = 1

),

valued as (

    select
        *,
        {%- for suffix in ['', '_error'] %}
        case metric
            {%- for metric in ['auc', 'log_loss', 'brier', 'accuracy', 'mae', 'rmse'] %}
            when '{{ metric }}' then {{ metric ~ suffix }}
            {%- endfor %}
        end as {{ 'value' if not suffix else 'value_error' }},
        {%- endfor %}
        case when metric = validated_metric then metric_value end as validation_value,
        case when metric = validated_metric then metric_standard_error end as validation_error,
        gain - {{ bound }} * gain_error as gain_lower,
        gain + {{ bound }} * gain_error as gain_upper
    from compared

),

declined as (

    select
        *,
        {{ flywheel._worse_way('metric') }} * (value - validation_value) as decline
    from valued

),

bounded as (

    select
        *,
        decline - {{ bound }} * sqrt(power(value_error, 2) + power(validation_error, 2)) as decline_lower
    from declined

),

judged_periods as (

    select
        *,
        case
            when judged < {{ fewest }} or not are_labels_in then 'not_assessed'
            when gain_upper < 0 then 'fail'
            when gain < 0 then 'warn'
            when decline_lower > 0 and decline > {{ tolerance }} * abs(validation_value) then 'warn'
            when gain is null then 'not_assessed'
            else 'pass'
        end as verdict
    from bounded

)

select
    use_case,
    version,
    segment,
    period_start,
    sample_size,
    labelled_share,
    judged,
    base_rate,
    auc,
    {{ flywheel._within('auc - ' ~ reach ~ ' * auc_error', 0) }} as auc_lower,
    {{ flywheel._within('auc + ' ~ reach ~ ' * auc_error', none, 1) }} as auc_upper,
    log_loss,
    {{ flywheel._within('log_loss - ' ~ reach ~ ' * log_loss_error', 0) }} as log_loss_lower,
    log_loss + {{ reach }} * log_loss_error as log_loss_upper,
    brier,
    {{ flywheel._within('brier - ' ~ reach ~ ' * brier_error', 0) }} as brier_lower,
    {{ flywheel._within('brier + ' ~ reach ~ ' * brier_error', none, 1) }} as brier_upper,
    calibration_error,
    baseline_log_loss,
    accuracy,
    {{ flywheel._within('accuracy - ' ~ reach ~ ' * accuracy_error', 0) }} as accuracy_lower,
    {{ flywheel._within('accuracy + ' ~ reach ~ ' * accuracy_error', none, 1) }} as accuracy_upper,
    baseline_accuracy,
    mae,
    {{ flywheel._within('mae - ' ~ reach ~ ' * mae_error', 0) }} as mae_lower,
    mae + {{ reach }} * mae_error as mae_upper,
    rmse,
    case when task = 'regression' then sqrt({{ flywheel._within('square - ' ~ reach ~ ' * square_error', 0) }}) end
        as rmse_lower,
    case when task = 'regression' then sqrt(square + {{ reach }} * square_error) end as rmse_upper,
    baseline_rmse,
    r2,
    score_psi,
    gain,
    gain_lower,
    gain_upper,
    metric,
    value,
    value_error,
    validation_value,
    decline,
    decline_lower,
    are_labels_in,
    verdict,
    {{ flywheel._performance_reason(awaited_share, awaited_days, fewest) }} as reason
from judged_periods
