{% macro _tested_node() %}
    {#- The model or source that a generic test is on, from the graph; only a name while dbt parses. Here, where no argument hides
        it, `model` is the test's own node. -#}
    {%- if execute -%}
        {%- if model.get('attached_node') in graph.nodes -%} {{ return(graph.nodes[model.attached_node]) }} {%- endif -%}
        {%- for node_id in model.depends_on.nodes if node_id in graph.sources -%} {{ return(graph.sources[node_id]) }} {%- endfor -%}
    {%- endif -%}
    {{ return({'name': 'tested'}) }}
{% endmacro %}
