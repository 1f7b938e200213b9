{% test keys_join(model, column_name=none, to=none, field=none, min=1, segments=[]) %}
    {{ flywheel.unjoined_keys(model, column_name, to, field, min, segments) }}
{% endtest %}
