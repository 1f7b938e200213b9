{% macro _half_period_minutes(period) -%}
    {#- Minutes from the start of a period to its middle; 0 where it has no length. -#}
    case {{ period }} when 'hour' then 30 when 'day' then 720 when 'week' then 5040 when 'month' then 21600 else 0 end
{%- endmacro %}
