{% macro measure_completeness(column, where=none) %}
    {#- Deequ's Completeness: values that are not null, over rows. -#}
    {{ return({
        'numerator': 'count(' ~ flywheel._only_where(column, where) ~ ')',
        'sample_size': flywheel._count_where(where),
        'below': column ~ ' is null',
        'above': column ~ ' is not null',
    }) }}
{% endmacro %}
