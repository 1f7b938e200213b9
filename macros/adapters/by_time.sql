{% macro _by_time() %}
    {#- The order of a table's first rows where much of it is final, so that what may still change is read without the rest. An engine that
        sorts at a price, or goes by the order of partitions, has none. -#}
    {{ return(adapter.dispatch('_by_time', 'flywheel')() if flywheel._final_days() is not none else '') }}
{% endmacro %}


{% macro default___by_time() %} {{ return('') }} {% endmacro %}


{% macro duckdb___by_time() %} {{ return('order by period_start') }} {% endmacro %}
