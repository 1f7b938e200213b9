{% macro _within(expression, least=none, most=none) -%}
    {#- An end of an interval that cannot be beyond what the statistic can be. Null stays null. -#}
    case
        {%- if least is not none %} when {{ expression }} < {{ least }} then {{ least }} {%- endif %}
        {%- if most is not none %} when {{ expression }} > {{ most }} then {{ most }} {%- endif %}
        else {{ expression }}
    end
{%- endmacro %}
