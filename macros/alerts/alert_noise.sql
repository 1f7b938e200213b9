{% macro alert_noise(results, incidents) %}
    {#- How many alerts a week went to which channel and owner, beside what the channel can bear. -#}
    {%- set budget = flywheel.alert_thresholds().alerts_per_week -%}
    {%- set week_of = flywheel._period_start('executed_at', 'week') -%}
    with alerts as (
        select
            {{ week_of }} as week_start,
            channel,
            owner,
            count(*) as alerts,
            count(distinct test_id) as tests
        from {{ results }}
        where status in ({{ flywheel._alerting_statuses() }})
        group by {{ week_of }}, channel, owner
    ),

    opened as (
        select
            {{ flywheel._period_start('opened_at', 'week') }} as week_start,
            channel,
            owner,
            count(*) as incidents
        from {{ incidents }}
        group by {{ flywheel._period_start('opened_at', 'week') }}, channel, owner
    ),

    with_the_channel as (
        select
            alerts.*,
            coalesce(opened.incidents, 0) as incidents,
            sum(alerts.alerts) over (partition by alerts.week_start, alerts.channel) as channel_alerts
        from alerts
        left join opened
            on
                alerts.week_start = opened.week_start
                and coalesce(alerts.channel, '') = coalesce(opened.channel, '')
                and coalesce(alerts.owner, '') = coalesce(opened.owner, '')
    )

    select
        week_start,
        channel,
        owner,
        tests,
        alerts,
        incidents,
        cast(channel_alerts as {{ flywheel._contract_type('int') }}) as channel_alerts,
        case when channel_alerts > {{ budget }} then 'warn' else 'pass' end as verdict,
        coalesce(channel, 'what has no channel') || ' had ' || cast(channel_alerts as {{ dbt.type_string() }})
            || ' alerts in the week, and people stop reading at {{ budget }}; ' || cast(alerts as {{ dbt.type_string() }})
            || ' of them, from ' || cast(tests as {{ dbt.type_string() }}) || ' tests, were for ' || coalesce(owner, 'nobody') as reason
    from with_the_channel
{% endmacro %}
