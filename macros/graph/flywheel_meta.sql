{% macro _flywheel_meta(node) %}
    {#- What a node of the graph says under meta.flywheel, whether its meta stands under config or beside it. -#}
    {%- set meta = {} -%}
    {%- do meta.update((node.get('meta') or {}).get('flywheel') or {}) -%}
    {%- do meta.update(((node.get('config') or {}).get('meta') or {}).get('flywheel') or {}) -%}
    {{ return(meta) }}
{% endmacro %}
