{% macro _node_rows() %}
    {#- Every model, seed, snapshot, source, exposure and test of the graph, of all packages, in the order of _node_columns(). None
        while dbt parses. There may be tens of thousands: in the loops a key is looked up as node['key'], several times faster than
        node.key, and no macro is called that need not be. -#}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set rows = [] -%}
    {%- set owners = {} -%}
    {%- for group in flywheel._groups() -%}
        {%- do owners.update({group.name: group.owner.name or group.owner.email}) -%}
    {%- endfor -%}
    {%- set tests = {} -%}
    {%- for node in graph.nodes.values() if node['resource_type'] == 'test' -%}
        {%- set depends_on = node['depends_on']['nodes'] -%}
        {%- set tested = node['attached_node'] or (depends_on[0] if depends_on else none) -%}
        {%- do tests.update({tested: tests.get(tested, 0) + 1}) -%}
        {%- set meta = node['config']['meta'] or node['meta'] -%}
        {%- set group = node['group'] or none -%}
        {%- do rows.append([
            node['unique_id'], 'test', node['name'], node['package_name'], group,
            flywheel._own_owner(meta, node) or owners.get(group) if meta else owners.get(group),
            none, none, none, true if node['description'] else false, 0, node['config']['materialized'],
            tojson(node['tags']) if node['tags'] else '[]', flywheel._json(meta) if meta else '{}', group, tested,
            node['test_metadata']['name'] if node['test_metadata'] else none, node['column_name'] or none,
            node['config']['severity'] | lower, none, none, none, none, none, none, none, none,
        ]) -%}
    {%- endfor -%}
    {%- set used = flywheel._used_nodes() -%}
    {%- for node in flywheel._graph_nodes() -%}
        {%- set config = node['config'] or {} -%}
        {%- set kind = node['resource_type'] | string -%}
        {%- set meta = config['meta'] or node['meta'] or {} -%}
        {%- set own = flywheel._own_meta(meta, node) if meta['flywheel'] else {} -%}
        {%- set promise = flywheel._promise(own) if 'slo' in own or 'slo_days' in own else {} -%}
        {%- set group = node['group'] or config['group'] or none -%}
        {%- if kind == 'exposure' -%} {%- set owner = node.owner.name or node.owner.email -%}
        {%- else -%} {%- set owner = flywheel._own_owner(meta, node) if meta else none -%} {%- endif -%}
        {%- set team = group or own['team'] or (owner if owner in owners else none) -%}
        {%- set version = node['version'] -%}
        {%- do rows.append([
            node['unique_id'], kind, node['name'], node['package_name'], group, owner or owners.get(team),
            node['access'] | string if node['access'] else none,
            true if (config['contract'] or {})['enforced'] else false if kind == 'model' else none,
            version | string if version is defined and version is not none else none,
            true if node['description'] else false,
            tests.get(node['unique_id'], 0),
            config['materialized'] or none,
            tojson(node['tags'] or config['tags'] or []),
            tojson(meta) or flywheel._json(meta),
            team, none, none, none, none,
            node['type'] | string if kind == 'exposure' else none,
            node['deprecation_date'] | string if node['deprecation_date'] else none,
            flywheel._promises_freshness(node) if kind == 'source' else none,
            true if own['data_product'] or own.get('slo') is not none else false,
            promise.get('slo'),
            promise.get('slo_days'),
            promise.get('problem'),
            node['unique_id'] in used,
        ]) -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}


{% macro _node_columns() %}
    {#- The columns of flywheel__nodes: {name: contract type}. -#}
    {{ return({
        'node_id': 'str', 'resource_type': 'str', 'name': 'str', 'package_name': 'str', 'group_name': 'str', 'owner': 'str',
        'access': 'str', 'is_contracted': 'bool', 'version': 'str', 'is_described': 'bool', 'tests': 'int',
        'materialized': 'str', 'tags': 'str', 'meta': 'str', 'team': 'str', 'tested_id': 'str', 'test_name': 'str',
        'column_name': 'str', 'severity': 'str', 'exposure_type': 'str', 'deprecation_date': 'str',
        'promises_freshness': 'bool', 'is_data_product': 'bool', 'slo': 'float', 'slo_days': 'int', 'slo_problem': 'str',
        'is_used': 'bool',
    }) }}
{% endmacro %}


{% macro _graph_nodes() %}
    {#- Models, seeds, snapshots, sources and exposures in one list; tests, analyses, operations and the like left out, and exposures that
        are not the use case of their name. -#}
    {%- set nodes = [] -%}
    {%- for node in graph.nodes.values() if node['resource_type'] in ('model', 'seed', 'snapshot') -%}
        {%- do nodes.append(node) -%}
    {%- endfor -%}
    {%- for exposure in graph.exposures.values() if exposure.type != 'ml' -%} {%- do nodes.append(exposure) -%} {%- endfor -%}
    {{ return(nodes + graph.sources.values() | list + flywheel._ml_exposures()) }}
{% endmacro %}


{% macro _own_owner(meta, node) %}
    {#- The owner that a meta names, as text, whatever it is written as: a name, a list of names, a mapping. -#}
    {%- set owner = flywheel._own_meta(meta, node).get('owner') or meta.get('owner') or none -%}
    {{ return(owner if owner is string or owner is none else flywheel._json(owner)) }}
{% endmacro %}


{% macro _promises_freshness(source) %}
    {#- Whether a source says after how long it is late. -#}
    {%- set freshness = source.freshness or {} -%}
    {{ return((freshness.get('warn_after') or {}).get('count') is not none or (freshness.get('error_after') or {}).get('count') is not none) }}
{% endmacro %}


{% macro _promise(own) %}
    {#- The slo and slo_days of a meta, each none where it is not what is wanted, and then what is wrong: {slo, slo_days, problem}. -#}
    {%- set problems = [] -%}
    {%- set slo = own.get('slo') -%}
    {%- if slo is not none and (slo is not number or slo is boolean or not 0 < slo <= 1) -%}
        {%- do problems.append("its slo is " ~ tojson(slo) ~ ", wanted a share above 0 and at most 1") -%}
    {%- endif -%}
    {%- set days = own.get('slo_days') -%}
    {%- if days is not none and not flywheel._is_whole(days) -%}
        {%- do problems.append("its slo_days is " ~ tojson(days) ~ ", wanted a whole number above 0") -%}
    {%- endif -%}
    {{ return({
        'slo': slo if slo is number and slo is not boolean else none,
        'slo_days': days | int if flywheel._is_whole(days) else none,
        'problem': problems | join('; ') or none,
    }) }}
{% endmacro %}


{% macro _is_whole(value) %}
    {#- Whether a value of a meta counts something: a whole number above 0. -#}
    {{ return(value is number and value is not boolean and value > 0 and value == value | int) }}
{% endmacro %}
