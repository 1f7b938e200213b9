{% macro _share(rows, size) -%}
    {#- A bin's share of the rows; half a row where it has none, so that its logarithm exists. -#}
    case when {{ rows }} > 0 then {{ rows }} else 0.5 end / cast(nullif({{ size }}, 0) as {{ flywheel._type_double() }})
{%- endmacro %}
