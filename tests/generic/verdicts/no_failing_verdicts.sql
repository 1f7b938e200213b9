{% test no_failing_verdicts(model, periods=1) %}
    -- what reads the verdicts comes first: dbt skips what comes after a failing test, just when it is wanted
    -- depends_on: {{ ref('flywheel__incidents') }}
    -- depends_on: {{ ref('flywheel__promotion') }}
    {{ flywheel.failing_verdicts(model, periods) }}
{% endtest %}
