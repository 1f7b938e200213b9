{% macro _days_between(start, end) -%}
    {#- Days from one moment to another, to the second. Null where either is. -#}
    {{ dbt.datediff(start, end, 'second') }} / cast(86400 as {{ flywheel._type_double() }})
{%- endmacro %}
