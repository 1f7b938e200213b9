{% macro alert_health(notable_results, incidents, actions, settings) %}
    {#- How noisy each test was, how well it was answered, and what to do about it. Precision is actionable / all reactions, where a fix
        and an acknowledgement are actionable, and a mute and a false alarm are not. -#}
    {%- set thresholds = flywheel.alert_thresholds() -%}
    {%- set statuses = flywheel._alerting_statuses() %}
    with per_test as (
        select
            test_id,
            max(case when is_newest then node_id end) as node_id,
            max(case when is_newest then test_name end) as test_name,
            max(case when is_newest then owner end) as owner,
            max(case when is_newest then channel end) as channel,
            max(result_number) as runs,
            count(case when status in ({{ statuses }}) then 1 end) as alerts,
            count(case
                when status in ({{ statuses }}) and executed_at > {{ dbt.dateadd('day', -7, flywheel._now()) }}
                    and executed_at <= {{ flywheel._now() }} then 1
            end) as alerts_7d,
            min(first_run_at) as first_run_at,
            max(executed_at) as last_run_at,
            min(case when status in ({{ statuses }}) then executed_at end) as first_alert_at,
            max(case when status in ({{ statuses }}) then executed_at end) as last_alert_at
        from {{ notable_results }}
        group by test_id
    ),

    reactions as (
        select
            test_id,
            acted_at,
            lower(action) as action,
            lower(action) in ('acknowledged', 'fixed') as is_actionable
        from {{ actions }}
        where lower(action) in ('acknowledged', 'fixed', 'muted', 'false_alarm')
    ),

    reactions_per_test as (
        select
            test_id,
            count(*) as reactions,
            count(case when is_actionable then 1 end) as actionable,
            max(acted_at) as last_action_at
        from reactions
        group by test_id
    ),

    incidents as (
        select
            *,
            lead(opened_at) over (partition by test_id order by opened_number) as next_opened_at
        from {{ incidents }}
    ),

    answered as (
        select
            incidents.test_id,
            incidents.opened_at,
            min(case when reactions.is_actionable then reactions.acted_at end) as acknowledged_at,
            count(case when not reactions.is_actionable then 1 end) as dismissals
        from incidents
        inner join reactions
            on
                incidents.test_id = reactions.test_id
                and reactions.acted_at >= incidents.opened_at
                and (incidents.next_opened_at is null or reactions.acted_at < incidents.next_opened_at)
        group by incidents.test_id, incidents.opened_at
    ),

    per_incident as (
        select
            incidents.test_id,
            count(*) as incidents,
            count(incidents.relapse_of) as flaps,
            count(case when incidents.alerts = 1 and incidents.state = 'resolved' then 1 end) as blips,
            sum(case when answered.dismissals > 0 and answered.acknowledged_at is null then incidents.alerts else 0 end) as dismissed_alerts,
            max(incidents.last_number) as last_number,
            {{ flywheel._quantile(flywheel._hours_between('incidents.opened_at', 'answered.acknowledged_at'), 0.5) }} as hours_to_acknowledge_p50,
            {{ flywheel._quantile(flywheel._hours_between('incidents.opened_at', 'incidents.resolved_at'), 0.5) }} as hours_to_resolve_p50
        from incidents
        left join answered
            on incidents.test_id = answered.test_id and incidents.opened_at = answered.opened_at
        group by incidents.test_id
    ),

    known as (
        select
            per_test.test_id,
            coalesce(per_test.node_id, settings.node_id) as node_id,
            coalesce(per_test.test_name, settings.test_name) as test_name,
            per_test.runs,
            per_test.alerts,
            per_test.alerts_7d,
            coalesce(per_incident.incidents, 0) as incidents,
            coalesce(per_incident.flaps, 0) as flaps,
            coalesce(per_incident.blips, 0) as blips,
            coalesce(reactions_per_test.reactions, 0) as reactions,
            coalesce(reactions_per_test.actionable, 0) as actionable,
            cast(reactions_per_test.actionable as {{ flywheel._contract_type('float') }}) / reactions_per_test.reactions as precision_share,
            cast(coalesce(per_incident.dismissed_alerts, 0) as {{ flywheel._contract_type('int') }}) as dismissed_alerts,
            per_incident.hours_to_acknowledge_p50,
            per_incident.hours_to_resolve_p50,
            per_test.runs - coalesce(per_incident.last_number, 0) as clean_runs,
            {{ flywheel._hours_between('per_test.first_run_at', 'per_test.last_run_at') }} / nullif(per_test.runs - 1, 0) as hours_between_runs,
            per_test.first_alert_at,
            per_test.last_alert_at,
            reactions_per_test.last_action_at,
            coalesce(per_test.owner, settings.owner) as owner,
            coalesce(per_test.channel, settings.channel) as channel,
            (select count(*) from reactions) > 0 as is_anything_answered
        from per_test
        left join per_incident on per_test.test_id = per_incident.test_id
        left join reactions_per_test on per_test.test_id = reactions_per_test.test_id
        left join {{ settings }} as settings on per_test.test_id = settings.test_id
    ),

    judged as (
        select
            *,
            runs >= 5 and alerts = runs as is_always_failing,
            case when is_anything_answered then {{ flywheel._is_unanswered(thresholds) }} end as is_unanswered
        from known
    ),

    advised as (
        select
            *,
            case
                when alerts = 0 then 'quiet'
                when is_always_failing then 'always_failing'
                when is_unanswered then 'unanswered'
                when reactions >= 3 and precision_share < {{ thresholds.min_precision }} then 'imprecise'
                when flaps >= 2 and 2 * blips > incidents then 'flapping'
                when alerts > incidents then 'repeating'
                else 'fine'
            end as finding
        from judged
    )

    select
        test_id,
        node_id,
        test_name,
        runs,
        alerts,
        alerts_7d,
        incidents,
        flaps,
        reactions,
        precision_share as precision,
        hours_to_acknowledge_p50,
        hours_to_resolve_p50,
        clean_runs,
        hours_between_runs,
        first_alert_at,
        last_alert_at,
        last_action_at,
        is_always_failing,
        is_unanswered,
        owner,
        channel,
        finding,
        {{ flywheel._alert_advice() }} as advice,
        {{ flywheel._alerts_saved() }} as alerts_saved
    from advised
{% endmacro %}


{% macro _is_unanswered(thresholds) -%}
    {#- Whether it alerts still, and nobody did anything for so many days; of a test that nobody ever reacted to, since it first alerted. -#}
    {%- set since = dbt.dateadd('day', -(thresholds.unanswered_days | int), flywheel._now()) -%}
    last_alert_at >= {{ since }} and coalesce(last_action_at, first_alert_at) < {{ since }}
{%- endmacro %}
