{% macro without_contract(model, interfaces) %}
    {#- Who reads something of another team that has no contract. -#}
    select
        parent_id,
        child_id,
        producer_team,
        consumer_team,
        reason,
        remedy
    {{ flywheel._about_tested(model, 'flywheel__interfaces', interfaces, 'parent_id') }}
    and not is_contracted
{% endmacro %}
