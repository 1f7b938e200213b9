{% test meets_expectations(model, columns={}, rows=[], table={}) %}
    {{ flywheel.broken_expectations(model, columns, rows, table) }}
{% endtest %}
