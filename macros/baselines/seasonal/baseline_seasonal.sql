{% macro baseline_seasonal(observations, past=none, policies=none) %}
    {#- Two passes and no recursion: the first judges by medians and marks suspects, the second by means of the rest. Every
        step is a look back over columns of earlier steps, so that nothing at or after a period enters what was expected of it.
        Each of the seasons has windows of its own. -#}
    {%- for season in flywheel._seasons_in_use(policies) %}
    select
        {{ flywheel._expectation_columns(
            ['expected', 'lower', 'upper', 'p_value', 'training_size', 'signal'] + flywheel._seasonal_memory()
        ) | join(',\n        ') }}
    from (
        {{ flywheel._seasonal(
            '(select * from ' ~ observations ~ " as observations where observations.method = 'seasonal' and observations.season = '" ~ season ~ "')",
            flywheel.seasons()[season], past
        ) }}
    ) as {{ season }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro _seasonal(observations, windows, past) %}
    {#- The budget is spent on two arms: 0.55 of it on the period itself, 0.1 on the last week as a whole; the rest is kept back
        for what a real history has and a simulation has not. -#}
    {%- set is_phase_suspect = 'phase_suspicion <> 0' if windows.length > 1 else '1 = 0' %}
    {%- set looked_at = ['series_id', 'period_number'] + (['phase', 'cycle'] if windows.same_phase == 'by date' else []) %}
    with seen as (
        select * from {{ observations }} as seen
    ),

    observed {{ flywheel._as_step() }} (
        {{ flywheel._observed('seen', windows, past) }}
    ),

    {{ flywheel._first_pass('observed', windows, past) }},

    {{ flywheel._second_pass('taught', windows, past) }},

    {{ flywheel._noise('forecasts', windows, past) }},

    {#- what was seen is put beside it again, which leaves out the periods that were not there -#}
    placed {{ flywheel._as_step() }} (
        select
            scaled.*,
            {%- for column in flywheel._seen_columns() if column not in looked_at %}
            seen.{{ column }},
            {%- endfor %}
            seen.direction,
            seen.min_effect,
            seen.false_alarms_per_year / {{ flywheel._periods_per_year('seen.period') }} as budget
        from scaled
        inner join seen on scaled.series_id = seen.series_id and scaled.period_number = seen.period_number
    ),

    {{ flywheel._known_levels('placed', windows) }},

    {{ flywheel._slow_arm('excused', windows) }},

    {#- The skewness that the square root leaves in counts (delta method) is removed by Cornish and Fisher's expansion. -#}
    counted {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._cases('forecast') }} as cases,
            least(0.55 * budget / case direction when 'both' then 2 else 1 end, 0.5) as tail
        from slowly_moved
    ),

    skewed {{ flywheel._as_step() }} (
        select
            *,
            case when (is_count or is_share) and scale > 0 then {{ flywheel._clip(
                '(2 * cases * power(scale, 2) / greatest(cases - 0.125, 0.5) - 1) / greatest(sqrt(cases) * scale, 1e-9)'
                ~ ' - 1.5 * sqrt(cases) * scale / greatest(cases - 0.125, 0.5)', -0.3, 0.3
            ) }} / 6 * case when is_share then cos(2 * forecast) else 1.0 end else 0.0 end as skew,
            {{ flywheel._t_as_normal('t', 'freedom') }} as normal_t,
            {{ flywheel._normal_limit('tail') }} as normal_limit
        from counted
    ),

    judged {{ flywheel._as_step() }} (
        select
            *,
            2 * (normal_t + skew) / (1 + sqrt(greatest(1 + 4 * skew * (normal_t + skew), 0))) as z,
            scale * unit * {{ flywheel._normal_as_t('-normal_limit + skew * (power(normal_limit, 2) - 1)', 'freedom') }} as reach_down,
            scale * unit * {{ flywheel._normal_as_t('normal_limit + skew * (power(normal_limit, 2) - 1)', 'freedom') }} as reach_up,
            case
                when is_count then greatest(power(greatest(forecast, 0), 2) - 0.375 + coalesce(seen_variance, 0) / 4, 0)
                else plain_forecast
            end as expected
        from skewed
    ),

    limited {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._original('forecast + reach_down') }} as plain_lower,
            {{ flywheel._original('forecast + reach_up') }} as plain_upper,
            case when abs(suspicions) >= 2 then {{ flywheel._original('forecast + shift * unit + 1.1547005383792515 * reach_down') }} end as shift_lower,
            case when abs(suspicions) >= 2 then {{ flywheel._original('forecast + shift * unit + 1.1547005383792515 * reach_up') }} end as shift_upper,
            case when {{ is_phase_suspect }} then {{ flywheel._original('forecast + phase_shift * unit + 1.4142135623730951 * reach_down') }} end as phase_lower,
            case when {{ is_phase_suspect }} then {{ flywheel._original('forecast + phase_shift * unit + 1.4142135623730951 * reach_up') }} end as phase_upper,
            case when carried <> 0 then {{ flywheel._original('forecast + carried * unit + sqrt(1 - power(carry, 2)) * reach_down') }} end as carried_lower,
            case when carried <> 0 then {{ flywheel._original('forecast + carried * unit + sqrt(1 - power(carry, 2)) * reach_up') }} end as carried_upper,
            plain_forecast - 0.5 * abs(plain_forecast) as halved,
            plain_forecast + 0.5 * abs(plain_forecast) as half_more
        from judged
    ),

    weighed {{ flywheel._as_step() }} (
        select
            *,
            errors >= {{ [14, windows.length] | max }} as has_limits,
            ({{ flywheel._p_value('z') }}) / 0.55 as fast_p_value
        from limited
    )

    {#- The limits reach to the known levels, as far as those may be known. -#}
    select
        *,
        case when has_limits and direction in ('down', 'both') then least(
            plain_lower,
            expected - min_effect * abs(expected),
            case when abs(suspicions) >= 2 then greatest(shift_lower, halved) else plain_lower end,
            case when {{ is_phase_suspect }} then greatest(phase_lower, halved) else plain_lower end,
            case when carried <> 0 then greatest(carried_lower, halved) else plain_lower end
        ) end as lower,
        case when has_limits and direction in ('up', 'both') then greatest(
            plain_upper,
            expected + min_effect * abs(expected),
            case
                when abs(suspicions) = 3 then shift_upper
                when abs(suspicions) = 2 then least(shift_upper, half_more)
                else plain_upper
            end,
            case when {{ is_phase_suspect }} then least(phase_upper, half_more) else plain_upper end,
            case when carried <> 0 then carried_upper else plain_upper end
        ) end as upper,
        case when has_limits and z is not null then least(fast_p_value, coalesce(slow_p_value, 1), 1) end as p_value,
        case when has_limits and slow_p_value <= budget then
            'the last {{ windows.recent }} periods together are at ' || {{ flywheel._number_text('recent_level') }}
            || ', after ' || {{ flywheel._number_text('earlier_level') }} || ' in the weeks before'
        end as signal
    from weighed
{% endmacro %}


{% macro _seasonal_memory() %}
    {#- What later periods look back at. -#}
    {{ return([
        'usual', 'unit', 'weight', 'median_deviation', 'median_season', 'median_error', 'clean', 'deviation', 'pattern', 'level',
        'season_share', 'base_error', 'base_error_before', 'error', 'clean_error', 'suspicion',
    ]) }}
{% endmacro %}
