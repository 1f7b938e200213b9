{% macro _is_mapped(name) %}
    {#- Whether anything fills an input, the user or a connector. What rests on one that nothing fills is not assessed. -#}
    {{ flywheel._check_inputs_var() }}
    {{ return(flywheel._mapped_models(name) | length > 0) }}
{% endmacro %}
