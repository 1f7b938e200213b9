{% macro baseline_fixed(series) %}
    {#- What the user set: the hard bounds are the limits, and nothing is learned. -#}
    select
        {{ flywheel._series_columns() | join(',\n        ') }},
        cast(null as {{ flywheel._type_double() }}) as expected,
        hard_min as lower,
        hard_max as upper,
        cast(null as {{ flywheel._type_double() }}) as p_value,
        0 as training_size
    from {{ series }}
    where method = 'fixed'
{% endmacro %}
