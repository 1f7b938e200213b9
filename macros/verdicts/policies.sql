{% macro policies() %}
    {#- One row per metric that has settings of its own, in the meta of the model that holds it. -#}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- set holders = [] -%}
        {%- for model in flywheel._measurement_models() + flywheel._mapped_models('kpi_values') -%}
            {%- do holders.append(model.split('.')[-1]) -%}
        {%- endfor -%}
        {%- for node in graph.nodes.values() if node.name in holders and node.resource_type in ('model', 'seed', 'snapshot') -%}
            {%- do rows.extend(flywheel._policy_rows(node, node.name)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, flywheel._policies_columns()) }}
{% endmacro %}


{% macro _policies_columns() %}
    {%- set columns = {'from_model': 'str', 'metric': 'str'} -%}
    {%- do columns.update(flywheel._policy_columns()) -%}
    {{ return(columns) }}
{% endmacro %}


{% macro _policy_rows(node, from_model, settings={}) %}
    {#- One row per metric that the meta of a node knows, and one, with metric null, for all others. `settings` win. -#}
    {%- set meta = flywheel._flywheel_meta(node) -%}
    {%- set owner = meta.get('owner') or node.get('group') -%}
    {%- set rows = [] -%}
    {%- for metric, own in [(none, {})] + (meta.get('metrics') or {}).items() | list -%}
        {%- set own = dict(own or {}, **settings) -%}
        {%- set policy = flywheel._policy(own, "metric '" ~ metric ~ "' of model '" ~ node.name ~ "'") -%}
        {%- do policy.update({'owner': policy.owner or owner}) -%}
        {%- do rows.append([from_model, metric] + policy.values() | list) -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}


{% macro _measurement_models() %}
    {#- The models named in the var flywheel_measurements. -#}
    {%- set models = var('flywheel_measurements', []) -%}
    {{ return([models] if models is string else models) }}
{% endmacro %}
