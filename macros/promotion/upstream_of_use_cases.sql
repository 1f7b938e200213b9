{% macro _upstream_of_use_cases() %}
    {#- Every model, seed, snapshot and source that a use case rests on, by name, and whatever reads one of them in order to measure it:
        one row per use case and name. -#}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- set nodes = {} -%}
        {%- for node in flywheel._graph_nodes() if node.resource_type != 'test' -%} {%- do nodes.update({node.unique_id: node}) -%} {%- endfor -%}
        {%- set measuring = [] -%}
        {%- for model in flywheel._measurement_models() -%} {%- do measuring.append(model.split('.')[-1]) -%} {%- endfor -%}
        {%- for exposure in flywheel._ml_exposures() -%}
            {%- set found = {} -%}
            {%- set frontier = namespace(ids=(exposure.get('depends_on') or {}).get('nodes', [])) -%}
            {%- for step in range(nodes | length) if frontier.ids -%}
                {%- set next = {} -%}
                {%- for id in frontier.ids if id in nodes and id not in found -%}
                    {%- do found.update({id: true}) -%}
                    {%- for parent in (nodes[id].get('depends_on') or {}).get('nodes', []) -%} {%- do next.update({parent: true}) -%} {%- endfor -%}
                {%- endfor -%}
                {%- set frontier.ids = next.keys() | list -%}
            {%- endfor -%}
            {%- for id in found -%} {%- do rows.append([exposure.name, nodes[id].name]) -%} {%- endfor -%}
            {%- for id, node in nodes.items() if node.name in measuring and id not in found -%}
                {%- if (node.get('depends_on') or {}).get('nodes', []) | select('in', found) | list -%}
                    {%- do rows.append([exposure.name, node.name]) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, {'use_case': 'str', 'from_model': 'str'}) }}
{% endmacro %}
