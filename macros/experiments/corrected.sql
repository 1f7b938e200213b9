{% macro _corrected(relation) %}
    {#- `adjusted_p_value`: judged_p_value corrected for the `comparisons` of one experiment, over its variants, KPIs and segments, after Holm (1979),
        which bounds the chance of one false finding, or Benjamini and Hochberg (1995), which bounds the share of false ones among the
        findings. Null where judged_p_value is, and that one is no comparison. Common table expressions; the last is `corrected`. -#}
    {%- set correction = var('flywheel_experiment_correction', 'holm') -%}
    {%- if correction not in ['holm', 'benjamini_hochberg'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_experiment_correction is '" ~ correction ~ "'; wanted holm or benjamini_hochberg."
        ) }}
    {%- endif -%}
    ordered_p_values {{ flywheel._as_step() }} (
        select
            *,
            count(judged_p_value) over (partition by experiment) as comparisons,
            row_number() over (
                partition by experiment
                order by case when judged_p_value is null then 1 else 0 end, judged_p_value, kpi, part, variant
            ) as place
        from {{ relation }}
    ),

    corrected {{ flywheel._as_step() }} (
        select
            *,
            case when judged_p_value is not null then
                {%- if correction == 'holm' %}
                least(max(judged_p_value * (comparisons - place + 1)) over (
                    partition by experiment order by place rows unbounded preceding
                ), 1)
                {%- else %}
                least(min(judged_p_value * comparisons / place) over (
                    partition by experiment order by place desc rows unbounded preceding
                ), 1)
                {%- endif %}
            end as adjusted_p_value
        from ordered_p_values
    )
{% endmacro %}
