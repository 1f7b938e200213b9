{% macro _contract_type(family) %}
    {#- The engine's own name for a contract type. Asked for hundreds of times in a parse, so that only the type wanted is looked up. -#}
    {%- if family == 'str' -%} {{ return(dbt.type_string()) }}
    {%- elif family == 'int' -%} {{ return(dbt.type_bigint()) }}
    {%- elif family == 'float' -%} {{ return(flywheel._type_double()) }}
    {%- elif family == 'bool' -%} {{ return(dbt.type_boolean()) }}
    {%- elif family == 'ts' -%} {{ return(dbt.type_timestamp()) }}
    {%- elif family == 'date' -%} {{ return('date') }}
    {%- endif -%}
{% endmacro %}
