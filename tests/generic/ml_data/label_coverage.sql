{% test label_coverage(model, column_name, min=0.9, segments=[]) %}
    {{ flywheel.missing_labels(model, column_name, min, segments) }}
{% endtest %}
