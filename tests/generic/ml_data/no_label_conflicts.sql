{% test no_label_conflicts(model, column_name, features=none, exclude=[], max_share=0) %}
    {{ flywheel.label_conflicts(model, column_name, features, exclude, max_share) }}
{% endtest %}
