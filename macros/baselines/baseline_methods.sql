{% macro baseline_methods() %}
    {#- Every method there is: a macro baseline_<method> in a file of its own, called in baselines(). -#}
    {{ return(['fixed', 'previous', 'rolling', 'seasonal', 'xmr', 'rate', 'ewma', 'reference']) }}
{% endmacro %}
