{% macro _moments(column, where, centre) %}
    {#- Sums of powers of the distances from the mean, as aggregates, from those of the distances from `centre`. The nearer that
        is to the mean, the more digits are left: around 0, values of 1e9 that differ by 1 have none. -#}
    {%- set values = flywheel._finite('cast(' ~ flywheel._only_where(column, where) ~ ' as ' ~ flywheel._type_double() ~ ')') -%}
    {%- set distance = '(' ~ values ~ ' - ' ~ centre ~ ')' -%}
    {%- set n = 'count(' ~ values ~ ')' -%}
    {%- set mean = '(sum(' ~ distance ~ ') / ' ~ n ~ ')' -%}
    {%- set sum_2 = 'sum(' ~ distance ~ ' * ' ~ distance ~ ')' -%}
    {%- set sum_3 = 'sum(' ~ distance ~ ' * ' ~ distance ~ ' * ' ~ distance ~ ')' -%}
    {%- set sum_4 = 'sum(' ~ distance ~ ' * ' ~ distance ~ ' * ' ~ distance ~ ' * ' ~ distance ~ ')' -%}
    {%- set square = mean ~ ' * ' ~ mean -%}
    {{ return({
        'known': values,
        'n': n,
        'vary': 'min(' ~ values ~ ') < max(' ~ values ~ ') and ' ~ sum_2 ~ ' - ' ~ n ~ ' * ' ~ square ~ ' > 0',
        'second': sum_2 ~ ' - ' ~ n ~ ' * ' ~ square,
        'third': sum_3 ~ ' - 3 * ' ~ mean ~ ' * ' ~ sum_2 ~ ' + 2 * ' ~ n ~ ' * ' ~ square ~ ' * ' ~ mean,
        'fourth': sum_4 ~ ' - 4 * ' ~ mean ~ ' * ' ~ sum_3 ~ ' + 6 * ' ~ square ~ ' * ' ~ sum_2 ~ ' - 3 * ' ~ n ~ ' * ' ~ square ~ ' * ' ~ square,
    }) }}
{% endmacro %}
