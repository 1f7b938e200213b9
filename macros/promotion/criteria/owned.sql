{% macro _criterion_owned(candidates) %}
    {#- Whether the use case has an owner. -#}
    select
        use_case,
        candidate,
        version,
        'owned' as criterion,
        case when owner is null then 'fail' else 'pass' end as verdict,
        case when owner is null then 'The use case has no owner.' else 'It is owned by ' || owner || '.' end as reason
    from {{ candidates }}
{% endmacro %}
