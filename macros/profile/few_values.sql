{% macro _few_values(relation, profiled, where=none) %}
    {#- The values of the text columns that have at most ten, each ten times on average, and the rows that have them, as {column: {value:
        rows}}: one more scan, and one grouping for all. -#}
    {%- set columns = [] -%}
    {%- for column in profiled if column.family == 'str' and 1 < column.distinct <= 10 and column.known >= 10 * column.distinct -%}
        {%- do columns.append(column) -%}
    {%- endfor -%}
    {%- set few = {} -%}
    {%- if columns -%}
        {%- set query -%}
            select
                {%- for column in columns %}
                cast({{ column.quoted }} as {{ dbt.type_string() }}) as value_{{ loop.index0 }},
                {%- endfor %}
                count(*) as value_rows
            from {{ relation }}
            {%- if where %}
            where {{ where }}
            {%- endif %}
            group by grouping sets ({% for column in columns %}({{ column.quoted }}){{ ', ' if not loop.last }}{% endfor %})
        {%- endset -%}
        {%- set found = run_query(query) -%}
        {%- for column in columns -%}
            {%- set place = loop.index0 -%}
            {%- set rows_of = {} -%}
            {%- for row in found.rows if row[place] is not none -%} {%- do rows_of.update({row[place]: row['value_rows'] | int}) -%} {%- endfor -%}
            {%- do few.update({column.name: rows_of}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(few) }}
{% endmacro %}
