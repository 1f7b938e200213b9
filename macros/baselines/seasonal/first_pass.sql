{% macro _first_pass(observed, windows, past) %}
    {#- Who is suspect, by medians, which a storm does not move: a period that is far from the trailing level plus the usual
        deviation of its phase teaches nothing to those after it. Common table expressions; the last is `suspected`. -#}
    levels_1 {{ flywheel._as_step() }} (
        {{ flywheel._look_back(observed, {
            'median_level': ['median', 'usual', windows.first, 1],
            'cycle_median': ['median', 'usual', windows.length - 1, 0],
        }, past) }}
    ),

    deviations_1 {{ flywheel._as_step() }} (
        select
            *,
            usual - cycle_median as median_deviation
        from levels_1
    ),

    seasons_1 {{ flywheel._as_step() }} (
        {{ flywheel._look_back('deviations_1', {
            'usual_deviation': ['median', 'median_deviation', windows.first_phases, windows.same_phase],
        }, past) }}
    ),

    errors_1 {{ flywheel._as_step() }} (
        select
            *,
            {{ 'coalesce(usual_deviation, 0)' if windows.length > 1 else '0.0' }} as median_season,
            (usual - median_level - {{ 'coalesce(usual_deviation, 0)' if windows.length > 1 else '0.0' }}) / unit as median_error
        from seasons_1
    ),

    scales_1 {{ flywheel._as_step() }} (
        {{ flywheel._look_back('errors_1', {
            'usual_error': ['median', 'abs(median_error)', windows.first, 1],
            'median_errors': ['count', 'median_error', windows.first, 1],
        }, past) }}
    ),

    medians_1 {{ flywheel._as_step() }} (
        select
            *,
            -- the median of a normal's absolute errors, made a standard deviation
            1.4826 * usual_error as usual_scale,
            median_level + median_season as median_forecast
        from scales_1
    ),

    spreads_1 {{ flywheel._as_step() }} (
        select
            *,
            -- it is known to 4 / sqrt(n) of itself
            case
                when usual_scale is null or not (is_count or is_share) then usual_scale
                else greatest(
                    {{ flywheel._no_less_than_chance('usual_scale', 'median_errors', 4) }},
                    sqrt({{ flywheel._least_noise('median_forecast') }})
                )
            end as median_scale,
            {{ flywheel._original('median_forecast') }} as plain_median
        from medians_1
    ),

    suspected {{ flywheel._as_step() }} (
        select
            *,
            -- 2.5 standard deviations, widened where few errors say what one is: low, so that storms do not teach
            coalesce(
                median_errors >= 14
                and abs(median_error) > 2.5 * (1 + 6.0 / greatest(median_errors, 1)) * median_scale
                and abs({{ flywheel._original('usual') }} - plain_median) >= least_effect * abs(plain_median),
                false
            ) as is_suspect
        from spreads_1
    ),

    taught {{ flywheel._as_step() }} (
        select
            *,
            case when not is_suspect then usual end as clean
        from suspected
    )
{% endmacro %}


{% macro _no_less_than_chance(noise, errors, spread) -%}
    {#- The noise of counts and shares, in units of chance, is at least 1, unless the history is clearly quieter, as schedules
        are: unless the upper end of what the noise may be is below 1. -#}
    case
        when {{ noise }} is null then null
        when not (is_count or is_share) then {{ noise }}
        else greatest({{ noise }}, least(1, {{ noise }} * (1 + {{ spread }} / sqrt(greatest({{ errors }}, 1)))))
    end
{%- endmacro %}
