{% macro _asked_apart(aggregates) %}
    {#- Of the aggregates of `measured_rows`, a table, those that the engine answers from what it keeps of blocks of rows, each as a query of
        its own: {aggregate: query}. For extremes it reads no row then, and few for counts of rows beyond some bounds or not in a list. -#}
    {{ return(adapter.dispatch('_asked_apart', 'flywheel')(aggregates)) }}
{% endmacro %}


{% macro default___asked_apart(aggregates) %} {{ return({}) }} {% endmacro %}


{% macro duckdb___asked_apart(aggregates) %}
    {#- DuckDB keeps the range of each column of each row group: groups that are wholly within the bounds are not even read. -#}
    {%- set column = '[a-zA-Z_"][\\w"]*' -%}
    {%- set value = "(?:-?[0-9.]+|'[^']*')" -%}
    {%- set bound = '\\(?' ~ column ~ ' *(?:<|<=|>|>=|=) *' ~ value ~ '\\)?' -%}
    {%- set bounds = '(?:not )?\\(?' ~ bound ~ '(?: (?:and|or) ' ~ bound ~ ')*\\)?' -%}
    {%- set unlisted = 'not \\(' ~ column ~ ' in \\(' ~ value ~ '(?:, ' ~ value ~ ')*\\)\\)' -%}
    {%- set extreme = modules.re.compile('^(?:min|max)\\(' ~ column ~ '\\)$') -%}
    {%- set count = modules.re.compile('count\\(case when (' ~ bounds ~ '|' ~ unlisted ~ ') then 1 end\\)$') -%}
    {%- set apart = {} -%}
    {%- for group, aggregate in aggregates if group == 0 -%}
        {%- set query = '(select ' ~ aggregate ~ ' from measured_rows)' if extreme.match(aggregate)
            else count.sub('(select count(*) from measured_rows where \\g<1>)', aggregate) -%}
        {%- do apart.update({aggregate: query}) -%}
    {%- endfor -%}
    {{ return(apart) }}
{% endmacro %}
