{% macro _at_least(expression, bound) -%}
    {#- A number that is not let under a bound; null stays null, which greatest() does not keep everywhere. -#}
    case when {{ expression }} < {{ bound }} then {{ bound }} else {{ expression }} end
{%- endmacro %}


{% macro _at_most(expression, bound) -%}
    {#- A number that is not let above a bound; null stays null. -#}
    case when {{ expression }} > {{ bound }} then {{ bound }} else {{ expression }} end
{%- endmacro %}
