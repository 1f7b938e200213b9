{% test no_failing_verdicts(model, periods=1) %}
    -- the incidents come first: dbt skips what comes after a failing test, just when it is wanted
    -- depends_on: {{ ref('flywheel__incidents') }}
    {{ flywheel.failing_verdicts(model, periods) }}
{% endtest %}
