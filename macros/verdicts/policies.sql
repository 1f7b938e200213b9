{% macro policies() %}
    {#- One row per metric that has settings of its own, in the meta of the model that holds it. -#}
    {%- set columns = {'from_model': 'str', 'metric': 'str'} -%}
    {%- do columns.update(flywheel._policy_columns()) -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- set holders = flywheel._measurement_models() + flywheel._mapped_models('kpi_values') -%}
        {%- for node in graph.nodes.values() if node.name in holders and node.resource_type in ('model', 'seed', 'snapshot') -%}
            {%- set meta = flywheel._flywheel_meta(node) -%}
            {%- for metric, settings in meta.get('metrics', {}).items() -%}
                {%- set policy = flywheel._policy(settings, "metric '" ~ metric ~ "' of model '" ~ node.name ~ "'") -%}
                {%- do policy.update({'owner': policy.owner or meta.get('owner') or node.get('group')}) -%}
                {%- do rows.append([node.name, metric] + policy.values() | list) -%}
            {%- endfor -%}
            {#- what the model says for all of its metrics -#}
            {%- set policy = flywheel._policy({}, '') -%}
            {%- do policy.update({'owner': meta.get('owner') or node.get('group')}) -%}
            {%- do rows.append([node.name, none] + policy.values() | list) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, columns) }}
{% endmacro %}


{% macro _measurement_models() %}
    {#- The models named in the var flywheel_measurements. -#}
    {%- set models = var('flywheel_measurements', []) -%}
    {{ return([models] if models is string else models) }}
{% endmacro %}
