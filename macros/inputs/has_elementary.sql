{% macro _has_elementary() %}
    {#- Whether Elementary's dbt package is installed in the project. -#}
    {{ return(elementary is defined) }}
{% endmacro %}
