{% macro _collected_rows(results) %}
    {#- One row for each test, and each source whose freshness was asked, among the results that dbt hands to an on-run-end hook. A call of
        a macro costs more than all else that is done for a result, so that there are none for the most common. -#}
    {%- set rows = [] -%}
    {%- set recipients = {} -%}
    {%- set groups = flywheel._group_channels() -%}
    {%- set replayed_at = var('flywheel_now', none) -%}
    {%- set started_at = run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') -%}
    {%- for result in results -%}
        {%- set id = result.node.unique_id -%}
        {%- set test = graph.nodes.get(id) or graph.sources.get(id) or {} -%}
        {%- if test.resource_type in ('test', 'source') -%}
            {%- set tested_id = test.get('attached_node') or flywheel._tested_id(test) -%}
            {%- set tested = graph.nodes.get(tested_id) or graph.sources.get(tested_id) or {} -%}
            {#- tests that say nothing themselves share what their model says, and models that say nothing what their group does -#}
            {%- set group = test.get('group') or test.config.get('group') -%}
            {%- if test.get('meta') or test.config.get('meta') -%}
                {%- set says = id -%}
            {%- elif tested.get('meta') or (tested.get('config') or {}).get('meta') -%}
                {%- set says = (tested_id, group) -%}
            {%- else -%}
                {%- set says = (none, group or tested.get('group') or (tested.get('config') or {}).get('group')) -%}
            {%- endif -%}
            {%- if says not in recipients -%} {%- do recipients.update({says: flywheel._alert_recipient(test, groups)}) -%} {%- endif -%}
            {%- set recipient = recipients[says] -%}
            {#- in UTC, as dbt notes it; none of what was skipped -#}
            {%- set executed_at = (result.timing or []) | selectattr('name', 'equalto', 'execute') | map(attribute='started_at') | first -%}
            {%- do rows.append([
                invocation_id,
                id,
                tested_id,
                (test.get('test_metadata') or {}).get('name') or flywheel._short_test_name(test),
                test.get('column_name'),
                {'runtime error': 'error', 'success': 'pass'}.get(result.status | string, result.status | string),
                (test.config.get('severity') or 'error') | lower,
                result.failures if result.failures is number else none,
                replayed_at or (executed_at.strftime('%Y-%m-%d %H:%M:%S.%f') if executed_at else started_at),
                result.execution_time,
                recipient.owner,
                recipient.group_name,
                recipient.channel,
                (result.message or '') | string | replace('\x00', '') | truncate(4000, true, '...', 0) or none,
                flags.WHICH,
                target.name,
                started_at,
                'flywheel',
            ]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}
