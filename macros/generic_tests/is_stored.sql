{% macro _is_stored(relation) %}
    {#- Whether a tested relation is a table of this project, without a filter: reading it twice costs no more than reading it. -#}
    {%- set node = graph.nodes.get(model.attached_node) if execute else none -%}
    {{ return(
        relation is not string and node is not none and node.config.materialized in ('table', 'incremental', 'seed', 'snapshot')
    ) }}
{% endmacro %}
