{#- A project with a macro of its own, as most have. For one without any, dbt makes two exceptions for each macro that is dispatched. -#}
{% macro of_the_consumer() %}{% endmacro %}
