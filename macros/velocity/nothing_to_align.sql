{% macro _nothing_to_align() -%}
    {#- The branches of a `case` that say why metric and KPI cannot be held against each other, whatever their values. For a relation with
        metric, kpi and their directions. -#}
    when metric is null or kpi is null then 'The use case does not name both a metric and a KPI.'
    when metric_direction is null or kpi_direction is null
        then 'It is not known whether a higher or a lower ' || case when metric_direction is null then metric else kpi end || ' is better.'
{%- endmacro %}
