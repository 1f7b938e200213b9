{% test no_drift(
    model, reference=none, columns=none, reference_where=none, time_column=none, days=7, reference_days=28, statistic='psi',
    min_effect=0.1, false_alarm_rate=0.01, sample_rows=500000, edge_rows=100000, bins=none
) %}
    {{ flywheel.drifted_columns(
        model, reference, columns, reference_where, time_column, days, reference_days, statistic, min_effect, false_alarm_rate,
        sample_rows, edge_rows, bins
    ) }}
{% endtest %}
