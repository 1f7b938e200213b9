{% macro baseline_methods() %}
    {#- Every method there is: a macro baseline_<method>(series) in a file of its own, called in baselines(). -#}
    {{ return(['fixed', 'seasonal']) }}
{% endmacro %}
