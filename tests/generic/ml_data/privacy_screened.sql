{% test privacy_screened(model, column_name=none, columns=none, kinds=none, max_share=0) %}
    {{ flywheel.private_values(model, column_name, columns, kinds, max_share) }}
{% endtest %}
