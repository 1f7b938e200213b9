{% macro _rules_of_people(thresholds) %}
    {#- Who is told, where, and whether they will know what to do. -#}
    {%- set one_owner -%}
        case
            when owners = 0 then 'nobody owns it, so nobody will act on it'
            else 'it has ' || cast(owners as {{ dbt.type_string() }}) || ' owners (' || owner || '): what several own, nobody answers for'
        end
    {%- endset -%}
    {%- set has_channel -%}
        case
            when channel is null
                then 'neither it nor its owner names a channel, and there is no fallback channel: an alert reaches nobody'
            else 'neither it nor its owner names a channel: an alert goes to the fallback channel ' || channel
        end
    {%- endset -%}
    {{ return([
        {
            'rule': 'one_owner',
            'number': 1,
            'breaks': "(severity = 'error' or is_public or is_source) and owners <> 1",
            'reason': one_owner,
            'remedy': "config:\n  meta:\n    owner: the one who answers for it\n    subscribers: [whoever wants to know]",
        },
        {
            'rule': 'owner_has_channel',
            'number': 2,
            'breaks': 'is_fallback_channel',
            'verdict': "case when channel is null and severity = 'error' then 'fail' else 'warn' end",
            'reason': has_channel,
            'remedy': "# in the YAML of its group:\ngroups:\n  - name: the_group_that_owns_it\n    owner: {name: The group}\n"
                ~ "    config: {meta: {flywheel: {channel: '#the-group'}}}\n"
                ~ "# and in dbt_project.yml, for all that has no owner:\nvars:\n  flywheel_alerts: {fallback_channel: '#data-alerts'}",
        },
        {
            'rule': 'is_described',
            'number': 3,
            'breaks': 'not is_described',
            'reason': "'it does not say what a failure means and what to do next'",
            'remedy': 'description: What it means when this fails, who is hurt by it, and the first thing to look at.',
        },
    ]) }}
{% endmacro %}
