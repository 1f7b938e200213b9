{% macro _holm(relation) %}
    {#- `adjusted_p_value`: judged_p_value after Holm's correction (1979) for the `comparisons` of one experiment, over its variants and
        KPIs. Null where judged_p_value is, and that one is no comparison. Common table expressions; the last is `corrected`. -#}
    ordered_p_values {{ flywheel._as_step() }} (
        select
            *,
            count(judged_p_value) over (partition by experiment) as comparisons,
            row_number() over (
                partition by experiment
                order by case when judged_p_value is null then 1 else 0 end, judged_p_value, kpi, variant
            ) as place
        from {{ relation }}
    ),

    corrected {{ flywheel._as_step() }} (
        select
            *,
            case when judged_p_value is not null then
                least(max(judged_p_value * (comparisons - place + 1)) over (
                    partition by experiment order by place rows unbounded preceding
                ), 1)
            end as adjusted_p_value
        from ordered_p_values
    )
{% endmacro %}
