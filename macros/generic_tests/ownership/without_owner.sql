{% macro without_owner(model, node_owners) %}
    {#- The nodes that nobody answers for. -#}
    select
        node_id,
        owner,
        team,
        reason,
        remedy
    {{ flywheel._about_tested(model, 'flywheel__ownership', node_owners, 'node_id') }}
    and verdict = 'fail'
    group by node_id, owner, team, reason, remedy
{% endmacro %}
