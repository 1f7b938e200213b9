with deployments as (

    select * from {{ ref('flywheel__input_deployments') }}
    where use_case is not null and version is not null and deployed_at <= {{ flywheel._now() }}

),

training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}
    where use_case is not null and run_id is not null

),

runs as (

    select
        use_case,
        run_id,
        min(candidate) as candidate,
        min(author) as author,
        min(coalesce(started_at, ended_at)) as started_at
    from training_runs
    group by use_case, run_id

),

-- a key that repeats is one release
releases as (

    select
        use_case,
        version,
        deployed_at,
        max(run_id) as run_id,
        max(candidate) as candidate,
        max(deployed_by) as deployed_by,
        max(case when is_automated then 1 when not is_automated then 0 end) as is_automated,
        max(case when retired_at <= {{ flywheel._now() }} then retired_at end) as retired_at,
        max(
            case
                when
                    lower(outcome) = 'rolled_back'
                    and (retired_at is null or retired_at <= {{ flywheel._now() }})
                    then 1
                else 0
            end
        ) as is_rolled_back
    from deployments
    group by use_case, version, deployed_at

),

-- moments rather than releases, because two versions that go live at once are neither's forerunner
moments as (

    select
        use_case,
        deployed_at,
        lag(deployed_at) over (partition by use_case order by deployed_at) as previous_deployed_at,
        lead(deployed_at) over (partition by use_case order by deployed_at) as next_deployed_at
    from (
        select distinct
            use_case,
            deployed_at
        from releases
    ) as distinct_moments

),

first_runs as (

    select
        moments.use_case,
        moments.deployed_at,
        min(runs.started_at) as first_run_at
    from moments
    inner join runs
        on
            moments.use_case = runs.use_case
            and moments.deployed_at >= runs.started_at
            and (moments.previous_deployed_at is null or moments.previous_deployed_at < runs.started_at)
    group by moments.use_case, moments.deployed_at

),

recoveries as (

    select
        failed.use_case,
        failed.deployed_at,
        min(good.deployed_at) as recovered_at
    from releases as failed
    inner join releases as good
        on failed.use_case = good.use_case and failed.deployed_at < good.deployed_at
    where failed.is_rolled_back = 1 and good.is_rolled_back = 0
    group by failed.use_case, failed.deployed_at

),

described as (

    select
        releases.use_case,
        releases.version,
        releases.deployed_at,
        releases.run_id,
        releases.deployed_by,
        releases.retired_at,
        moments.previous_deployed_at,
        moments.next_deployed_at,
        first_runs.first_run_at,
        runs.author,
        coalesce(releases.candidate, runs.candidate) as candidate,
        case releases.is_automated when 1 then true when 0 then false end as is_automated,
        releases.is_rolled_back = 1 as is_rolled_back,
        case when runs.started_at <= releases.deployed_at then runs.started_at end as run_started_at,
        case when releases.is_rolled_back = 1 then recoveries.recovered_at end as recovered_at
    from releases
    inner join moments
        on releases.use_case = moments.use_case and releases.deployed_at = moments.deployed_at
    left join first_runs
        on releases.use_case = first_runs.use_case and releases.deployed_at = first_runs.deployed_at
    left join runs
        on releases.use_case = runs.use_case and releases.run_id = runs.run_id
    left join recoveries
        on releases.use_case = recoveries.use_case and releases.deployed_at = recoveries.deployed_at

),

metric_values as (

    {{ flywheel._metric_values_of_releases('described') }}

),

hand_offs as (

    {{ flywheel._hand_offs_of_releases('described') }}

)

select
    described.use_case,
    described.version,
    described.deployed_at,
    described.retired_at,
    described.run_id,
    described.candidate,
    described.author,
    described.deployed_by,
    described.is_automated,
    described.is_rolled_back,
    described.previous_deployed_at,
    described.next_deployed_at,
    described.first_run_at,
    described.run_started_at,
    described.recovered_at,
    metric_values.metric_value,
    metric_values.metric_standard_error,
    hand_offs.is_hand_off,
    {{ flywheel._days_between('described.first_run_at', 'described.deployed_at') }} as lead_time_days,
    {{ flywheel._days_between('described.run_started_at', 'described.deployed_at') }} as cycle_time_days,
    {{ flywheel._days_between('described.deployed_at', 'described.recovered_at') }} as recovery_days
from described
left join hand_offs
    on
        described.use_case = hand_offs.use_case
        and described.version = hand_offs.version
        and described.deployed_at = hand_offs.deployed_at
left join metric_values
    on
        described.use_case = metric_values.use_case
        and described.version = metric_values.version
        and described.deployed_at = metric_values.deployed_at
