{% macro _now() %}
    {#- The moment everything is judged at: the var flywheel_now, else the warehouse's clock, in UTC without a zone. -#}
    {%- set fixed = var('flywheel_now', none) -%}
    {%- if fixed is not none -%}
        {%- if not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+]00(:?00)?)?)?$', fixed | string) -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: the var flywheel_now is '" ~ fixed ~ "'; wanted a moment in UTC, as in '2026-01-31 06:00:00', or null."
            ) }}
        {%- endif -%}
        cast('{{ fixed }}' as {{ dbt.type_timestamp() }})
    {%- else -%}
        cast({{ dbt.current_timestamp_in_utc_backcompat() }} as {{ dbt.type_timestamp() }})
    {%- endif -%}
{% endmacro %}
