{% macro wasserstein(reference_up_to, current_up_to, value, next_value) -%}
    {#- Wasserstein-1 distance, in the unit of the values: the area between the two cumulative distributions, over one row per
        distinct value with the share of each side at or below it, and the next larger value (null at the last). -#}
    case when count({{ reference_up_to }} - {{ current_up_to }}) > 0
        then coalesce(sum(abs({{ reference_up_to }} - {{ current_up_to }}) * ({{ next_value }} - {{ value }})), 0)
    end
{%- endmacro %}
