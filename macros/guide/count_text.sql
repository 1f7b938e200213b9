{% macro _count_text(some, all) -%}
    cast({{ some }} as {{ dbt.type_string() }}) || ' of ' || cast({{ all }} as {{ dbt.type_string() }})
{%- endmacro %}
