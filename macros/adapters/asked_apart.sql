{% macro _asked_apart(aggregate) %}
    {#- An aggregate of `measured_rows` as a query of its own, where the engine knows the answer or most of it without reading the rows,
        so that it is cheaper than one more aggregate of the scan that is made anyway. -#}
    {{ return(adapter.dispatch('_asked_apart', 'flywheel')(aggregate)) }}
{% endmacro %}


{% macro default___asked_apart(aggregate) %} {{ return(aggregate) }} {% endmacro %}


{% macro duckdb___asked_apart(aggregate) %}
    {#- DuckDB keeps the range of each column of each row group. The least and the greatest number are those of the ranges; of what is
        counted beyond bounds or a list of values, groups that are wholly within are not even read. -#}
    {%- set column = '[a-zA-Z_"][\\w"]*' -%}
    {%- if modules.re.match('^(min|max)\\(' ~ column ~ '\\)$', aggregate) -%}
        {{ return('(select ' ~ aggregate ~ ' from measured_rows)') }}
    {%- endif -%}
    {%- set value = "(?:-?[0-9.]+|'[^']*')" -%}
    {%- set bound = '\\(?' ~ column ~ ' *(?:<|<=|>|>=|=) *' ~ value ~ '\\)?' -%}
    {%- set bounds = '(?:not )?\\(?' ~ bound ~ '(?: (?:and|or) ' ~ bound ~ ')*\\)?' -%}
    {%- set unlisted = 'not \\(' ~ column ~ ' in \\(' ~ value ~ '(?:, ' ~ value ~ ')*\\)\\)' -%}
    {%- set count = modules.re.match('^count\\(case when (' ~ bounds ~ '|' ~ unlisted ~ ') then 1 end\\)$', aggregate) -%}
    {{ return('(select count(*) from measured_rows where ' ~ count.group(1) ~ ')' if count else aggregate) }}
{% endmacro %}
