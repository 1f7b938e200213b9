{% macro _noise(forecasts, windows, past) %}
    {#- How far forecasts have been off, from those that were not suspect, and what the periods just before were off by.
        Common table expressions; the last is `scaled`. -#}
    {%- set level_value = '(clean - season_share * pattern)' %}
    {%- set last_cycle = [windows.length, windows.length] if windows.same_phase != 'by date' else [1, windows.same_phase] %}
    judged_errors {{ flywheel._as_step() }} (
        select
            *,
            -- forecasts made before a season could be seen say nothing of those made since
            case when not is_suspect{{ ' and phases >= 2' if windows.length > 1 }} then error / sqrt(shortness) end as clean_error,
            case when is_suspect and abs(usual - forecast) > 1e-9 * abs(forecast) then sign(error) else 0 end as suspicion
        from {{ forecasts }}
    ),

    error_sums {{ flywheel._as_step() }} (
        {{ flywheel._look_back('judged_errors', {
            'training_size': ['count', 'usual', windows.errors, 1],
            'errors': ['count', 'clean_error', windows.errors, 1],
            'error_square': ['mean', 'power(clean_error, 2)', windows.errors, 1],
            'shift': ['mean', 'error', 3, 1],
            'suspicions': ['sum', 'suspicion', 3, 1],
            'phase_shift': ['sum', 'error'] + last_cycle,
            'phase_suspicion': ['sum', 'suspicion'] + last_cycle,
            'value_before': ['sum', level_value, 1, 1],
            'recent_sum': ['sum', level_value ~ ' * weight', windows.recent - 1, 0],
            'recent_weight': ['sum', 'case when ' ~ level_value ~ ' is not null then weight end', windows.recent - 1, 0],
            'earlier_sum': ['sum', level_value ~ ' * weight', windows.gap + windows.base - 1, windows.gap],
            'earlier_weight': [
                'sum', 'case when ' ~ level_value ~ ' is not null then weight end', windows.gap + windows.base - 1, windows.gap
            ],
        }, past) }}
    ),

    variances {{ flywheel._as_step() }} (
        select
            *,
            -- 0.95: the share of its variance that a normal keeps when it is cut at 2.77 standard deviations, as suspects are
            error_square / 0.95 as seen_variance,
            {{ flywheel._no_less_than_chance('error_square / 0.95', 'errors', 2.828) }} as variance
        from error_sums
    ),

    scaled {{ flywheel._as_step() }} (
        select
            *,
            sqrt(shortness * case
                when variance is null or forecast is null then null
                when is_count or is_share then greatest(variance, {{ flywheel._least_noise('forecast') }})
                -- a constant series: no noise but the computer's
                else greatest(variance, power(1e-9 * forecast, 2))
            end) as scale,
            cast(greatest(errors, 1) as {{ flywheel._type_double() }}) as freedom,
            {{ flywheel._original('usual') }} as plain_usual,
            {{ flywheel._original('forecast') }} as plain_forecast
        from variances
    )
{% endmacro %}
