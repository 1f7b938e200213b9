{% macro alert_settings() %}
    {#- One row per test of the project: how its alerts are set, read from dbt's graph. Tests of other packages, flywheel's among them,
        are not the project's to set. -#}
    {%- set columns = flywheel._alert_settings_columns() -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- set tests_of = {} -%}
        {%- set tests = [] -%}
        {%- for test in graph.nodes.values() if test.resource_type == 'test' and test.package_name == project_name -%}
            {%- set tested_id = flywheel._tested_id(test) -%}
            {%- do tests_of.update({tested_id: tests_of.get(tested_id, 0) + 1}) -%}
            {%- do tests.append([test, tested_id]) -%}
        {%- endfor -%}
        {%- set groups = flywheel._group_channels() -%}
        {%- for test, tested_id in tests -%}
            {%- set settings = flywheel._settings_of_test(test, tested_id, tests_of[tested_id], groups) -%}
            {%- set row = [] -%}
            {%- for column in columns -%} {%- do row.append(settings[column]) -%} {%- endfor -%}
            {%- do rows.append(row) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, columns) }}
{% endmacro %}


{% macro _alert_settings_columns() %}
    {%- set columns = {
        'test_id': 'str', 'name': 'str', 'test_name': 'str', 'column_name': 'str', 'node_id': 'str', 'node_name': 'str',
        'file': 'str', 'severity': 'str', 'is_severity_set': 'bool', 'is_threshold_set': 'bool', 'is_public': 'bool',
        'is_source': 'bool', 'is_described': 'bool', 'owner': 'str', 'owners': 'int', 'group_name': 'str', 'channel': 'str',
        'is_fallback_channel': 'bool', 'suppression_hours': 'float', 'is_grouped': 'bool', 'tests_of_node': 'int',
        'is_incremental': 'bool', 'condition': 'str', 'is_condition_plain': 'bool', 'rule_text': 'str', 'baseline': 'str',
    } -%}
    {%- for problem in flywheel._baseline_rules() -%}
        {%- do columns.update({problem ~ '_problem': 'str'}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}


{% macro _settings_of_test(test, tested_id, tests_of_node, groups) %}
    {%- set config = test.get('config') or {} -%}
    {%- set set_here = test.get('unrendered_config') or {} -%}
    {%- set tested = graph.nodes.get(tested_id) or graph.sources.get(tested_id) or {} -%}
    {%- set recipient = flywheel._alert_recipient(test, groups) -%}
    {%- set description = test.get('description') or flywheel._alert_setting([test], 'description') -%}
    {%- set suppression = flywheel._alert_setting([test, tested], 'alert_suppression_interval') -%}
    {%- set grouping = flywheel._alert_setting([test, tested], 'slack_group_alerts_by') -%}
    {%- set condition = config.get('where') -%}
    {%- set arguments = dict((test.get('test_metadata') or {}).get('kwargs') or {}) -%}
    {%- do arguments.pop('model', none) -%}
    {#- of flywheel's own models, tests look at the newest periods by themselves -#}
    {%- set reads_more_each_run = (tested.get('config') or {}).get('materialized') == 'incremental' and tested.get('package_name') != 'flywheel' -%}
    {%- set settings = {
        'test_id': test.unique_id,
        'name': test.name,
        'test_name': flywheel._short_test_name(test),
        'column_name': test.get('column_name') or arguments.get('column_name'),
        'node_id': tested_id,
        'node_name': tested.get('name'),
        'file': test.get('original_file_path'),
        'severity': (config.get('severity') or 'error') | lower,
        'is_severity_set': 'severity' in set_here,
        'is_threshold_set': 'error_if' in set_here or 'warn_if' in set_here,
        'is_public': (tested.get('access') | string) == 'public',
        'is_source': tested.get('resource_type') == 'source',
        'is_described': true if description else false,
        'owner': recipient.owner,
        'owners': recipient.owners | length,
        'group_name': recipient.group_name,
        'channel': recipient.channel,
        'is_fallback_channel': recipient.is_fallback,
        'suppression_hours': suppression if suppression is number and suppression is not boolean else none,
        'is_grouped': grouping == 'table',
        'tests_of_node': tests_of_node,
        'is_incremental': reads_more_each_run,
        'condition': condition,
        'is_condition_plain': (modules.re.search('^[(\s]*["`\w.]+\s*(>=|>|=|between\s)', condition | lower) is not none) if condition else none,
        'rule_text': flywheel._short_test_name(test) ~ ' ' ~ tojson(arguments, sort_keys=true) if test.get('test_metadata') else none,
        'baseline': flywheel._baseline_kind(test),
    } -%}
    {%- set problems = flywheel._baseline_problems(test, tested, settings) -%}
    {%- for problem in flywheel._baseline_rules() -%}
        {%- do settings.update({problem ~ '_problem': problems.get(problem)}) -%}
    {%- endfor -%}
    {{ return(settings) }}
{% endmacro %}
