{% test guide_score_at_least(model, score, use_cases=none) %}
    {{ flywheel.low_guide_scores(model, score, use_cases) }}
{% endtest %}
