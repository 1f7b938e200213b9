{% macro _few_values(relation, profiled, where=none) %}
    {#- The values of the text columns that have at most ten, each ten times on average, as {column: [values]}: one more scan. -#}
    {%- set columns = [] -%}
    {%- for column in profiled if column.family == 'str' and 1 < column.distinct <= 10 and column.known >= 10 * column.distinct -%}
        {%- do columns.append(column) -%}
    {%- endfor -%}
    {%- set few = {} -%}
    {%- if columns -%}
        {%- set query -%}
            select
                {%- for column in columns %}
                cast({{ column.quoted }} as {{ dbt.type_string() }}) as value_{{ loop.index0 }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ relation }}
            {%- if where %}
            where {{ where }}
            {%- endif %}
            group by grouping sets ({% for column in columns %}({{ column.quoted }}){{ ', ' if not loop.last }}{% endfor %})
        {%- endset -%}
        {%- set found = run_query(query) -%}
        {%- for column in columns -%}
            {%- do few.update({column.name: found.columns[loop.index0].values() | reject('none') | unique(case_sensitive=true) | sort(case_sensitive=true)}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(few) }}
{% endmacro %}
