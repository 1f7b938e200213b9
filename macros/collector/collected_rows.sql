{% macro _collected_rows(results) %}
    {#- One row for each test, and each source whose freshness was asked, among the results that dbt hands to an on-run-end hook. -#}
    {%- set rows = [] -%}
    {%- set recipients = {} -%}
    {%- set started_at = run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') -%}
    {%- for result in results -%}
        {%- set id = result.node.unique_id -%}
        {%- set test = graph.nodes.get(id) or graph.sources.get(id) or {} -%}
        {%- if test.resource_type in ('test', 'source') -%}
            {%- set tested_id = flywheel._tested_id(test) -%}
            {#- tests that say nothing themselves share what their model says -#}
            {%- set says = id if test.get('meta') or test.config.get('meta') or test.get('group') or test.config.get('group') else tested_id -%}
            {%- if says not in recipients -%} {%- do recipients.update({says: flywheel._alert_recipient(test)}) -%} {%- endif -%}
            {%- set recipient = recipients[says] -%}
            {%- do rows.append([
                invocation_id,
                id,
                tested_id,
                flywheel._short_test_name(test),
                test.get('column_name'),
                {'runtime error': 'error', 'success': 'pass'}.get(result.status | string, result.status | string),
                (test.config.get('severity') or 'error') | lower,
                result.failures if result.failures is number else none,
                var('flywheel_now', none) or flywheel._executed_at(result) or started_at,
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


{% macro _executed_at(result) %}
    {#- When a test began to run, in UTC as dbt notes it; none of what was skipped. -#}
    {%- for timing in result.timing or [] if timing.name == 'execute' and timing.started_at -%}
        {{ return(timing.started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
