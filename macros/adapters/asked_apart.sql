{% macro _asked_apart(aggregates) %}
    {#- Of the aggregates of `measured_rows`, a table, those that the engine answers from what it keeps of blocks of rows: `extremes`, for
        which it reads no row as long as they are asked with nothing but such, and `counts` of rows beyond some bounds or not in a
        list, as queries of their own, for which it reads few. -#}
    {{ return(adapter.dispatch('_asked_apart', 'flywheel')(aggregates)) }}
{% endmacro %}


{% macro default___asked_apart(aggregates) %} {{ return({'extremes': [], 'counts': {}}) }} {% endmacro %}


{% macro duckdb___asked_apart(aggregates) %}
    {#- DuckDB keeps the range of each column of each row group: groups that are wholly within the bounds are not even read. -#}
    {%- set column = '[a-zA-Z_"][\\w"]*' -%}
    {%- set value = "(?:-?[0-9.]+|'[^']*')" -%}
    {%- set bound = '\\(?' ~ column ~ ' *(?:<|<=|>|>=|=) *' ~ value ~ '\\)?' -%}
    {%- set bounds = '(?:not )?\\(?' ~ bound ~ '(?: (?:and|or) ' ~ bound ~ ')*\\)?' -%}
    {%- set unlisted = 'not \\(' ~ column ~ ' in \\(' ~ value ~ '(?:, ' ~ value ~ ')*\\)\\)' -%}
    {%- set is_extreme = modules.re.compile('^(min|max)\\(' ~ column ~ '\\)$') -%}
    {%- set is_count = modules.re.compile('^count\\(case when (' ~ bounds ~ '|' ~ unlisted ~ ') then 1 end\\)$') -%}
    {%- set extremes = [] -%}
    {%- set counts = {} -%}
    {%- for aggregate in aggregates -%}
        {%- if is_extreme.match(aggregate) -%}
            {%- do extremes.append(aggregate) -%}
        {%- else -%}
            {%- set count = is_count.match(aggregate) -%}
            {%- if count -%}
                {%- do counts.update({aggregate: '(select count(*) from measured_rows where ' ~ count.group(1) ~ ')'}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'extremes': extremes, 'counts': counts}) }}
{% endmacro %}
