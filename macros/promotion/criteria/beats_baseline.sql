{% macro _criterion_beats_baseline(candidates) %}
    {#- Whether a candidate beats the naive baseline by more than chance, in the metric of the use case. -#}
    select
        use_case,
        candidate,
        version,
        'beats_baseline' as criterion,
        case
            when is_baseline and is_recommended then 'pass'
            when beats_baseline then 'pass'
            when not beats_baseline then 'fail'
            else 'not_assessed'
        end as verdict,
        leaderboard_reason as reason
    from {{ candidates }}
{% endmacro %}
