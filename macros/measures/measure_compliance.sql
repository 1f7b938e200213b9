{% macro measure_compliance(condition, where=none) %}
    {#- Deequ's Compliance: rows that meet the condition, over rows. A row for which it is null does not meet it. -#}
    {{ return({
        'numerator': flywheel._count_where(flywheel._both(condition, where)),
        'sample_size': flywheel._count_where(where),
        'below': 'not coalesce((' ~ condition ~ '), false)',
        'above': '(' ~ condition ~ ')',
    }) }}
{% endmacro %}
