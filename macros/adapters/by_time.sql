{% macro _by_time() %}
    {#- The order of a table's first rows, where an engine then reads the newest of them without the others, and sorts cheaply. -#}
    {{ return(adapter.dispatch('_by_time', 'flywheel')()) }}
{% endmacro %}


{% macro default___by_time() %} {{ return('') }} {% endmacro %}


{% macro duckdb___by_time() %} {{ return('order by period_start') }} {% endmacro %}
