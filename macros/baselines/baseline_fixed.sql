{% macro baseline_fixed(observations) %}
    {#- What the user set: the hard bounds are the limits, and nothing is learned. -#}
    select
        {{ flywheel._expectation_columns(['lower', 'upper', 'training_size']) | join(',\n        ') }}
    from (
        select
            *,
            hard_min as lower,
            hard_max as upper,
            0 as training_size
        from {{ observations }} as observations
        where observations.method = 'fixed'
    ) as fixed
{% endmacro %}
