{% macro nodes() %}
    {#- Every model, seed, snapshot, source, exposure and test of the graph, of all packages. -#}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- set owners = {} -%}
        {%- for group in flywheel._groups() -%}
            {%- do owners.update({group.name: group.owner.name or group.owner.email}) -%}
        {%- endfor -%}
        {%- set tests = {} -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'test' -%}
            {%- set tested = node.get('attached_node') or (node.depends_on.nodes | first) -%}
            {%- do tests.update({tested: tests.get(tested, 0) + 1}) -%}
        {%- endfor -%}
        {%- for node in flywheel._graph_nodes() -%}
            {%- set config = node.get('config') or {} -%}
            {%- set meta = config.get('meta') or node.get('meta') or {} -%}
            {%- set group = node.get('group') or config.get('group') -%}
            {%- set owner = (meta.get('flywheel') or {}).get('owner') or meta.get('owner') -%}
            {%- if node.resource_type == 'exposure' -%} {%- set owner = node.owner.name or node.owner.email -%} {%- endif -%}
            {%- do rows.append([
                node.unique_id,
                node.resource_type | string,
                node.name,
                node.package_name,
                group,
                (owner if owner is string or owner is none else tojson(owner)) or owners.get(group),
                node.get('access') | string if node.get('access') else none,
                ((config.get('contract') or {}).get('enforced') or false) if node.resource_type == 'model' else none,
                node.version | string if node.get('version') is not none else none,
                true if node.get('description') else false,
                tests.get(node.unique_id, 0),
                config.get('materialized'),
                tojson(node.get('tags') or config.get('tags') or []),
                tojson(meta),
            ]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, {
        'node_id': 'str', 'resource_type': 'str', 'name': 'str', 'package_name': 'str', 'group_name': 'str', 'owner': 'str',
        'access': 'str', 'is_contracted': 'bool', 'version': 'str', 'is_described': 'bool', 'tests': 'int',
        'materialized': 'str', 'tags': 'str', 'meta': 'str',
    }) }}
{% endmacro %}


{% macro _graph_nodes() %}
    {#- Nodes, sources and exposures in one list; analyses, operations and the like left out. -#}
    {%- set nodes = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed', 'snapshot', 'test') -%}
        {%- do nodes.append(node) -%}
    {%- endfor -%}
    {{ return(nodes + graph.sources.values() | list + graph.exposures.values() | list) }}
{% endmacro %}
