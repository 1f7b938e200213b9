{% macro _statement_batches(rows) %}
    {#- Rows in as few lists as fit into one statement each. -#}
    {%- set limit = flywheel._statement_bytes() -%}
    {%- set bytes_around = flywheel._test_history_columns() | length * 40 -%}
    {%- set batches = [[]] -%}
    {%- set size = namespace(bytes=0) -%}
    {%- for row in rows -%}
        {%- set bytes = tojson(row) | length + bytes_around -%}
        {%- if batches[-1] and size.bytes + bytes > limit -%}
            {%- do batches.append([]) -%}
            {%- set size.bytes = 0 -%}
        {%- endif -%}
        {%- do batches[-1].append(row) -%}
        {%- set size.bytes = size.bytes + bytes -%}
    {%- endfor -%}
    {{ return(batches) }}
{% endmacro %}


{% macro _statement_bytes() %}
    {#- How long a statement may be. The smallest limit known is that of Athena, 256 KB. -#}
    {{ return(adapter.dispatch('_statement_bytes', 'flywheel')()) }}
{% endmacro %}


{% macro default___statement_bytes() %} {{ return(200000) }} {% endmacro %}


{% macro duckdb___statement_bytes() %} {{ return(16000000) }} {% endmacro %}


{% macro postgres___statement_bytes() %} {{ return(16000000) }} {% endmacro %}
