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
    {#- The groups of the graph; none while parsing. -#}
    {{ return(graph.groups.values() | list if execute and graph.groups else []) }}
{% endmacro %}
