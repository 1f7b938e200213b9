{% macro _load_rows(rows, columns) %}
    {#- Put rows known at run time into the table of the model that has this as its post-hook. `rows` and `columns` as in _rows().
        For thousands of rows: they go beside the statement and not through dbt's compiled SQL and logs, and where an engine can do no
        better, in as many statements as its limit of a statement's size wants. -#}
    {%- if rows and model.config.materialized == 'view' -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ model.name ~ " is materialized as a view; wanted a table, because rows are put into it."
        ) }}
    {%- endif -%}
    {%- if rows -%} {%- do adapter.dispatch('_load_rows', 'flywheel')(rows, columns) -%} {%- endif -%}
{% endmacro %}


{% macro default___load_rows(rows, columns) %}
    {#- Athena takes the smallest statements, 256 KB. -#}
    {%- set room = 200000 -%}
    {%- set batch = namespace(rows=[], bytes=0) -%}
    {%- for row in rows -%}
        {%- set literals = [] -%}
        {%- for value in row -%} {%- do literals.append(flywheel._literal(value) | trim) -%} {%- endfor -%}
        {%- set text = '(' ~ literals | join(', ') ~ ')' -%}
        {%- set bytes = text.encode('utf-8') | length -%}
        {%- if batch.rows and batch.bytes + bytes > room -%}
            {%- do flywheel._insert_values(batch.rows, columns) -%}
            {%- set batch.rows = [] -%}
            {%- set batch.bytes = 0 -%}
        {%- endif -%}
        {%- do batch.rows.append(text) -%}
        {%- set batch.bytes = batch.bytes + bytes + 2 -%}
    {%- endfor -%}
    {%- do flywheel._insert_values(batch.rows, columns) -%}
{% endmacro %}


{% macro _insert_values(rows, columns) %}
    {%- do run_query('insert into ' ~ this ~ ' (' ~ columns.keys() | join(', ') ~ ') values ' ~ rows | join(', ')) -%}
{% endmacro %}


{% macro duckdb___load_rows(rows, columns) %}
    {#- One JSON document, bound as a parameter. -#}
    {%- set insert -%}
        insert into {{ this }} ({{ columns.keys() | join(', ') }})
        select {{ flywheel.duckdb___cast_items(columns) }}
        from (select unnest(from_json(cast(? as json), '[["varchar"]]')) as items) as documents
    {%- endset -%}
    {%- do adapter.add_query(insert, bindings=[tojson(rows)]) -%}
{% endmacro %}


{% macro postgres___load_rows(rows, columns) %}
    {#- One JSON document too, but written: a parameter would make every % of the statement, dbt's comment among it, a place for one. -#}
    {%- set insert -%}
        insert into {{ this }} ({{ columns.keys() | join(', ') }})
        select {{ flywheel.postgres___cast_items(columns) }}
        from jsonb_array_elements(cast({{ flywheel._literal(tojson(rows)) }} as jsonb)) as documents (items)
    {%- endset -%}
    {%- do adapter.add_query(insert, abridge_sql_log=true) -%}
{% endmacro %}


{% macro redshift___load_rows(rows, columns) %}
    {#- It would take Postgres's way, and has no jsonb. -#}
    {%- do flywheel.default___load_rows(rows, columns) -%}
{% endmacro %}
