{% macro _alert_recipient(test, groups=none) %}
    {#- Who is told of a test: {owners, owner, group_name, channel, is_fallback}, any of which may be none; and what it and its model say of
        alerts, `said`. What the test says itself comes before what is tested, that before the group. `groups`: what _group_channels()
        gives, for a caller with many tests. -#}
    {%- set tested_id = test['attached_node'] or flywheel._tested_id(test) -%}
    {%- set tested = graph.nodes.get(tested_id) or graph.sources.get(tested_id) or {} -%}
    {%- set group_name = test['group'] or test['config']['group'] or tested['group'] or (tested['config'] or {})['group'] or none -%}
    {%- set said = flywheel._alert_meta([test, tested]) -%}
    {%- set named = said.owner -%}
    {%- set owners = [] -%}
    {%- if named is mapping -%}
        {%- set named = [named.get('name') or named.get('email')] -%}
    {%- elif named is string or named is not sequence -%}
        {%- set named = (named | string).split(',') if named else [] -%}
    {%- endif -%}
    {%- for owner in named if owner -%}
        {%- do owners.append((owner | string).strip()) -%}
    {%- endfor -%}
    {%- set groups = flywheel._group_channels() if groups is none else groups -%}
    {%- set group = groups.by_name.get(group_name) or {} -%}
    {%- set owner_channel = groups.by_owner.get(owners[0]) if owners else none -%}
    {%- set owners = owners or ([group.owner] if group.owner else []) -%}
    {%- set channel = said.channel or owner_channel or group.channel -%}
    {{ return({
        'owners': owners | unique | list,
        'owner': owners | unique | join(', ') or none,
        'group_name': group_name,
        'channel': channel or groups.fallback,
        'is_fallback': not channel,
        'said': said,
    }) }}
{% endmacro %}


{% macro _group_channels() %}
    {#- {by_name: {group: {owner, channel}}, by_owner: {name or e-mail address of a group or of its owner: channel}, fallback: channel}. -#}
    {%- set by_name = {} -%}
    {%- set by_owner = {} -%}
    {%- for group in flywheel._groups() -%}
        {%- set channel = flywheel._flywheel_meta(group).get('channel') -%}
        {%- do by_name.update({group.name: {'owner': group.owner.name or group.owner.email, 'channel': channel}}) -%}
        {%- do by_owner.update({group.name: channel, group.owner.name: channel, group.owner.email: channel}) -%}
    {%- endfor -%}
    {{ return({'by_name': by_name, 'by_owner': by_owner, 'fallback': flywheel._fallback_channel()}) }}
{% endmacro %}


{% macro _fallback_channel() %}
    {#- Unchecked: a hook of the user's must not stop at a var that is written wrong. -#}
    {%- set given = var('flywheel_alerts', {}) -%}
    {{ return(given.get('fallback_channel') if given is mapping else none) }}
{% endmacro %}


{% macro _alert_meta(nodes) %}
    {#- What some nodes say of their alerts, {key: value}: in meta.flywheel, in meta.alerts_config or in meta itself, the last two as
        Elementary reads them. The first of the nodes that says anything of a key is heard. -#}
    {%- set said = {} -%}
    {%- for node in nodes | reverse -%}
        {%- set meta = dict(node['meta'] or {}, **((node['config'] or {})['meta'] or {})) -%}
        {%- for place in [meta, meta['alerts_config'], meta['flywheel']] if place is mapping -%}
            {%- for key, value in place.items() if value is not none -%} {%- do said.update({key: value}) -%} {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(said) }}
{% endmacro %}


{% macro _alert_setting(nodes, key) %}
    {{ return(flywheel._alert_meta(nodes).get(key)) }}
{% endmacro %}


{% macro _tested_id(test) %}
    {#- The node that a test is of; of a source whose freshness is asked, the source. None of a test of nothing. -#}
    {%- if test.resource_type == 'source' -%} {{ return(test.unique_id) }} {%- endif -%}
    {%- if test.get('attached_node') -%} {{ return(test.attached_node) }} {%- endif -%}
    {%- set parents = (test.get('depends_on') or {}).get('nodes') or [] -%}
    {#- a test of a source that reads others as well names its own in the argument `model` -#}
    {%- set named = ((test.get('test_metadata') or {}).get('kwargs') or {}).get('model') or '' -%}
    {%- for parent in parents if ("'" ~ parent.split('.')[-1] ~ "'") in (named | string | replace('"', "'")) -%}
        {{ return(parent) }}
    {%- endfor -%}
    {{ return(parents | first if parents else none) }}
{% endmacro %}


{% macro _short_test_name(test) %}
    {#- What kind of test it is, as in not_null; of a test that is a query of its own, its name. -#}
    {%- if test.resource_type == 'source' -%} {{ return('source_freshness') }} {%- endif -%}
    {{ return((test.get('test_metadata') or {}).get('name') or test.name) }}
{% endmacro %}
