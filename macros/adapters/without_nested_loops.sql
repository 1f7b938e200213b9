{% macro _without_nested_loops() %}
    {#- For the rest of the transaction: Postgres takes the steps of a long calculation for one row each, and would look through
        the whole history for every row of theirs. -#}
    {{ return(adapter.dispatch('_without_nested_loops', 'flywheel')()) }}
{% endmacro %}


{% macro default___without_nested_loops() %} {% endmacro %}


{% macro postgres___without_nested_loops() %}
    {%- do run_query('set local enable_nestloop = off') -%}
{% endmacro %}
