{% macro live_versions_not_promotable(model, criteria=[]) %}
    {#- The criteria of promotion that a live version fails. -#}
    {%- set known = [
        'beats_baseline', 'simplest_adequate', 'no_weak_slice', 'calibrated', 'data_healthy', 'causal_evidence', 'observed', 'owned',
        'can_roll_back',
    ] -%}
    {%- set wanted = [criteria] if criteria is string else criteria -%}
    {%- for criterion in wanted if criterion not in known -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: live_versions_promotable: criteria has '" ~ criterion ~ "', wanted some of " ~ known | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    select
        criteria.use_case,
        criteria.candidate,
        criteria.version,
        criteria.criterion,
        criteria.reason
    from {{ model }} as criteria
    inner join (
        select use_case, candidate from {{ ref('flywheel__promotion') }}
        where is_live
    ) as live
        on criteria.use_case = live.use_case and criteria.candidate = live.candidate
    where
        criteria.verdict = 'fail'
        {%- if wanted %}
        and criteria.criterion in ('{{ wanted | join("', '") }}')
        {%- endif %}
{% endmacro %}
