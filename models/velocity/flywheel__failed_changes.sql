{%- set number = flywheel._number_text -%}
{%- set velocity_metrics = "'" ~ flywheel._velocity_metrics() | join("', '") ~ "'" -%}

with releases as (

    select * from {{ ref('flywheel__releases') }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

series as (

    select
        *,
        {{ flywheel._half_period_minutes('period') }} as half_minutes
    from {{ ref('flywheel__series') }}
    where
        subject_type not in ('use_case', 'team')
        or metric not in ({{ velocity_metrics }})

),

-- of what a use case is for, and of what is measured under its name; what befalls the data that it rests on is no
-- doing of a release. Those of segments that the whole's tells are told with it
incidents as (

    select
        use_cases.use_case,
        incidents.opened_at,
        incidents.resolved_at,
        row_number() over (
            partition by use_cases.use_case order by incidents.opened_at, incidents.series_id
        ) as incident,
        {{ dbt.dateadd('minute', 'series.half_minutes', 'incidents.opened_at') }} as middle,
        {{ dbt.dateadd('minute', '-series.half_minutes', 'incidents.opened_at') }} as middle_before
    from {{ ref('flywheel__incidents') }} as incidents
    inner join series
        on incidents.series_id = series.series_id
    inner join use_cases
        on incidents.subject = case incidents.subject_type when 'kpi' then use_cases.kpi else use_cases.use_case end
    where incidents.part_of is null

),

-- the change that was live in the middle of the first failing period, the newest first
releases_by_recency as (

    select
        incidents.use_case,
        incidents.opened_at,
        incidents.resolved_at,
        incidents.middle_before,
        releases.version,
        releases.deployed_at,
        row_number() over (
            partition by incidents.use_case, incidents.incident
            order by
                releases.deployed_at desc,
                case when releases.is_rolled_back then 0 else 1 end,
                releases.version desc
        ) as recency
    from incidents
    inner join releases
        on incidents.use_case = releases.use_case and incidents.middle >= releases.deployed_at

),

-- where that period was its first, or began soon after it
incidents_of_releases as (

    select
        use_case,
        version,
        deployed_at,
        count(*) as incidents,
        count(case when resolved_at is null then 1 end) as open_incidents,
        min(opened_at) as first_opened_at,
        max(resolved_at) as last_resolved_at
    from releases_by_recency
    where
        recency = 1
        and (
            middle_before < deployed_at
            or opened_at
            <= {{ dbt.dateadd('day', flywheel._number_var('flywheel_change_incident_days', 7), 'deployed_at') }}
        )
    group by use_case, version, deployed_at

),

failed as (

    select
        releases.use_case,
        use_cases.team,
        releases.version,
        releases.deployed_at,
        releases.is_rolled_back,
        releases.recovered_at,
        coalesce(incidents_of_releases.incidents, 0) as incidents,
        coalesce(incidents_of_releases.open_incidents, 0) as open_incidents,
        incidents_of_releases.last_resolved_at,
        case
            when releases.is_rolled_back or releases.deployed_at > incidents_of_releases.first_opened_at
                then releases.deployed_at
            else incidents_of_releases.first_opened_at
        end as failed_at
    from releases
    left join incidents_of_releases
        on
            releases.use_case = incidents_of_releases.use_case
            and releases.version = incidents_of_releases.version
            and releases.deployed_at = incidents_of_releases.deployed_at
    left join use_cases
        on releases.use_case = use_cases.use_case
    where releases.is_rolled_back or incidents_of_releases.use_case is not null

),

-- what had both a rollback and incidents failed once, and is restored when the last of them is over
restored as (

    select
        *,
        case
            when open_incidents > 0 or (is_rolled_back and recovered_at is null) then null
            when recovered_at is null or recovered_at < last_resolved_at then last_resolved_at
            else recovered_at
        end as restored_at
    from failed

)

select
    use_case,
    version,
    deployed_at,
    team,
    is_rolled_back,
    cast(incidents as {{ flywheel._contract_type('int') }}) as incidents,
    failed_at,
    restored_at,
    {{ flywheel._days_between('failed_at', 'restored_at') }} as restore_days,
    'Version ' || version || case when is_rolled_back then ' was rolled back' else '' end
    || case when is_rolled_back and incidents > 0 then ', and' else '' end
    || case when incidents > 0 then ' was followed by ' || {{ flywheel._counted('incidents', 'incident') }} else '' end
    || case
        when open_incidents > 0 then ', ' || {{ number('open_incidents') }} || ' still open.'
        when restored_at is null then ', and nothing that holds came after it yet.'
        else
            ', restored after '
            || {{ flywheel._counted(flywheel._days_between('failed_at', 'restored_at'), 'day') }} || '.'
    end as reason
from restored
