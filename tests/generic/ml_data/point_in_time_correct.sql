{% test point_in_time_correct(
    model, column_name=none, feature_time=none, prediction_time=none, history=none, entity=[], valid_from=none, delay_hours=0,
    tolerance_hours=0
) %}
    {{ flywheel.wrong_points_in_time(
        model, feature_time or column_name, prediction_time, history, entity, valid_from, delay_hours, tolerance_hours
    ) }}
{% endtest %}
