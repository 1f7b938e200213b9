{% macro _is_known_extreme(aggregate) %}
    {#- Whether an aggregate is one that the engine knows without reading the rows, as long as it is asked with nothing but such. -#}
    {{ return(adapter.dispatch('_is_known_extreme', 'flywheel')(aggregate)) }}
{% endmacro %}


{% macro default___is_known_extreme(aggregate) %} {{ return(false) }} {% endmacro %}


{% macro duckdb___is_known_extreme(aggregate) %}
    {#- DuckDB keeps the range of each column of each row group. -#}
    {{ return(modules.re.match('^(min|max)\\([a-zA-Z_"][\\w"]*\\)$', aggregate) is not none) }}
{% endmacro %}
