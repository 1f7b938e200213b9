{% macro _second_pass(taught, windows, past) %}
    {#- What was to be expected, by means of what is not suspect: trailing level, the pattern of the season as far as it comes
        true, and what today keeps of yesterday's error. Common table expressions; the last is `forecasts`. -#}
    {%- set clean_error = 'case when clean is not null then base_error end' %}
    levels_2 {{ flywheel._as_step() }} (
        {{ flywheel._look_back(taught, {'cycle_mean': ['mean', 'clean - median_season', windows.length - 1, 0]}, past) }}
    ),

    deviations_2 {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._unless_rounding('clean - cycle_mean', 'clean') }} as deviation
        from levels_2
    ),

    seasons_2 {{ flywheel._as_step() }} (
        {{ flywheel._look_back('deviations_2', {
            'mean_deviation': ['mean', 'deviation', windows.phases, windows.same_phase],
            'phases': ['count', 'deviation', windows.phases, windows.same_phase],
        }, past) }}
    ),

    patterns {{ flywheel._as_step() }} (
        select
            *,
            {{ 'coalesce(mean_deviation, 0)' if windows.length > 1 else '0.0' }} as pattern
        from seasons_2
    ),

    level_sums {{ flywheel._as_step() }} (
        {{ flywheel._look_back('patterns', {
            'level_sum': ['sum', '(clean - pattern) * weight', windows.level, 1],
            'level_weight': ['sum', 'case when clean is not null then weight end', windows.level, 1],
        }, past) }}
    ),

    levelled {{ flywheel._as_step() }} (
        select
            *,
            -- a mean of under 7 such periods is none: the median stands in
            case when level_weight >= 7 * weight then level_sum / level_weight else median_level end as level,
            coalesce(level_weight / nullif(weight, 0), 0) as level_periods
        from level_sums
    ),

    share_sums {{ flywheel._as_step() }} (
        {{ flywheel._look_back('levelled', {
            'pattern_came_true': ['sum', '(clean - level) * pattern / power(unit, 2)', windows.errors, 1],
            'pattern_was_promised': [
                'sum', 'case when clean - level is not null then power(pattern / unit, 2) end', windows.errors, 1
            ],
        }, past) }}
    ),

    {#- The regression of what happened on the pattern: under a quarter there is no season, from three quarters on all of it. A
        pattern of a billionth of the level is the computer's. -#}
    shares {{ flywheel._as_step() }} (
        select
            *,
            coalesce({{ flywheel._clip(
                '2 * pattern_came_true / nullif(pattern_was_promised, 0) - 0.5',
                0, 1
            ) }}, 0) as season_share
        from share_sums
    ),

    based {{ flywheel._as_step() }} (
        select
            *,
            level + season_share * pattern as base,
            {{ flywheel._unless_rounding('(usual - level - season_share * pattern)', 'usual') }} / unit as base_error
        from shares
    ),

    followed {{ flywheel._as_step() }} (
        {{ flywheel._look_back('based', {
            'base_error_before': ['sum', clean_error, 1, 1],
            'suspect_error_before': ['sum', 'case when clean is null then base_error end', 1, 1],
        }, past) }}
    ),

    carry_sums {{ flywheel._as_step() }} (
        {{ flywheel._look_back('followed', {
            'error_pairs': ['sum', clean_error ~ ' * base_error_before', windows.errors, 1],
            'error_squares': ['sum', 'case when clean is not null and base_error is not null then power(base_error_before, 2) end', windows.errors, 1],
            'base_square': ['mean', 'power(' ~ clean_error ~ ', 2)', windows.errors, 1],
        }, past) }}
    ),

    {#- The lag-1 correlation of errors, where it is beyond two of its standard errors. -#}
    carried {{ flywheel._as_step() }} (
        select
            *,
            case
                when
                    error_squares >= 14 * base_square
                    and error_pairs > 2 * sqrt(base_square * error_squares)
                    then least(error_pairs / nullif(error_squares, 0), 0.95)
                else 0.0
            end as carry
        from carry_sums
    ),

    forecasts {{ flywheel._as_step() }} (
        select
            *,
            base + carry * coalesce(base_error_before, 0) * unit as forecast,
            (usual - base) / unit - carry * coalesce(base_error_before, 0) as error,
            -- what today would keep of the error before, had that not been suspect, where it keeps half or more
            case when carry >= 0.5 then carry * suspect_error_before end as carried,
            -- what a short history, and an error before that is not known, add to the variance of an error
            (1 + 1 / greatest(level_periods, 1) + power(season_share, 2) / greatest(phases, 1))
            * case when base_error_before is null then 1 / (1 - power(carry, 2)) else 1.0 end as shortness
        from carried
    )
{% endmacro %}


{% macro _unless_rounding(difference, of) -%}
    {#- A difference, and 0 where it is under a billionth of what it is a difference of: the computer's, of numbers that are equal. -#}
    case when abs({{ difference }}) <= 1e-9 * abs({{ of }}) then 0.0 else {{ difference }} end
{%- endmacro %}
