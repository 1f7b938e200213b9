{% test no_training_serving_skew(
    model, training=none, columns=none, keys=[], training_where=none, time_column=none, days=7, tolerance=0.000001,
    max_mismatched=0.01, statistic='psi', min_effect=0.1, false_alarm_rate=0.01, sample_rows=500000, edge_rows=100000
) %}
    {{ flywheel.skewed_columns(
        model, training, columns, keys, training_where, time_column, days, tolerance, max_mismatched, statistic, min_effect,
        false_alarm_rate, sample_rows, edge_rows
    ) }}
{% endtest %}
