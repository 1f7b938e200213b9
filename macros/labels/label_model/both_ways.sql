{% macro _both_ways(labeller_pairs) %}
    {#- Pairs of labellers with their items and dependence, each both ways round. -#}
    select dataset, labeller, other_labeller, items, dependence
    from {{ labeller_pairs }}
    union all
    select dataset, other_labeller as labeller, labeller as other_labeller, items, dependence
    from {{ labeller_pairs }}
{% endmacro %}
