{% macro _criterion_can_roll_back(candidates) %}
    {#- Whether there is another version to go back to. -#}
    {%- set another = 'releases.versions > 1 or (releases.versions = 1 and candidates.version is null)' -%}
    select
        candidates.use_case,
        candidates.candidate,
        candidates.version,
        'can_roll_back' as criterion,
        case when {{ another }} then 'pass' else 'warn' end as verdict,
        case
            when {{ another }} then 'There is another version to go back to.'
            else 'There is no other version to go back to.'
        end as reason
    from {{ candidates }} as candidates
    left join (
        select
            use_case,
            count(distinct version) as versions
        from {{ ref('flywheel__releases') }}
        group by use_case
    ) as releases
        on candidates.use_case = releases.use_case
{% endmacro %}
