{% macro _worse_way(metric) -%}
    {#- 1 for a metric of performance that is worse when it is higher, -1 for one that is worse when it is lower. -#}
    case when {{ metric }} in ('auc', 'accuracy') then -1 else 1 end
{%- endmacro %}
