{% macro _mlflow_model() -%}
    {#- A registered model, by its workspace where MLflow has them, and name. -#}
    coalesce(workspace, '') || '/' || name
{%- endmacro %}
