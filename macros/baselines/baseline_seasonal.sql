{% macro baseline_seasonal(series) %}
    {#- Trailing level plus the usual deviation of the phase (day of week, hour of day), both as medians, and limits from the
        errors of the same forecast on the periods before: nothing at or after the judged period is looked at. Counts and
        shares are judged on a scale on which their noise does not depend on their level, and never as less noisy than
        chance alone makes them. -#}
    {%- set training_periods = 56 -%}
    select
        {{ flywheel._series_columns() | join(',\n        ') }},
        expected,
        case
            when direction in ('down', 'both') and lower_limit is not null
                then least(lower_limit, expected - min_effect * abs(expected))
        end as lower,
        case
            when direction in ('up', 'both') and upper_limit is not null
                then greatest(upper_limit, expected + min_effect * abs(expected))
        end as upper,
        cast(null as {{ flywheel._contract_type('float') }}) as p_value,
        training_size
    from (
        with stabilised as (
            {{ flywheel._stabilised(series, 'seasonal') }}
        ),

        levelled as (
            {{ flywheel._trailing('stabilised', ['series_id'], 'period_number', 28, {'level': [0.5, 'usual']}) }}
        ),

        deviations as (
            select
                *,
                usual - level as deviation
            from levelled
        ),

        forecast as (
            {{ flywheel._trailing(
                'deviations', ['series_id', 'phase'], 'period_number', training_periods, {'usual_deviation': [0.5, 'deviation']}
            ) }}
        ),

        errors as (
            select
                *,
                level + usual_deviation as centre,
                abs(usual - level - usual_deviation) / least_noise as error
            from forecast
        ),

        scaled as (
            {{ flywheel._trailing('errors', ['series_id'], 'period_number', training_periods, {
                'median_error': [0.5, 'error'], 'large_error': [0.9, 'error'], 'errors': ['count', 'error'],
                'training_size': ['count', 'usual'],
            }) }}
        ),

        limits as (
            select
                *,
                -- 1.4826 and 1 / 1.645: the median and the 90th percentile of a normal's errors, made a standard deviation;
                -- the larger counts, for heavy tails
                least_noise * greatest(1.4826 * median_error, large_error / 1.645, noise_floor)
                * {{ flywheel._t_limit('tail_probability', 'errors') }} as reach
            from scaled
        )

        select
            *,
            {{ flywheel._unstabilised('centre') }} as expected,
            -- half a unit of grace: what is counted comes in steps, and so do the medians it is judged by
            {{ flywheel._unstabilised('centre - reach') }} - half_unit as lower_limit,
            {{ flywheel._unstabilised('centre + reach') }} + half_unit as upper_limit
        from limits
    ) as seasonal
{% endmacro %}
