{% macro measure_ratio_of_sums(top, bottom, where=none) %}
    {#- Over rows in which both are known: half a row would bend the ratio. -#}
    {%- set known = flywheel._both(top ~ ' is not null and ' ~ bottom ~ ' is not null', where) -%}
    {%- set sums = [] -%}
    {%- for column in (top, bottom) -%}
        {%- do sums.append('sum(cast(' ~ flywheel._only_where(column, known) ~ ' as ' ~ flywheel._type_double() ~ '))') -%}
    {%- endfor -%}
    {{ return({'value': sums[0] ~ ' / nullif(' ~ sums[1] ~ ', 0)', 'sample_size': flywheel._count_where(known)}) }}
{% endmacro %}
