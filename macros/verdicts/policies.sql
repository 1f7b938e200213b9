{% macro policies() %}
    {#- One row per metric that has settings of its own, in the meta of the model that holds it. -#}
    {{ flywheel._policies_relation(flywheel._policies_in_use()) }}
{% endmacro %}


{% macro _policies_in_use() %}
    {#- Every policy that some model which holds metrics gives, as a list of mappings. Empty until the graph is there. -#}
    {%- set policies = [] -%}
    {%- if execute -%}
        {%- set holders = [] -%}
        {%- for model in flywheel._measurement_models() + flywheel._mapped_models('kpi_values') -%}
            {%- do holders.append(model.split('.')[-1]) -%}
        {%- endfor -%}
        {%- for node in graph.nodes.values() if node.name in holders and node.resource_type in ('model', 'seed', 'snapshot') -%}
            {%- do policies.extend(flywheel._policies_of(node, node.name)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(policies) }}
{% endmacro %}


{% macro _policies_of(node, from_model, settings={}) %}
    {#- One policy per metric that the meta of a node knows, and one, with metric none, for all others. `settings` win. -#}
    {%- set meta = flywheel._flywheel_meta(node) -%}
    {%- set owner = meta.get('owner') or node.get('group') -%}
    {%- set policies = [] -%}
    {%- set metrics = meta.get('metrics') or {} -%}
    {%- if metrics is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the metrics in the meta of model '" ~ node.name ~ "' are " ~ metrics
            ~ ", wanted settings by metric, as in {on_time_rate: {direction: down}}."
        ) }}
    {%- endif -%}
    {%- for metric, own in [(none, {})] + metrics.items() | list -%}
        {%- set holder = "metric '" ~ metric ~ "' of model '" ~ node.name ~ "'" -%}
        {%- set policy = flywheel._policy(dict(flywheel._checked_policy(own or {}, holder), **settings), holder) -%}
        {%- do policy.update({'from_model': from_model, 'metric': metric, 'owner': policy.owner or owner}) -%}
        {%- do policies.append(policy) -%}
    {%- endfor -%}
    {{ return(policies) }}
{% endmacro %}


{% macro _policies_relation(policies) %}
    {#- Policies as a relation with the columns of flywheel__policies. -#}
    {%- set rows = [] -%}
    {%- for policy in policies -%}
        {%- set row = [policy.from_model, policy.metric] -%}
        {%- for setting in flywheel.policy_settings() -%} {%- do row.append(policy[setting]) -%} {%- endfor -%}
        {%- do rows.append(row) -%}
    {%- endfor -%}
    {{ flywheel._rows(rows, flywheel._policies_columns()) }}
{% endmacro %}


{% macro _policies_columns() %}
    {{ return(dict({'from_model': 'str', 'metric': 'str'}, **flywheel._policy_columns())) }}
{% endmacro %}


{% macro _measurement_models() %}
    {#- The models named in the vars flywheel_measurements and flywheel_drift, each once. -#}
    {%- set models = var('flywheel_measurements', []) -%}
    {{ return((([models] if models is string else models) + flywheel._drift_models()) | unique | list) }}
{% endmacro %}


{% macro _drift_models() %}
    {#- The models named in the var flywheel_drift. -#}
    {%- set models = var('flywheel_drift', []) -%}
    {{ return([models] if models is string else models) }}
{% endmacro %}
