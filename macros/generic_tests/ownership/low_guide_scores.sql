{% macro low_guide_scores(guide_scores, score, use_cases=none) %}
    {#- The use cases whose score by the guide is not good enough. -#}
    {%- if score is not number or score is boolean or score < 0 -%}
        {{ exceptions.raise_compiler_error("flywheel: guide_score_at_least: score is '" ~ score ~ "', wanted a number from 0 up.") }}
    {%- endif -%}
    select
        use_case,
        score,
        band,
        lowest_section,
        next_criterion,
        next_step
    from {{ guide_scores }}
    where
        score < {{ score }}
        {{ flywheel._among_use_cases(use_cases, 'guide_score_at_least') }}
{% endmacro %}
