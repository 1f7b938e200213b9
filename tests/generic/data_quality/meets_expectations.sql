{% test meets_expectations(model, columns={}, rows=[], table={}, partition=none, new_data_only=none) %}
    {%- if '"severity": "warn"' in tojson([columns, rows, table]) -%}
        {#- what is only to be told of does not fail the build -#}
        {{ config(error_if="!= 0 and count(case when severity = 'error' then 1 end) != 0") }}
    {%- endif -%}
    {{ flywheel.broken_expectations(model, columns, rows, table, partition, new_data_only) }}
{% endtest %}
