{% macro measure_mean(column, where=none) %}
    {#- The sum over the count, which other measures need as well: Postgres's avg() follows the variance too, at half as much again. -#}
    {%- set values = flywheel._only_where(column, where) -%}
    {%- set known = 'count(' ~ values ~ ')' -%}
    {{ return({
        'value': 'sum(cast(' ~ values ~ ' as ' ~ flywheel._type_double() ~ ')) / nullif(' ~ known ~ ', 0)',
        'sample_size': known,
    }) }}
{% endmacro %}
