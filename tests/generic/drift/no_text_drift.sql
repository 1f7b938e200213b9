{% test no_text_drift(
    model, column_name, reference=none, reference_where=none, time_column=none, days=7, reference_days=28, min_effect=0.1,
    false_alarm_rate=0.01, sample_rows=100000
) %}
    {{ flywheel.drifted_text(
        model, column_name, reference, reference_where, time_column, days, reference_days, min_effect, false_alarm_rate, sample_rows
    ) }}
{% endtest %}
