{% macro _goodness(value, direction) -%}
    {#- A value turned so that more is better; null where it is not known which way that is. -#}
    case {{ direction }} when 'higher_is_better' then {{ value }} when 'lower_is_better' then -{{ value }} end
{%- endmacro %}
