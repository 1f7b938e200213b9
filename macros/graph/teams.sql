{% macro teams() %}
    {#- Every dbt group, with what it says under meta.flywheel. -#}
    {%- set rows = [] -%}
    {%- for group in flywheel._groups() -%}
        {%- set meta = flywheel._flywheel_meta(group) -%}
        {%- do rows.append([
            group.name, meta.get('kind'), group.owner.name, group.owner.email, meta.get('channel'), group.get('description'),
        ]) -%}
    {%- endfor -%}
    {{ flywheel._rows(rows, {
        'team': 'str', 'kind': 'str', 'owner_name': 'str', 'owner_email': 'str', 'channel': 'str', 'description': 'str',
    }) }}
{% endmacro %}


{% macro _groups() %}
    {#- The groups of the graph, each a team by its name; none while parsing. Of two packages' groups of one name, that of the project
        itself counts, else the first. -#}
    {%- set by_name = {} -%}
    {%- set groups = graph.groups.values() if execute and graph.groups else [] -%}
    {%- for group in groups if group.name not in by_name or group.package_name == project_name -%}
        {%- do by_name.update({group.name: group}) -%}
    {%- endfor -%}
    {{ return(by_name.values() | list) }}
{% endmacro %}
