{% macro _as_filtered_count(aggregate) %}
    {#- A count of the rows of `measured_rows` that are beyond some bounds, or not in a list, as a query of its own where that is cheaper
        than one more aggregate of the scan that is made anyway. -#}
    {{ return(adapter.dispatch('_as_filtered_count', 'flywheel')(aggregate)) }}
{% endmacro %}


{% macro default___as_filtered_count(aggregate) %} {{ return(aggregate) }} {% endmacro %}


{% macro duckdb___as_filtered_count(aggregate) %}
    {#- DuckDB keeps the range of each column of each row group: groups that are wholly within the bounds are not even read. -#}
    {%- set column = '[a-zA-Z_"][\\w"]*' -%}
    {%- set value = "(?:-?[0-9.]+|'[^']*')" -%}
    {%- set bound = '\\(?' ~ column ~ ' *(?:<|<=|>|>=|=) *' ~ value ~ '\\)?' -%}
    {%- set bounds = '(?:not )?\\(?' ~ bound ~ '(?: (?:and|or) ' ~ bound ~ ')*\\)?' -%}
    {%- set unlisted = 'not \\(' ~ column ~ ' in \\(' ~ value ~ '(?:, ' ~ value ~ ')*\\)\\)' -%}
    {%- set count = modules.re.match('^count\\(case when (' ~ bounds ~ '|' ~ unlisted ~ ') then 1 end\\)$', aggregate) -%}
    {{ return('(select count(*) from measured_rows where ' ~ count.group(1) ~ ')' if count else aggregate) }}
{% endmacro %}
