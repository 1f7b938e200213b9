{% macro _contract_type(family) %}
    {#- The engine's own name for a contract type. -#}
    {%- set types = {
        'str': dbt.type_string(),
        'int': dbt.type_bigint(),
        'float': flywheel._type_double(),
        'bool': dbt.type_boolean(),
        'ts': dbt.type_timestamp(),
        'date': 'date',
    } -%}
    {{ return(types[family]) }}
{% endmacro %}
