{% macro measure_sortedness(column, order_by, within=[], descending=false, strictly=false, where=none) %}
    {#- The share of the values that are in order: none is below the one before it, in the order of another column. By period,
        the first value of a period has none before it. -#}
    {%- set in_order = ('<' if descending else '>') ~ ('' if strictly else '=') -%}
    {%- set known = flywheel._both(column ~ ' is not null', where) -%}
    {%- set before = 'flywheel_value_before' -%}
    {{ return({
        'numerator': flywheel._count_where(flywheel._both(column ~ ' ' ~ in_order ~ ' ' ~ before, known)),
        'sample_size': flywheel._count_where(flywheel._both(before ~ ' is not null', known)),
        'before': {'column': column, 'order_by': order_by, 'within': flywheel._as_list(within), 'where': known},
    }) }}
{% endmacro %}
