{% macro _mapped_models(name) %}
    {#- The names of the models behind an input: what the user mapped, else a connector that is switched on, else none.
        A name may be written package.model. -#}
    {%- set mapped = var('flywheel_inputs', {}).get(name) or flywheel._connected_model(name) or [] -%}
    {{ return([mapped] if mapped is string else mapped) }}
{% endmacro %}


{% macro _connected_model(name) %}
    {#- The connector's model for an input, where the connector is on: MLflow by its var; test results are kept by whoever collects
        them, Elementary or flywheel. -#}
    {%- if var('flywheel_mlflow_schema', none) and name in ('training_runs', 'deployments') -%}
        {{ return('flywheel.flywheel__mlflow_' ~ name) }}
    {%- elif name == 'test_results' -%}
        {{ return('flywheel.flywheel__test_history') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
