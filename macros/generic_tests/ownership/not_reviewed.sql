{% macro not_reviewed(collaboration, kind='kpi_review', days=none, use_cases=none) %}
    {#- The use cases whose people did not meet as they promised, or within the days that are given. -#}
    {%- set kinds = ['kpi_review', 'sign_off', 'retro', 'incident_review'] -%}
    {%- if kind not in kinds -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: reviewed_recently: kind is '" ~ kind ~ "', wanted one of " ~ kinds | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {%- if days is not none and (days is not number or days is boolean or days < 0) -%}
        {{ exceptions.raise_compiler_error("flywheel: reviewed_recently: days is '" ~ days ~ "', wanted a number from 0 up.") }}
    {%- endif -%}
    select
        use_case,
        kind,
        promised_days,
        last_held_at,
        days_since,
        reason,
        coalesce(remedy, 'Hold the next one, and put it on record in the input reviews') as remedy
    from {{ collaboration }}
    where
        kind = '{{ kind }}'
        and {{ 'verdict = \'fail\'' if days is none else 'coalesce(days_since > ' ~ days ~ ', true)' }}
        {{ flywheel._among_use_cases(use_cases, 'reviewed_recently') }}
{% endmacro %}
