{% macro edges() %}
    {#- Every arrow of the graph: the child reads, tests or depends on the parent. -#}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for node in flywheel._graph_nodes() -%}
            {%- for parent in (node.get('depends_on') or {}).get('nodes', []) | unique -%}
                {%- do rows.append([parent, node.unique_id]) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, {'parent_id': 'str', 'child_id': 'str'}) }}
{% endmacro %}
