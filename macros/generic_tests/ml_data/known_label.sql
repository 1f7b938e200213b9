{% macro _known_label(column) -%}
    {#- A label as text; null where there is none, be it null or blank. -#}
    case when trim(cast({{ column }} as {{ dbt.type_string() }})) != '' then cast({{ column }} as {{ dbt.type_string() }}) end
{%- endmacro %}
