{% macro _is_stored(relation) %}
    {#- Whether a tested relation is a table of this project, without a filter: reading it twice costs no more than reading it. -#}
    {%- set node = flywheel._tested_node() -%}
    {{ return(
        relation is not string
        and node.get('config', {}).get('materialized') in ('table', 'incremental', 'seed', 'snapshot')
    ) }}
{% endmacro %}
