{% macro measure_rule(condition, where=none) %}
    {#- As with a check constraint, a row for which the condition is null does not break it. -#}
    {{ return({
        'failing': flywheel._count_where(flywheel._both('not (' ~ condition ~ ')', where)),
        'sample_size': flywheel._count_where(where),
        'at_fault': 'not (' ~ condition ~ ')',
    }) }}
{% endmacro %}
