{% macro ks(reference_up_to, current_up_to) -%}
    {#- Two-sample Kolmogorov-Smirnov statistic: the largest distance of the two cumulative shares, over one row per distinct value
        with the share of each side at or below it. Over bins in place of values it is that at their edges, and no larger. -#}
    max(abs({{ reference_up_to }} - {{ current_up_to }}))
{%- endmacro %}
