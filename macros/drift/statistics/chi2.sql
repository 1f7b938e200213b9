{% macro chi2(reference_rows, current_rows, reference_size, current_size) -%}
    {#- Pearson's chi-square statistic of the table of two sides by bins, without Yates' correction. Its degrees of freedom are the
        bins that are not empty on both sides, less one; `chi2_tail` gives its p-value. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set r = 'cast(' ~ reference_rows ~ ' as ' ~ float ~ ')' -%}
    {%- set k = 'cast(' ~ current_rows ~ ' as ' ~ float ~ ')' -%}
    sum(
        power({{ r }} * {{ current_size }} - {{ k }} * {{ reference_size }}, 2)
        / nullif(({{ r }} + {{ k }}) * {{ reference_size }} * {{ current_size }}, 0)
    )
{%- endmacro %}
