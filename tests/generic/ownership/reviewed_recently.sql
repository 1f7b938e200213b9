{% test reviewed_recently(model, kind='kpi_review', days=none, use_cases=none) %}
    {{ flywheel.not_reviewed(model, kind, days, use_cases) }}
{% endtest %}
