{% macro measure_rule(condition, of=none, where=none) %}
    {#- As with a check constraint, a row for which the condition is null does not break it. -#}
    {%- set values = 'count(' ~ flywheel._only_where(of, where) ~ ')' if of else flywheel._count_where(where) -%}
    {{ return({
        'numerator': values ~ ' - ' ~ flywheel._count_where(flywheel._both('not (' ~ condition ~ ')', where)),
        'sample_size': values,
        'below': 'not (' ~ condition ~ ')',
    }) }}
{% endmacro %}
