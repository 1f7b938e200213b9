{% macro mae(score, outcome) -%}
    {#- Mean absolute error, as an aggregate over predictions that have an outcome. Null with none. -#}
    avg(abs({{ score }} - {{ outcome }}))
{%- endmacro %}
