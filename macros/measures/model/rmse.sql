{% macro rmse(score, outcome) -%}
    {#- Root mean squared error, as an aggregate over predictions that have an outcome. Null with none. -#}
    sqrt(avg(({{ score }} - {{ outcome }}) * ({{ score }} - {{ outcome }})))
{%- endmacro %}
