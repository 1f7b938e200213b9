{% macro _lineage() %}
    {#- What depends on what, tests left out: {order: node ids, each child before its parents, parents: {node id: its parents}}. -#}
    {%- set parents = {} -%}
    {%- set children = {} -%}
    {%- for node in flywheel._graph_nodes() -%}
        {%- set own = (node['depends_on'] or {})['nodes'] | default([]) | unique | list -%}
        {%- do parents.update({node['unique_id']: own}) -%}
        {%- for parent in own -%} {%- do children.update({parent: children.get(parent, 0) + 1}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- set order = parents.keys() | reject('in', children) | list -%}
    {%- for node in order -%}
        {#- the list grows while it is read: a parent follows once all of its children are there (Kahn 1962) -#}
        {%- for parent in parents[node] if parent in parents -%}
            {%- do children.update({parent: children[parent] - 1}) -%}
            {%- if children[parent] == 0 -%} {%- do order.append(parent) -%} {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return({'order': order, 'parents': parents}) }}
{% endmacro %}
