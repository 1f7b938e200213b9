{% macro test_in_elementary() %}
    {#- What the materialization of tests in your project gives, so that Elementary shows rows at fault, and of a test of flywheel in words
        what is wrong and who answers for it. dbt's own where Elementary is not installed. -#}
    {%- if not flywheel._has_elementary() -%}
        {{ return(dbt.materialization_test_default()) }}
    {%- endif -%}
    {%- set relations = elementary.materialization_test_default() -%}
    {#- what Elementary keeps of this test until the run ends, when it is written -#}
    {%- for kept in (elementary.get_cache('elementary_test_results') or {}).get(model.unique_id, []) -%}
        {%- set recipient = flywheel._alert_recipient(model) -%}
        {%- set said = flywheel._rows_in_words(kept.result_rows, (load_result('main').table.rows | first)[0]) -%}
        {%- if said -%}
            {%- do kept.update({'test_results_description': said ~ '. Owner: ' ~ (recipient.owner or 'nobody')}) -%}
        {%- endif -%}
        {%- if flywheel._alert_setting([model], 'owner') or not kept.owners -%}
            {%- do kept.update({'owners': recipient.owners}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(relations) }}
{% endmacro %}


{% macro _rows_in_words(rows, failures) %}
    {#- What a failing test found, from some of its rows; none where they do not say it. It begins as dbt's own message does, which is where
        Elementary's report reads their number. -#}
    {%- set found = [] -%}
    {%- for row in rows or [] if row.get('reason') or row.get('problem') -%}
        {%- do found.append(flywheel._row_in_words(row)) -%}
    {%- endfor -%}
    {%- if not found -%} {{ return(none) }} {%- endif -%}
    {%- set told = found[:3] -%}
    {%- set failures = failures or found | length -%}
    {%- set more = ' (and ' ~ (failures - told | length) ~ ' more)' if failures > told | length else '' -%}
    {{ return('Got ' ~ failures ~ (' result: ' if failures == 1 else ' results: ') ~ told | join('; ') ~ more) }}
{% endmacro %}


{% macro _row_in_words(row) %}
    {#- One row that a test found: its reason, and what it is about where that does not say it. -#}
    {%- set of = '' -%}
    {%- if row.get('problem') -%}
        {#- has_key: the key -#}
        {%- set key = [] -%}
        {%- for column, value in row.items() if column not in ('row_count', 'problem') -%}
            {%- do key.append(column ~ ' ' ~ ('null' if value is none else value)) -%}
        {%- endfor -%}
        {%- set of = key | join(', ') ~ ': ' -%}
    {%- elif row.get('metric') and row.get('period_start') -%}
        {#- a verdict -#}
        {%- set of = row.metric ~ (' of ' ~ row.segment if row.get('segment') else '') ~ ' on ' ~ (row.period_start | string)[:10] ~ ': ' -%}
    {%- endif -%}
    {{ return(of ~ (row.get('reason') or row.problem)) }}
{% endmacro %}
