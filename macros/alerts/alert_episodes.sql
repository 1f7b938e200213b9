{% macro _alert_episodes(test_incidents, incidents) %}
    {#- Incidents of tests and of metrics alike, one row per thing and time that it is wrong. What flaps, from the third time on, is one
        episode until it has been calm: one more message for each time would not help. One that began with the test's first result may have
        begun before that. Common table expressions; the last is `episodes`. -#}
    {%- set text = dbt.type_string() %}
    holders as (
        select
            name,
            min(node_id) as node_id
        from {{ ref('flywheel', 'flywheel__nodes') }}
        where resource_type in ('model', 'seed', 'snapshot')
        group by name
    ),

    wrong as (
        select
            'test' as thing_type,
            test_incidents.test_id as thing_id,
            test_incidents.opened_at,
            test_incidents.last_seen_at,
            test_incidents.resolved_at,
            test_incidents.worst_verdict as verdict,
            case when test_incidents.relapse_of is not null then 1 else 0 end as relapses,
            case when test_incidents.is_flapping then 1 else 0 end as flaps,
            test_incidents.opened_number,
            coalesce(settings.name, test_incidents.test_name, test_incidents.test_id) as name,
            coalesce(test_incidents.test_name, test_incidents.test_id) || coalesce(' of ' || test_incidents.column_name, '')
                || coalesce(', ' || cast(test_incidents.most_failures as {{ text }})
                    || case when test_incidents.most_failures = 1 then ' row' else ' rows' end || ' at most', '') as what,
            test_incidents.node_id,
            coalesce(test_incidents.owner, settings.owner) as owner,
            coalesce(test_incidents.channel, settings.channel) as channel
        from {{ test_incidents }} as test_incidents
        left join {{ ref('flywheel', 'flywheel__alert_settings') }} as settings on test_incidents.test_id = settings.test_id
        {%- if not var('flywheel_inputs', {}).get('test_results') %}
        -- a test of this project that is in it no more, by this name, will never pass
        where not (
            settings.test_id is null and test_incidents.resolved_at is null and test_incidents.test_id like 'test.{{ project_name }}.%'
        )
        {%- endif %}
        union all
        select
            'metric' as thing_type,
            incidents.series_id as thing_id,
            incidents.opened_at,
            incidents.last_seen_at,
            incidents.resolved_at,
            incidents.worst_verdict as verdict,
            case when incidents.relapse_of is not null then 1 else 0 end as relapses,
            case when incidents.is_flapping then 1 else 0 end as flaps,
            cast(null as {{ flywheel._contract_type('int') }}) as opened_number,
            incidents.metric || coalesce(' of ' || incidents.segment, '') as name,
            incidents.metric || coalesce(' of ' || incidents.segment, '')
                || coalesce(', ' || {{ flywheel._number_text('incidents.peak_value') }} || ' at worst', '')
                || coalesce(' where ' || {{ flywheel._number_text('incidents.peak_expected') }} || ' was expected', '') as what,
            holders.node_id,
            incidents.owner,
            coalesce(incidents.channel, {{ flywheel._literal(flywheel._fallback_channel()) }}) as channel
        from {{ incidents }} as incidents
        left join {{ ref('flywheel', 'flywheel__series') }} as series on incidents.series_id = series.series_id
        left join holders on series.from_model = holders.name
        -- a segment that fails where the whole does is told by the whole
        where incidents.part_of is null
    ),

    after_one_another as (
        select
            *,
            lag(flaps) over (partition by thing_type, thing_id order by opened_at) as flaps_before
        from wrong
    ),

    in_episodes as (
        select
            *,
            sum(case when flaps = 1 and flaps_before = 1 then 0 else 1 end) over (
                partition by thing_type, thing_id order by opened_at rows between unbounded preceding and current row
            ) as episode
        from after_one_another
    ),

    episodes as (
        select
            thing_type,
            thing_id,
            min(opened_at) as began_at,
            coalesce(min(opened_number) = 1, false) as is_from_the_start,
            max(last_seen_at) as last_seen_at,
            case when count(*) = count(resolved_at) then max(resolved_at) end as resolved_at,
            case when count(*) = count(resolved_at) then 'resolved' else 'open' end as state,
            min(verdict) as verdict,
            max(relapses) = 1 as is_relapse,
            max(flaps) = 1 as is_flapping,
            max(name) as name,
            max(what) as what,
            max(node_id) as node_id,
            max(owner) as owner,
            max(channel) as channel
        from in_episodes
        group by thing_type, thing_id, episode
    )
{%- endmacro %}
