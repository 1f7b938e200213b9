{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}

with training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}
    where use_case is not null and run_id is not null

),

releases as (

    select * from {{ ref('flywheel__releases') }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

-- a run that was started again under its own name is one run, and failed only if it never finished
runs as (

    select
        use_case,
        run_id,
        min(author) as author,
        min(coalesce(started_at, ended_at)) as started_at,
        max(case when coalesce(lower(status), 'finished') = 'finished' then 1 else 0 end) as is_finished,
        max(case when lower(status) not in ('finished', 'running', 'scheduled') then 1 else 0 end) as has_failed
    from training_runs
    group by use_case, run_id

),

shots as (

    select
        *,
        {{ flywheel._period_start('started_at', 'month') }} as month,
        case when is_finished = 0 then has_failed else 0 end as is_failed
    from runs
    where started_at <= {{ flywheel._now() }}

),

goals as (

    select
        *,
        {{ flywheel._period_start('deployed_at', 'month') }} as month
    from releases

),

shots_of_months as (

    select
        use_case,
        month,
        count(*) as shots,
        sum(is_failed) as failed_shots,
        count(author) as known_people
    from shots
    group by use_case, month

),

goals_of_months as (

    select
        use_case,
        month,
        count(*) as goals,
        count(case when coalesce(is_automated, false) then null else deployed_by end) as known_people,
        avg(case when is_rolled_back then cast(1 as {{ float }}) else 0 end) as change_fail_rate,
        {{ flywheel._quantile('lead_time_days', 0.5) }} as lead_time_days,
        {{ flywheel._quantile('cycle_time_days', 0.5) }} as cycle_time_days_p50,
        {{ flywheel._quantile('recovery_days', 0.5) }} as recovery_days_p50,
        sum(case when is_hand_off then 1 when not is_hand_off then 0 end) as hand_offs,
        avg(case when is_automated then cast(1 as {{ float }}) when not is_automated then 0 end) as automated_share
    from goals
    group by use_case, month

),

-- who trained or released; what a pipeline released by itself was released by nobody
people as (

    select
        use_case,
        month,
        author as person
    from shots
    where author is not null
    union all
    select
        use_case,
        month,
        deployed_by as person
    from goals
    where deployed_by is not null and not coalesce(is_automated, false)

),

people_of_months as (

    select
        use_case,
        month,
        count(distinct person) as people
    from people
    group by use_case, month

),

first_shots as (

    select
        use_case,
        min(started_at) as first_run_at
    from shots
    group by use_case

),

first_goals as (

    select
        use_case,
        min(deployed_at) as first_deployed_at
    from goals
    group by use_case

),

spans as (

    select
        use_case,
        min(month) as first_month
    from (
        select
            use_case,
            month
        from shots
        union all
        select
            use_case,
            month
        from goals
    ) as active_months
    group by use_case

),

-- every month from the first on, so that a month in which nothing was tried says so
months as (

    select
        spans.use_case,
        {{ dbt.dateadd('month', 'numbers.number', 'spans.first_month') }} as month
    from spans
    inner join ({{ flywheel._numbers(1200) }}) as numbers
        on {{ dbt.dateadd('month', 'numbers.number', 'spans.first_month') }} < {{ flywheel._now() }}

),

measured as (

    select
        months.use_case,
        cast(months.month as {{ dbt.type_timestamp() }}) as month,
        coalesce(shots_of_months.shots, 0) as shots,
        coalesce(shots_of_months.failed_shots, 0) as failed_shots,
        coalesce(goals_of_months.goals, 0) as goals,
        -- where something was done and nobody's name is known, it is not known how many did it
        case
            when shots_of_months.shots is null and goals_of_months.goals is null then 0
            when coalesce(shots_of_months.known_people, 0) + coalesce(goals_of_months.known_people, 0) > 0
                then people_of_months.people
        end as people,
        goals_of_months.lead_time_days,
        goals_of_months.cycle_time_days_p50,
        goals_of_months.change_fail_rate,
        goals_of_months.recovery_days_p50,
        case
            when first_goals.first_deployed_at >= first_shots.first_run_at
                then {{ flywheel._days_between('first_shots.first_run_at', 'first_goals.first_deployed_at') }}
        end as time_to_mvp_days,
        cast(shots_of_months.failed_shots as {{ float }}) / nullif(shots_of_months.shots, 0) as failed_share,
        goals_of_months.hand_offs,
        goals_of_months.automated_share,
        use_cases.team
    from months
    left join use_cases
        on months.use_case = use_cases.use_case
    left join shots_of_months
        on months.use_case = shots_of_months.use_case and months.month = shots_of_months.month
    left join goals_of_months
        on months.use_case = goals_of_months.use_case and months.month = goals_of_months.month
    left join people_of_months
        on months.use_case = people_of_months.use_case and months.month = people_of_months.month
    left join first_shots
        on months.use_case = first_shots.use_case
    left join first_goals
        on months.use_case = first_goals.use_case

)

select
    use_case,
    month,
    cast(shots as {{ int }}) as shots,
    cast(failed_shots as {{ int }}) as failed_shots,
    cast(goals as {{ int }}) as goals,
    cast(people as {{ int }}) as people,
    lead_time_days,
    cycle_time_days_p50,
    change_fail_rate,
    recovery_days_p50,
    time_to_mvp_days,
    failed_share,
    cast(hand_offs as {{ int }}) as hand_offs,
    automated_share,
    team,
    {{ flywheel._velocity_band('lead_time_days') }} as lead_time_band,
    {{ flywheel._velocity_band('change_fail_rate') }} as change_fail_band,
    {{ flywheel._velocity_band('recovery_days_p50') }} as recovery_band
from measured
