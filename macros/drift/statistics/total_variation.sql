{% macro total_variation(reference_rows, current_rows, reference_size, current_size) -%}
    {#- Total variation distance: the share of rows that would have to change their bin, 0 to 1. -#}
    {%- set float = flywheel._type_double() -%}
    0.5 * sum(abs(
        cast({{ reference_rows }} as {{ float }}) / nullif({{ reference_size }}, 0)
        - cast({{ current_rows }} as {{ float }}) / nullif({{ current_size }}, 0)
    ))
{%- endmacro %}
