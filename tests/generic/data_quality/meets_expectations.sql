{% test meets_expectations(model, columns={}, rows=[], table={}, partition=none, new_data_only=none, column_name=none) %}
    {%- if not execute -%} {%- do flywheel._configure_expectations(column_name, columns, rows, table) -%} {%- endif -%}
    {{ flywheel.broken_expectations(model, columns, rows, table, partition, new_data_only) }}
{% endtest %}
