{% macro _late_labels_problem(test, has_delay) %}
    {#- What arrives late and is judged at once: labels by nature, and sources whose freshness says how late they may be. -#}
    {%- if has_delay -%} {{ return(none) }} {%- endif -%}
    {%- set labels = [] -%}
    {%- for name in ['outcomes', 'label_votes', 'gold_labels'] -%}
        {%- for model in flywheel._mapped_models(name) -%} {%- do labels.append(model.split('.')[-1]) -%} {%- endfor -%}
    {%- endfor -%}
    {%- set late = namespace(label=none, source=none) -%}
    {%- for id in flywheel._ancestors(test) -%}
        {%- set node = graph.nodes.get(id) or graph.sources.get(id) or {} -%}
        {%- set freshness = node.get('freshness') or {} -%}
        {%- if node.get('name') in labels and node.get('resource_type') != 'source' -%}
            {%- set late.label = node.name -%}
        {%- elif node.get('resource_type') == 'source' and (freshness.get('warn_after') or {}).get('count') -%}
            {%- set late.source = node.name ~ ' may come ' ~ freshness.warn_after.count ~ ' ' ~ freshness.warn_after.period ~ 's late' -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if late.label -%}
        {{ return(
            'it rests on the labels of ' ~ late.label
            ~ ', which arrive late, and has no delay: the newest periods are judged before their labels are there'
        ) }}
    {%- elif late.source -%}
        {{ return('it has no delay, but by its freshness the source ' ~ late.source) }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}


{% macro _ancestors(node) %}
    {#- The ids of everything that a node rests on, itself left out: its parents, theirs, and so on. -#}
    {%- set seen = {} -%}
    {%- set level = namespace(nodes=[node]) -%}
    {%- for _ in range(10000) if level.nodes -%}
        {%- set parents = [] -%}
        {%- for child in level.nodes -%}
            {%- for id in (child.get('depends_on') or {}).get('nodes') or [] if id not in seen -%}
                {%- do seen.update({id: true}) -%}
                {%- do parents.append(graph.nodes.get(id) or {}) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set level.nodes = parents -%}
    {%- endfor -%}
    {{ return(seen.keys() | list) }}
{% endmacro %}
