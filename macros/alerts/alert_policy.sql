{% macro alert_policy(settings, health, edges) %}
    {#- Every test beside every rule: a row where it breaks it, and where nobody can tell. A test that stops the build fails a rule that
        it breaks, one that warns is warned. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    with channels as (
        select
            channel,
            sum(alerts_7d) as channel_alerts
        from {{ health }}
        where channel is not null
        group by channel
    ),

    repeats as (
        select
            child.test_id,
            min(parent.name) as repeats_test
        from {{ settings }} as child
        inner join {{ edges }} as edges on child.node_id = edges.child_id
        inner join {{ settings }} as parent on edges.parent_id = parent.node_id and child.rule_text = parent.rule_text
        group by child.test_id
    ),

    tests as (
        select
            settings.*,
            repeats.repeats_test,
            health.runs,
            health.alerts,
            health.alerts_7d,
            health.clean_runs,
            health.precision as precision_share,
            health.hours_between_runs,
            health.is_always_failing,
            health.is_unanswered,
            channels.channel_alerts,
            (select count(*) from {{ health }}) > 0 as is_collected
        from {{ settings }} as settings
        left join {{ health }} as health on settings.test_id = health.test_id
        left join repeats on settings.test_id = repeats.test_id
        left join channels on settings.channel = channels.channel
    ),

    findings as (
        {%- for rule in flywheel.alert_rules() %}
        select
            test_id,
            file,
            name,
            '{{ rule.rule }}' as rule,
            {{ rule.number }} as rule_number,
            {%- set verdict = rule.verdict or "case when severity = 'error' then 'fail' else 'warn' end" %}
            {%- if rule.unknown %}
            case when {{ rule.breaks }} then {{ verdict }} else 'not_assessed' end as verdict,
            case when {{ rule.breaks }} then {{ rule.reason }} else {{ dbt.string_literal(rule.unknown_reason) }} end as reason,
            {%- else %}
            {{ verdict }} as verdict,
            {{ rule.reason }} as reason,
            {%- endif %}
            {{ dbt.string_literal(dbt.escape_single_quotes(rule.remedy)) }} as remedy
        from tests
        where {{ rule.breaks }}{{ ' or ' ~ rule.unknown if rule.unknown }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )

    select
        test_id,
        rule,
        rule_number,
        verdict,
        reason,
        '# ' || coalesce(file, '') || ', the test ' || name || {{ flywheel._newline() }} || remedy as remedy
    from findings
{% endmacro %}


{% macro _newline() -%}
    {{ return(dbt.string_literal('\n')) }}
{%- endmacro %}


{% macro alert_rules() %}
    {#- The rules, in order. Of each: rule (its name), number, breaks (SQL on a row of `tests` in alert_policy), reason (SQL, in words),
        remedy (YAML to paste), and where it may be that nobody can tell, unknown (SQL) and unknown_reason. docs/alerts.md explains them. -#}
    {%- set thresholds = flywheel.alert_thresholds() -%}
    {{ return((
        flywheel._rules_of_people(thresholds) + flywheel._rules_of_severity(thresholds) + flywheel._rules_of_noise(thresholds)
        + flywheel._rules_of_baselines() + flywheel._rules_of_places()
    ) | sort(attribute='number')) }}
{% endmacro %}
