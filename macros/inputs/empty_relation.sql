{% macro _empty_relation(columns, more={}) %}
    {#- No row, with the given columns ({name: contract type}) of the right types. Nothing while dbt parses, when nobody reads it. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    select
    {%- for column, kind in columns.items() %}
        cast(null as {{ flywheel._contract_type(kind.rstrip('*+')) }}) as {{ column }}{{ ',' if more or not loop.last }}
    {%- endfor %}
    {%- for column, kind in more.items() %}
        cast(null as {{ flywheel._contract_type(kind) }}) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from (select 1 as nothing) as no_rows
    where 1 = 0
{% endmacro %}
