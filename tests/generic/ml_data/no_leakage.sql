{% test no_leakage(
    model, split=none, other=none, entity=none, same_row=none, exclude=[], max_shared=0,
    feature_time=none, prediction_time=none, label=none, positive=none, features=none, max_auc=0.95
) %}
    {{ flywheel.leaks(
        model, split, other, entity, same_row, exclude, max_shared, feature_time, prediction_time, label, positive, features, max_auc
    ) }}
{% endtest %}
