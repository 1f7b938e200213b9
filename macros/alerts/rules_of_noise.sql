{% macro _rules_of_noise(thresholds) %}
    {#- How often somebody is told, and whether they still listen. -#}
    {%- set text = dbt.type_string() -%}
    {%- set hours = flywheel._number_text('suppression_hours') -%}
    {%- set suppression -%}
        case
            when coalesce(suppression_hours, 0) = 0
                then 'no suppression interval is set: a tool that remembers nothing tells of it at every run'
            else
                'its suppression interval of ' || {{ hours }} || ' hours is shorter than the '
                || {{ flywheel._number_text('hours_between_runs') }} || ' hours between its runs: it suppresses nothing'
        end
    {%- endset -%}
    {%- set grouped -%}
        'its alerts are not grouped, and ' || node_name || ' has ' || cast(tests_of_node as {{ text }})
        || ' tests: one broken load may send as many messages'
    {%- endset -%}
    {%- set budget -%}
        channel || ' had ' || cast(channel_alerts as {{ text }}) || ' alerts in the last 7 days, ' || cast(alerts_7d as {{ text }})
        || ' of them from this test; people stop reading at {{ thresholds.alerts_per_week }}'
    {%- endset -%}
    {%- set acted_on -%}
        case
            when is_always_failing
                then 'it alerted in each of its ' || cast(runs as {{ text }}) || ' runs: what always fails tells nothing'
            else 'it alerts, and nobody acted on it for {{ thresholds.unanswered_days }} days'
        end
    {%- endset -%}
    {%- set no_end -%}
        'Elementary does not tell of an end, and says nothing of a relapse, or of a rise from warn to error, within the '
        || {{ hours }} || ' hours of its suppression interval'
    {%- endset -%}
    {{ return([
        {
            'rule': 'suppression_is_set',
            'number': 6,
            'breaks': '(coalesce(suppression_hours, 0) = 0 or suppression_hours < hours_between_runs)',
            'reason': suppression,
            'remedy': "config:\n  meta: {alert_suppression_interval: 24}   # hours\n"
                ~ "# or in dbt_project.yml, for all tests:\ndata_tests:\n  +meta: {alert_suppression_interval: 24}",
        },
        {
            'rule': 'alerts_are_grouped',
            'number': 7,
            'breaks': '(tests_of_node >= ' ~ thresholds.tests_to_group ~ ' and not is_grouped)',
            'reason': grouped,
            'remedy': '# of the model, not of the test:\nconfig:\n  meta: {slack_group_alerts_by: table}',
        },
        {
            'rule': 'channel_within_budget',
            'number': 8,
            'breaks': '(alerts_7d > 0 and channel_alerts > ' ~ thresholds.alerts_per_week ~ ')',
            'reason': budget,
            'unknown': '(channel is not null and not is_collected)',
            'unknown_reason': 'no test results are kept, so nobody can tell how many alerts its channel has a week',
            'remedy': '# as flywheel__alert_health advises for it; the quickest is\nconfig:\n  severity: warn',
        },
        {
            'rule': 'is_acted_on',
            'number': 19,
            'breaks': '(is_always_failing or is_unanswered)',
            'reason': acted_on,
            'unknown': '(runs is null or (alerts > 0 and is_unanswered is null))',
            'unknown_reason':
                'no result of it is kept, or no reaction to any alert (the input alert_actions), so nobody can tell whether anybody acts on it',
            'remedy': '# fix what it finds, or\nconfig:\n  severity: warn\n# or\nconfig:\n  enabled: false',
        },
        {
            'rule': 'end_and_relapse_are_told',
            'number': 20,
            'breaks': '(suppression_hours > 0)' if flywheel._has_elementary() else '1 = 0',
            'verdict': "'warn'",
            'reason': no_end,
            'remedy': '# nothing to set: let flywheel tell, after each run\n'
                ~ '# dbt run --select flywheel__test_history+\n# dbt run-operation flywheel.alerts',
        },
    ]) }}
{% endmacro %}
