{% macro _alert_settings_rows() %}
    {#- One row per test of the project, in the order of _alert_settings_columns(): how its alerts are set, read from dbt's graph; none while
        dbt parses. Tests of other packages, flywheel's among them, are not the project's to set. There may be tens of thousands: no macro
        is called for a test that says nothing of its alerts itself, beyond once for each model and group. -#}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set tests = [] -%}
    {%- set tests_of = {} -%}
    {%- for test in graph.nodes.values() if test['resource_type'] == 'test' and test['package_name'] == project_name -%}
        {%- set tested_id = test['attached_node'] or flywheel._tested_id(test) -%}
        {%- do tests_of.update({tested_id: tests_of.get(tested_id, 0) + 1}) -%}
        {%- do tests.append([test, tested_id]) -%}
    {%- endfor -%}
    {%- set groups = flywheel._group_channels() -%}
    {%- set recipients = {} -%}
    {%- set rules = flywheel._baseline_rules() -%}
    {%- set no_problems = [none] * (rules | length) -%}
    {%- set rows = [] -%}
    {%- for test, tested_id in tests -%}
        {%- set tested = graph.nodes.get(tested_id) or graph.sources.get(tested_id) or {} -%}
        {%- set config = test['config'] -%}
        {%- set set_here = test['unrendered_config'] or {} -%}
        {%- set says_itself = true if test['meta'] or config['meta'] else false -%}
        {%- set says = test['unique_id'] if says_itself else (tested_id, test['group'] or config['group']) -%}
        {%- if says not in recipients -%} {%- do recipients.update({says: flywheel._alert_recipient(test, groups)}) -%} {%- endif -%}
        {%- set recipient = recipients[says] -%}
        {%- set suppression = recipient['said']['alert_suppression_interval'] -%}
        {%- set condition = config['where'] or none -%}
        {%- set generic = test['test_metadata'] or {} -%}
        {%- set arguments = dict(generic['kwargs'] or {}) -%}
        {%- do arguments.pop('model', none) -%}
        {%- set test_name = generic['name'] or test['name'] -%}
        {%- set column_name = test['column_name'] or arguments['column_name'] or none -%}
        {%- set severity = (config['severity'] or 'error') | lower -%}
        {%- set baseline = flywheel._baseline_kind(test) if generic['namespace'] else none -%}
        {%- set problems = no_problems -%}
        {%- if baseline -%}
            {%- set settings = {'baseline': baseline, 'column_name': column_name, 'severity': severity} -%}
            {%- set found = flywheel._baseline_problems(test, tested, settings) -%}
            {%- set problems = [] -%}
            {%- for rule in rules -%} {%- do problems.append(found.get(rule)) -%} {%- endfor -%}
        {%- endif -%}
        {%- do rows.append([
            test['unique_id'], test['name'], test_name, column_name, tested_id, tested['name'] or none, test['original_file_path'],
            severity, 'severity' in set_here, 'error_if' in set_here or 'warn_if' in set_here,
            tested['access'] | string == 'public', tested['resource_type'] == 'source',
            true if test['description'] or (says_itself and flywheel._alert_setting([test], 'description')) else false,
            recipient['owner'], recipient['owners'] | length, recipient['group_name'], recipient['channel'], recipient['is_fallback'],
            suppression if suppression is number and suppression is not boolean else none,
            recipient['said']['slack_group_alerts_by'] == 'table', tests_of[tested_id],
            (tested['config'] or {})['materialized'] == 'incremental' and tested['package_name'] != 'flywheel',
            condition,
            (modules.re.search('^[(\s]*["`\w.]+\s*(>=|>|=|between\s)', condition | lower) is not none) if condition else none,
            test_name ~ ' ' ~ tojson(arguments, sort_keys=true) if generic else none,
            baseline,
        ] + problems) -%}
    {%- endfor -%}
    {{ return(rows) }}
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
