{% macro alerts(format='text', deliver=true) %}
    {#- `dbt run-operation flywheel.alerts`: prints what a person should be told now, for whatever sends messages, and then notes in
        flywheel__alert_log that it was delivered, so that it is not printed again. -#}
    {%- if format not in ('text', 'json') -%}
        {{ exceptions.raise_compiler_error("flywheel: alerts: format is '" ~ format ~ "', wanted text or json.") }}
    {%- endif -%}
    {%- if execute -%}
        {%- set log_node = graph.nodes.get('model.flywheel.flywheel__alert_log') or {} -%}
        {%- set ledger = adapter.get_relation(log_node.database, log_node.schema, log_node.alias) if log_node else none -%}
        {%- if not ledger -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: alerts: flywheel__alert_log is not there yet. Make it: dbt build --select +flywheel__alerts"
            ) }}
        {%- endif -%}
        {%- set columns = [
            'alert_id', 'event', 'verdict', 'root', 'owner', 'channel', 'opened_at', 'resolved_at', 'told_at', 'what', 'is_relapse',
            'is_flapping', 'also_failing', 'also_failing_names', 'use_cases', 'kpis', 'message',
        ] -%}
        {%- set undelivered -%}
            select {{ columns | join(', ') }}
            from ({{ flywheel.undelivered_alerts(ledger) }}) as alerts
            order by told_at, verdict, root
        {%- endset -%}
        {%- set found = run_query(undelivered) -%}
        {%- set rows = [] -%}
        {%- for row in found.rows -%}
            {%- set told = {} -%}
            {%- for column in columns -%}
                {%- set value = row[loop.index0] -%}
                {%- if column.endswith('_at') and value is not none -%} {%- set value = value | string -%} {%- endif -%}
                {%- do told.update({column: value | int if column == 'also_failing' else value}) -%}
            {%- endfor -%}
            {%- do rows.append(told) -%}
        {%- endfor -%}
        {%- if format == 'json' -%}
            {%- do print(tojson(rows)) -%}
        {%- else -%}
            {%- for told in rows -%} {%- do print((told.channel or 'no channel') ~ ': ' ~ told.message) -%} {%- endfor -%}
        {%- endif -%}
        {%- if deliver and rows -%}
            {%- call statement('flywheel_delivered') -%}
                update {{ ledger }} set delivered_at = {{ flywheel._now() }}
                where delivered_at is null and told_at <= cast('{{ rows | map(attribute='told_at') | max }}' as {{ dbt.type_timestamp() }})
            {%- endcall -%}
            {%- do adapter.commit() -%}
        {%- endif -%}
        {{ return(rows) }}
    {%- endif -%}
{% endmacro %}
