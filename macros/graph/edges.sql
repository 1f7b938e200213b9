{% macro _edge_rows() %}
    {#- Every arrow of the graph: the child reads, tests or depends on the parent. None while dbt parses. -#}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if node['resource_type'] in ('model', 'seed', 'snapshot', 'test') -%}
        {%- set child = node['unique_id'] -%}
        {%- for parent in (node['depends_on'] or {})['nodes'] or [] -%} {%- do rows.append((parent, child)) -%} {%- endfor -%}
    {%- endfor -%}
    {%- for node in graph.exposures.values() -%}
        {%- for parent in node['depends_on']['nodes'] -%} {%- do rows.append((parent, node['unique_id'])) -%} {%- endfor -%}
    {%- endfor -%}
    {{ return(rows | unique | list) }}
{% endmacro %}


{% macro _edge_columns() %}
    {#- The columns of flywheel__edges: {name: contract type}. -#}
    {{ return({'parent_id': 'str', 'child_id': 'str'}) }}
{% endmacro %}
