{% macro _contract_column_rows() %}
    {#- Every column of every enforced contract, with its type. None while dbt parses. -#}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if node['resource_type'] == 'model' -%}
        {%- if (node['config']['contract'] or {})['enforced'] -%}
            {%- for column in node['columns'].values() -%}
                {%- do rows.append([node['unique_id'], column.name | lower, column.data_type | lower]) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}


{% macro _contract_column_columns() %}
    {#- The columns of flywheel__contract_columns: {name: contract type}. -#}
    {{ return({'node_id': 'str', 'column_name': 'str', 'data_type': 'str'}) }}
{% endmacro %}
