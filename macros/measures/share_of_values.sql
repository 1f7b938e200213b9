{% macro _share_of_values(column, condition, where) %}
    {#- The share of the values of a column that meet a condition, nulls left out. -#}
    {{ return({
        'numerator': flywheel._count_where(flywheel._both(condition, where)),
        'sample_size': 'count(' ~ flywheel._only_where(column, where) ~ ')',
        'below': column ~ ' is not null and not coalesce((' ~ condition ~ '), false)',
        'above': '(' ~ condition ~ ')',
    }) }}
{% endmacro %}
