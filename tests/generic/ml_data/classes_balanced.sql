{% test classes_balanced(model, column_name, min_share=0.01, max_ratio=none, classes=none) %}
    {{ flywheel.unbalanced_classes(model, column_name, min_share, max_ratio, classes) }}
{% endtest %}
