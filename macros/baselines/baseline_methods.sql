{% macro baseline_methods() %}
    {#- Every method there is. Each is a macro baseline_<method>(series) in a file of its own. -#}
    {{ return(['fixed', 'seasonal']) }}
{% endmacro %}
