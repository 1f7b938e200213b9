{% macro _rows(rows, columns) %}
    {#- A relation made of rows known at compile time, as a select. `rows`: a list of lists, in the order of `columns`
        ({name: contract type}). Empty and typed where there are none. For thousands there is _load_rows(). -#}
    {%- if not rows -%}
        {{ flywheel._empty_relation(columns) }}
    {%- else -%}
        {{ adapter.dispatch('_rows', 'flywheel')(rows, columns) }}
    {%- endif -%}
{% endmacro %}


{% macro default___rows(rows, columns) %}
    {%- for row in rows %}
    select
        {%- for column, kind in columns.items() %}
        cast({{ flywheel._literal(row[loop.index0]) }} as {{ flywheel._contract_type(kind) }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro duckdb___rows(rows, columns) %}
    {#- One JSON document: thousands of rows are parsed in milliseconds, where a select each takes seconds. -#}
    select {{ flywheel.duckdb___cast_items(columns) }}
    from (select unnest(from_json({{ flywheel._literal(tojson(rows)) }}, '[["varchar"]]')) as items) as documents
{% endmacro %}


{% macro postgres___rows(rows, columns) %}
    select {{ flywheel.postgres___cast_items(columns) }}
    from jsonb_array_elements(cast({{ flywheel._literal(tojson(rows)) }} as jsonb)) as documents (items)
{% endmacro %}


{% macro redshift___rows(rows, columns) %}
    {#- It would take Postgres's way, and has no jsonb. -#}
    {{ flywheel.default___rows(rows, columns) }}
{% endmacro %}


{% macro duckdb___cast_items(columns) %}
    {#- The columns of a select from `items`, one JSON array of texts a row. -#}
    {%- for column, kind in columns.items() %}
        {%- set item = 'items[' ~ loop.index ~ ']' %}
        {{ item if kind == 'str' else 'cast(' ~ item ~ ' as ' ~ flywheel._contract_type(kind) ~ ')' }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor -%}
{% endmacro %}


{% macro postgres___cast_items(columns) %}
    {%- for column, kind in columns.items() %}
        {%- set item = 'items ->> ' ~ loop.index0 %}
        {{ item if kind == 'str' else 'cast(' ~ item ~ ' as ' ~ flywheel._contract_type(kind) ~ ')' }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor -%}
{% endmacro %}


{% macro _literal(value) %}
    {%- if value is none -%} null
    {%- elif value is boolean -%} {{ value | lower }}
    {%- elif value is number -%} {{ value }}
    {%- else -%} {{ dbt.string_literal(dbt.escape_single_quotes(flywheel._escape_backslashes(value | string))) }}
    {%- endif -%}
{% endmacro %}
