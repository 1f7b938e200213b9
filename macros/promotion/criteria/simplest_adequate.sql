{% macro _criterion_simplest_adequate(candidates) %}
    {#- Whether a candidate is the one that the leaderboard recommends. -#}
    select
        use_case,
        candidate,
        version,
        'simplest_adequate' as criterion,
        case
            when is_recommended then 'pass'
            when baseline_value is null then 'not_assessed'
            when beats_baseline then 'warn'
            when not beats_baseline then 'fail'
            else 'not_assessed'
        end as verdict,
        case
            when is_recommended then 'It is the one that the leaderboard recommends.'
            else 'The leaderboard recommends another: ' || leaderboard_reason
        end as reason
    from {{ candidates }}
{% endmacro %}
