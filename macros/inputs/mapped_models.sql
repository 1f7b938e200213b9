{% macro _mapped_models(name) %}
    {#- The names of the models behind an input: what the user mapped, else a connector that is switched on, else none.
        A name may be written package.model. -#}
    {%- set mapped = var('flywheel_inputs', {}).get(name) or flywheel._connected_model(name) or [] -%}
    {{ return([mapped] if mapped is string else mapped) }}
{% endmacro %}


{% macro _connected_model(name) %}
    {#- The connector's model for an input, where the var that switches the connector on is set. -#}
    {%- set connectors = {
        'training_runs': ('flywheel_mlflow_schema', 'flywheel__mlflow_training_runs'),
        'deployments': ('flywheel_mlflow_schema', 'flywheel__mlflow_deployments'),
    } -%}
    {%- if name in connectors and var(connectors[name][0], none) -%}
        {{ return(connectors[name][1]) }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
