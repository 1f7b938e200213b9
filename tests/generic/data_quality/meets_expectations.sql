{% test meets_expectations(model, columns={}, rows=[], table={}, partition=none, new_data_only=none) %}
    {%- if flywheel._warns_only(columns, rows, table) -%}
        {{ config(error_if="!= 0 and count(case when severity = 'error' then 1 end) != 0") }}
    {%- endif -%}
    {{ flywheel.broken_expectations(model, columns, rows, table, partition, new_data_only) }}
{% endtest %}
