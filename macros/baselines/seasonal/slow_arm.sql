{% macro _slow_arm(excused, windows) %}
    {#- A change too slow for one period to show: the mean of the last week against that of six weeks that ended two weeks ago,
        both without season and suspects. It speaks while the period itself goes the whole way and the one before half of
        it, so that it ends with the drift. Common table expressions; the last is `slowly_moved`. -#}
    weeks {{ flywheel._as_step() }} (
        select
            *,
            recent_sum / nullif(recent_weight, 0) as recent_mean,
            earlier_sum / nullif(earlier_weight, 0) as earlier_mean,
            -- in periods like this one: for a share, their samples over its sample
            recent_weight / nullif(weight, 0) as recent_periods,
            earlier_weight / nullif(weight, 0) as earlier_periods
        from {{ excused }}
    ),

    gaps {{ flywheel._as_step() }} (
        select
            *,
            recent_mean - earlier_mean as gap
        from weeks
    ),

    slow_changes {{ flywheel._as_step() }} (
        select
            *,
            earlier_periods >= {{ windows.base // 2 }}
            and recent_periods >= {{ (windows.recent + 1) // 2 }}
            and (usual - season_share * pattern - earlier_mean) * sign(gap) >= (1 - 1e-9) * abs(gap)
            and coalesce((value_before - earlier_mean) * sign(gap), abs(gap)) >= (0.5 - 1e-9) * abs(gap) as goes_on
        from gaps
    ),

    {#- what follows is long to work out, and null where nothing goes on -#}
    slow_levels {{ flywheel._as_step() }} (
        select
            *,
            case when goes_on then {{ flywheel._original('recent_mean') }} end as recent_level,
            case when goes_on then {{ flywheel._original('earlier_mean') }} end as earlier_level,
            case when goes_on then {{ flywheel._no_less_than_chance('base_square / 0.95', 'errors', 2.828) }} end as base_variance
        from slow_changes
    ),

    slow_scales {{ flywheel._as_step() }} (
        select
            *,
            -- the variance of the difference of two means of periods whose errors are carried on; of a constant series, as in _noise
            case when abs(recent_level - earlier_level) >= (2 - 1e-9) * min_effect * abs(earlier_level) then unit * sqrt(case
                when not (is_count or is_share) and base_variance < power(1e-9 * earlier_mean, 2) then power(1e-9 * earlier_mean, 2)
                else base_variance
            end * (
                {{ flywheel._mean_variance('carry', 'recent_periods') }} + {{ flywheel._mean_variance('carry', 'earlier_periods') }}
            )) end as gap_scale
        from slow_levels
    ),

    slow_distances {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._in_scales('gap', 'gap_scale') }} as gap_t
        from slow_scales
    ),

    slow_normals {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._t_as_normal('gap_t', 'freedom') }} as gap_z
        from slow_distances
    ),

    slowly_moved {{ flywheel._as_step() }} (
        select
            *,
            case when gap_z is not null then ({{ flywheel._p_value('gap_z') }}) / 0.1 end as slow_p_value
        from slow_normals
    )
{% endmacro %}


{% macro _mean_variance(carry, periods) -%}
    {#- The variance of the mean of so many errors of variance 1, each of which keeps `carry` of the one before (an AR(1)). -#}
    ((1 + {{ carry }}) / (1 - {{ carry }})
    - 2 * {{ carry }} * (1 - power({{ carry }}, {{ periods }})) / (nullif({{ periods }}, 0) * power(1 - {{ carry }}, 2)))
    / nullif({{ periods }}, 0)
{%- endmacro %}
