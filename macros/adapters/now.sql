{% macro _now() %}
    {#- The moment everything is judged at: the var flywheel_now, else the warehouse's clock, in UTC without a zone. -#}
    {%- set fixed = var('flywheel_now', none) -%}
    {%- if fixed is not none -%}
        cast('{{ fixed }}' as {{ dbt.type_timestamp() }})
    {%- else -%}
        cast({{ dbt.current_timestamp_in_utc_backcompat() }} as {{ dbt.type_timestamp() }})
    {%- endif -%}
{% endmacro %}
