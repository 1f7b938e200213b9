{% macro alert_noise(notable_results, incidents) %}
    {#- How many alerts a week went to which channel and owner, beside what the channel can bear. -#}
    {%- set budget = flywheel.alert_thresholds().alerts_per_week -%}
    {%- set week_of = flywheel._period_start('results.executed_at', 'week') -%}
    with alerts as (
        select
            {{ week_of }} as week_start,
            results.channel,
            results.owner,
            count(distinct results.test_id) as tests,
            count(*) as alerts,
            count(distinct incidents.test_id || cast(incidents.opened_at as {{ dbt.type_string() }})) as incidents
        from {{ notable_results }} as results
        left join {{ incidents }} as incidents
            on results.test_id = incidents.test_id and results.executed_at = incidents.opened_at
        where results.status in ({{ flywheel._alerting_statuses() }})
        group by {{ week_of }}, results.channel, results.owner
    ),

    with_the_channel as (
        select
            *,
            sum(alerts) over (partition by week_start, channel) as channel_alerts
        from alerts
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
