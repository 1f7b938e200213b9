{% macro _ancestor_rows() %}
    {#- Everything that a use case rests on, with the longest chain from it to there. None while dbt parses. In Jinja, because engines
        differ in what a recursive query may be, and those without `union` in it walk every path, of which there are too many. -#}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set rows = [] -%}
    {%- set lineage = flywheel._lineage() -%}
    {%- set parents = lineage.parents -%}
    {%- for exposure in flywheel._ml_exposures() -%}
        {%- set depths = {exposure.unique_id: 0} -%}
        {#- the condition is asked as the loop goes, so that it sees what was put there -#}
        {%- for node in lineage.order if node in depths -%}
            {%- set depth = depths[node] + 1 -%}
            {%- for parent in parents[node] if depths.get(parent, 0) < depth -%} {%- do depths.update({parent: depth}) -%} {%- endfor -%}
        {%- endfor -%}
        {%- for node, depth in depths.items() if depth -%} {%- do rows.append([exposure.name, node, depth]) -%} {%- endfor -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}


{% macro _ancestor_columns() %}
    {#- The columns of flywheel__ancestors: {name: contract type}. -#}
    {{ return({'use_case': 'str', 'node_id': 'str', 'depth': 'int'}) }}
{% endmacro %}


{% macro _used_nodes() %}
    {#- {node id: true} of what comes to something: an exposure, a data product or this package reads it, at the end of a chain if not
        directly. -#}
    {%- set used = {} -%}
    {%- for node in flywheel._graph_nodes() -%}
        {%- set own = ((node['config'] or {})['meta'] or {})['flywheel'] or {} -%}
        {%- if node['package_name'] == 'flywheel' or node['resource_type'] == 'exposure'
            or own['data_product'] or own['slo'] | default(none) is not none -%}
            {%- do used.update({node['unique_id']: true}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set lineage = flywheel._lineage() -%}
    {%- set parents = lineage.parents -%}
    {%- for node in lineage.order if node in used -%}
        {%- for parent in parents[node] -%} {%- do used.update({parent: true}) -%} {%- endfor -%}
    {%- endfor -%}
    {{ return(used) }}
{% endmacro %}
