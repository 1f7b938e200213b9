{%- set float = flywheel._contract_type('float') -%}
{%- set most = var('flywheel_max_calibration_error', 0.05) -%}
{%- set number = flywheel._number_text -%}

with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

leaderboard as (

    select * from {{ ref('flywheel__leaderboard') }}

),

releases as (

    select * from {{ ref('flywheel__releases') }}
    where candidate is not null

),

turns as (

    select * from {{ ref('flywheel__turns') }}

),

slices as (

    select * from {{ ref('flywheel__slices') }}

),

performance as (

    select * from {{ ref('flywheel__model_performance') }}
    where segment is null and calibration_error is not null

),

incidents as (

    select * from {{ ref('flywheel__incidents') }}
    where state = 'open' and subject_type != 'kpi'

),

series as (

    select * from {{ ref('flywheel__series') }}

),

upstream as (

    {{ flywheel._upstream_of_use_cases() }}

),

evidence as (

    {{ flywheel._evidence_of_candidates() }}

),

candidates as (

    select
        leaderboard.use_case,
        leaderboard.candidate,
        leaderboard.beats_baseline,
        leaderboard.is_recommended,
        leaderboard.baseline_value,
        leaderboard.reason as leaderboard_reason,
        use_cases.metric,
        use_cases.kpi,
        use_cases.owner,
        use_cases.task,
        leaderboard.candidate = use_cases.baseline as is_baseline
    from leaderboard
    inner join use_cases
        on leaderboard.use_case = use_cases.use_case and leaderboard.metric = use_cases.metric

),

-- a candidate is seen in production by its newest version
newest_releases as (

    select
        *,
        row_number() over (partition by use_case, candidate order by deployed_at desc, version desc) as recency
    from releases

),

live as (

    select
        use_case,
        candidate,
        version,
        deployed_at,
        previous_deployed_at,
        retired_at is null and not is_rolled_back as is_out
    from newest_releases
    where recency = 1

),

weak_slices as (

    select
        use_case,
        version,
        count(*) as slices,
        sum(case when verdict = 'fail' then 1 else 0 end) as weak,
        {{ dbt.listagg(
            "case when verdict = 'fail' then segment || ' (by ' || " ~ number('-gain') ~ " || ')' end",
            "', '", 'order by gain'
        ) }} as weak_segments
    from slices
    where segment is not null and verdict != 'not_assessed'
    group by use_case, version

),

calibrations as (

    select
        use_case,
        version,
        sum(calibration_error * sample_size * labelled_share) / nullif(sum(sample_size * labelled_share), 0)
            as calibration_error
    from performance
    group by use_case, version

),

open_incidents as (

    select
        upstream.use_case,
        count(*) as incidents,
        min(incidents.subject || ' ' || incidents.metric) as example
    from incidents
    inner join series
        on incidents.series_id = series.series_id
    inner join upstream
        on series.from_model = upstream.from_model
    group by upstream.use_case

),

measured_use_cases as (

    select distinct upstream.use_case
    from series
    inner join upstream
        on series.from_model = upstream.from_model
    where series.subject_type != 'kpi'

),

observations as (

    select
        use_case,
        version,
        max(case when is_observed then 1 else 0 end) as is_observed
    from turns
    group by use_case, version

),

releases_of_use_cases as (

    select
        use_case,
        count(distinct version) as versions
    from {{ ref('flywheel__releases') }}
    group by use_case

),

known as (

    select
        candidates.*,
        live.version,
        live.previous_deployed_at,
        weak_slices.slices,
        weak_slices.weak,
        weak_slices.weak_segments,
        calibrations.calibration_error,
        observations.is_observed,
        evidence.finding,
        evidence.reason as evidence_reason,
        measured_use_cases.use_case is not null as is_measured,
        open_incidents.incidents,
        open_incidents.example,
        coalesce(releases_of_use_cases.versions, 0) as versions
    from candidates
    left join live
        on candidates.use_case = live.use_case and candidates.candidate = live.candidate
    left join weak_slices
        on live.use_case = weak_slices.use_case and live.version = weak_slices.version
    left join calibrations
        on live.use_case = calibrations.use_case and live.version = calibrations.version
    left join observations
        on live.use_case = observations.use_case and live.version = observations.version
    left join evidence
        on candidates.use_case = evidence.use_case and candidates.candidate = evidence.candidate
    left join measured_use_cases
        on candidates.use_case = measured_use_cases.use_case
    left join open_incidents
        on candidates.use_case = open_incidents.use_case
    left join releases_of_use_cases
        on candidates.use_case = releases_of_use_cases.use_case

)

select
    use_case,
    candidate,
    version,
    'beats_baseline' as criterion,
    case
        when is_baseline and is_recommended then 'pass'
        when beats_baseline then 'pass'
        when not beats_baseline then 'fail'
        else 'not_assessed'
    end as verdict,
    leaderboard_reason as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'simplest_adequate' as criterion,
    case
        when is_recommended then 'pass'
        when baseline_value is null then 'not_assessed'
        when beats_baseline then 'warn'
        when not beats_baseline then 'fail'
        else 'not_assessed'
    end as verdict,
    case
        when is_recommended then 'It is the one that the leaderboard recommends.'
        else 'The leaderboard recommends another: ' || leaderboard_reason
    end as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'no_weak_slice' as criterion,
    case when slices is null then 'not_assessed' when weak > 0 then 'fail' else 'pass' end as verdict,
    case
        when version is null then 'It was never released, so no slice of it is known.'
        when slices is null then 'No segment of version ' || version || ' has enough outcomes.'
        when weak > 0 then 'Version ' || version || ' loses to the mean outcome in ' || weak_segments || '.'
        else 'Version ' || version || ' is shown to lose in none of ' || {{ number('slices') }} || ' segments.'
    end as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'calibrated' as criterion,
    case
        when calibration_error is null then 'not_assessed' when calibration_error > {{ most }} then 'fail' else 'pass'
    end as verdict,
    case
        when calibration_error is null then 'No probability of it has met its outcome.'
        else
            'Its probabilities are off by ' || {{ number('calibration_error') }}
            || ' on average; at most {{ most }} is borne.'
    end as reason
from known
where coalesce(task, 'binary') != 'regression'

union all

select
    use_case,
    candidate,
    version,
    'data_healthy' as criterion,
    case when incidents > 0 then 'fail' when not is_measured then 'not_assessed' else 'pass' end as verdict,
    case
        when incidents > 0
            then {{ number('incidents') }} || ' open incidents in what it rests on, among them ' || example || '.'
        when not is_measured then 'Nothing is measured of what it rests on.'
        else 'No incident is open in what it rests on.'
    end as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'causal_evidence' as criterion,
    case finding
        when 'works' then 'pass'
        when 'harms' then 'fail'
        when 'broken split' then 'fail'
        when 'no effect shown' then 'warn'
        else 'not_assessed'
    end as verdict,
    coalesce(evidence_reason, 'No experiment tried it on ' || coalesce(kpi, 'a KPI') || '.') as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'observed' as criterion,
    case when version is null then 'not_assessed' when is_observed = 1 then 'pass' else 'fail' end as verdict,
    case
        when version is null then 'It was never released.'
        when is_observed = 1 then 'Predictions of version ' || version || ' have met their outcomes.'
        else 'No prediction of version ' || version || ' has met its outcome.'
    end as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'owned' as criterion,
    case when owner is null then 'fail' else 'pass' end as verdict,
    case when owner is null then 'The use case has no owner.' else 'It is owned by ' || owner || '.' end as reason
from known

union all

select
    use_case,
    candidate,
    version,
    'can_roll_back' as criterion,
    case
        when versions > 1 or (versions = 1 and version is null) then 'pass'
        else 'warn'
    end as verdict,
    case
        when versions > 1 or (versions = 1 and version is null) then 'There is another version to go back to.'
        else 'There is no other version to go back to.'
    end as reason
from known
