{% macro _as_step() -%}
    {#- `as`, before a common table expression that is a step of a long calculation. Postgres would put the expressions of one step
        into the next and end with millions of terms, unless it is told to keep the steps apart. -#}
    {{ return(adapter.dispatch('_as_step', 'flywheel')()) }}
{%- endmacro %}


{% macro default___as_step() %} {{ return('as') }} {% endmacro %}


{% macro postgres___as_step() %} {{ return('as materialized') }} {% endmacro %}
