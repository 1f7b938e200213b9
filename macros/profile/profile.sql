{% macro profile(model, where=none) %}
    {#- `dbt run-operation flywheel.profile --args '{model: fct_flights}'`: what is in each column, as a table; and of text
        with few values, how often each comes. -#}
    {%- if execute -%}
        {%- set relation = flywheel._existing_relation('profile', model) -%}
        {%- set profiled = flywheel._profiled(relation, where) -%}
        {%- set heads = ['column', 'type', 'rows', 'complete', 'distinct', 'min', 'max', 'mean', 'sd', 'p05', 'p25', 'p50', 'p75', 'p95'] -%}
        {%- set lines = [heads] -%}
        {%- for column in profiled -%}
            {%- set line = [column.name, column.type, flywheel._in_short(column.rows)] -%}
            {%- do line.append('' if column.rows == 0 else '%.2f%%' | format(100 * column.known / column.rows)) -%}
            {%- for figure in heads[4:] -%} {%- do line.append(flywheel._in_short(column.get(figure))) -%} {%- endfor -%}
            {%- do lines.append(line) -%}
        {%- endfor -%}
        {%- for line in lines -%}
            {%- set cells = [] -%}
            {%- for head in heads -%}
                {%- set number = loop.index0 -%}
                {%- set width = lines | map(attribute=number) | map('length') | max -%}
                {%- do cells.append(line[number].ljust(width) if number < 2 else line[number].rjust(width)) -%}
            {%- endfor -%}
            {%- do print((cells | join('  ')).rstrip()) -%}
        {%- endfor -%}
        {%- for name, rows_of in flywheel._few_values(relation, profiled, where).items() -%}
            {%- set bars = [] -%}
            {%- for value, rows in rows_of.items() | sort(attribute='1', reverse=true) -%}
                {%- do bars.append(value ~ ' ' ~ flywheel._in_short(rows) ~ ' (%.2f%%)' | format(100 * rows / (rows_of.values() | sum))) -%}
            {%- endfor -%}
            {%- do print(name ~ ': ' ~ bars | join(', ')) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}


{% macro _in_short(value) %}
    {#- A figure as a person would write it, and a text as it is. -#}
    {%- if value is none or value is undefined -%} {{ return('') }} {%- endif -%}
    {%- if value is not number -%} {{ return(value | string) }} {%- endif -%}
    {%- if not (value | abs < 1e15) -%} {{ return('%.4g' | format(value)) }} {%- endif -%}
    {%- if value == value | int -%} {{ return('{:,}'.format(value | int)) }} {%- endif -%}
    {{ return('{:,.2f}'.format(value) if value | abs >= 100 else '%.4g' | format(value)) }}
{% endmacro %}
