{% test meets_expectations(model, columns={}, rows=[], table={}, partition=none, new_data_only=none, column_name=none) %}
    {%- if column_name is not none -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations was set on the column '" ~ column_name ~ "', wanted it on the model, with columns: {"
            ~ column_name ~ ": {not_null: true}}."
        ) }}
    {%- endif -%}
    {%- if "'severity': 'warn'" in [columns, rows, table] | string -%}
        {#- what is only to be told of does not fail the build -#}
        {{ config(error_if="!= 0 and count(case when severity = 'error' then 1 end) != 0") }}
    {%- endif -%}
    {{ flywheel.broken_expectations(model, columns, rows, table, partition, new_data_only) }}
{% endtest %}
