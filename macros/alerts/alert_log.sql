{% macro alert_log(test_incidents, incidents, told=none) %}
    {#- What is to be told now, one row per thing that is wrong at its root: opened, worsened, still open after so many days, resolved.
        `told` are the rows of flywheel__alert_log so far; each is told once. -#}
    {%- set now = flywheel._now() -%}
    {%- set rule = flywheel._telling_rule() %}
    with recursive {{ flywheel._alert_episodes(test_incidents, incidents) }},

    told_last as (
        {{ flywheel._told_last(told) }}
    ),

    -- a telling is of the episode that its moment is in, wherever that is now seen to begin; or of one that began before all that is kept
    told_of as (
        select
            episodes.thing_id,
            episodes.began_at,
            max(told_last.opened_at) as opened_at
        from episodes
        inner join told_last
            on
                episodes.thing_id = told_last.thing_id
                and told_last.opened_at <= episodes.last_seen_at
                and (
                    told_last.opened_at >= episodes.began_at
                    or (episodes.is_from_the_start and not told_last.is_closed)
                )
        group by episodes.thing_id, episodes.began_at
    ),

    -- what is open, what was told and is over, and what was wrong lately and may explain others
    things as (
        select
            episodes.*,
            coalesce(told_last.opened_at, episodes.began_at) as opened_at,
            told_last.telling,
            coalesce(told_last.is_told, false) as is_told,
            coalesce(told_last.is_closed, false) as is_closed,
            told_last.told_verdict,
            coalesce(told_last.told_days, 0) as told_days,
            {{ flywheel._days_reached('coalesce(told_last.opened_at, episodes.began_at)') }} as open_days,
            episodes.state = 'open' as is_open,
            episodes.state = 'resolved'
                and (not episodes.is_flapping or episodes.resolved_at <= {{ dbt.dateadd('day', -rule.quiet_days, now) }}) as is_over
        from episodes
        left join told_of
            on episodes.thing_id = told_of.thing_id and episodes.began_at = told_of.began_at
        left join told_last
            on told_of.thing_id = told_last.thing_id and told_of.opened_at = told_last.opened_at
        where
            episodes.state = 'open'
            or (told_last.is_told and not told_last.is_closed)
            or episodes.resolved_at >= {{ dbt.dateadd('day', -rule.memory_days, now) }}
    ),

    {{ flywheel._root_causes('things') }},

    events as (
        select
            things.*,
            covered.root_id is not null as is_covered,
            coalesce(explained.things, 0) as also_failing,
            explained.names as also_failing_names,
            at_stake.use_cases,
            at_stake.kpis,
            case
                when things.is_told and not things.is_closed and things.is_over then 'resolved'
                when covered.root_id is not null then null
                {%- if told is not none %}
                -- it came and went before anybody was told
                when not things.is_told and things.is_over and things.resolved_at >= {{ dbt.dateadd('day', -rule.brief_days, now) }}
                    then 'resolved'
                {%- endif %}
                when not things.is_open then null
                when not things.is_told or things.is_closed then 'opened'
                when things.told_verdict = 'warn' and things.verdict = 'fail' then 'worsened'
                when things.open_days > things.told_days then 'still_open'
            end as event
        from things
        left join covered on things.thing_id = covered.thing_id and things.opened_at = covered.opened_at
        left join explained on things.node_id = explained.root_id
        left join at_stake on things.node_id = at_stake.root_id
    )

    select
        thing_type,
        thing_id,
        opened_at,
        event,
        verdict,
        name,
        what,
        node_id,
        owner,
        channel,
        last_seen_at,
        resolved_at,
        is_relapse,
        is_flapping,
        cast(open_days as {{ flywheel._contract_type('int') }}) as open_days,
        cast(also_failing as {{ flywheel._contract_type('int') }}) as also_failing,
        also_failing_names,
        use_cases,
        kpis,
        cast(coalesce(telling + 1, 0) as {{ flywheel._contract_type('int') }}) as telling,
        {{ now }} as told_at,
        cast(null as {{ dbt.type_timestamp() }}) as delivered_at
    from events
    where event is not null
{% endmacro %}


{% macro _telling_rule() %}
    {#- What flaps is over once it was quiet for so many days; what came and went untold is told for so many days; a failure explains one
        below it that began up to so many hours before or after it; what was mended so many days ago explains nothing any more. -#}
    {{ return({'quiet_days': 3, 'brief_days': 4, 'lineage_hours': 48, 'memory_days': 14}) }}
{% endmacro %}


{% macro _days_reached(opened_at) -%}
    {#- The largest of the days of the reminders that something has been open for; 0 before the first. -#}
    case
        {%- for days in flywheel.alert_thresholds().remind_after_days | sort(reverse=true) %}
        when {{ opened_at }} <= {{ dbt.dateadd('hour', -((days * 24) | int), flywheel._now()) }} then {{ days }}
        {%- endfor %}
        else 0
    end
{%- endmacro %}


{% macro _told_last(told) -%}
    {#- What was last told of each thing. -#}
    {%- if told is none %}
    select
        cast(null as {{ dbt.type_string() }}) as thing_id,
        cast(null as {{ dbt.type_timestamp() }}) as opened_at,
        cast(null as {{ flywheel._contract_type('int') }}) as telling,
        cast(null as {{ dbt.type_boolean() }}) as is_told,
        cast(null as {{ dbt.type_boolean() }}) as is_closed,
        cast(null as {{ dbt.type_string() }}) as told_verdict,
        cast(null as {{ flywheel._contract_type('int') }}) as told_days
    from (select 1 as nothing) as no_rows
    where 1 = 0
    {%- else %}
    select
        thing_id,
        opened_at,
        telling,
        true as is_told,
        event = 'resolved' as is_closed,
        verdict as told_verdict,
        open_days as told_days
    from (
        select
            *,
            row_number() over (partition by thing_id, opened_at order by telling desc) as from_newest
        from {{ told }}
    ) as tellings
    where from_newest = 1
    {%- endif %}
{%- endmacro %}
