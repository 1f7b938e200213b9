{% macro _flywheel_meta(node) %}
    {#- What a node of the graph says under meta.flywheel, whether its meta stands under config or beside it. -#}
    {%- set meta = {} -%}
    {%- for place in [node.get('meta') or {}, (node.get('config') or {}).get('meta') or {}] if place.get('flywheel') -%}
        {%- do meta.update(flywheel._own_meta(place, node)) -%}
    {%- endfor -%}
    {{ return(meta) }}
{% endmacro %}


{% macro _own_meta(meta, node) %}
    {#- What stands under flywheel in the meta of a node. -#}
    {%- set own = meta.get('flywheel') or {} -%}
    {%- if own is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meta.flywheel of " ~ node.get('unique_id') ~ " is " ~ own ~ "; wanted a mapping, as in flywheel: {team: platform}."
        ) }}
    {%- endif -%}
    {{ return(own) }}
{% endmacro %}
