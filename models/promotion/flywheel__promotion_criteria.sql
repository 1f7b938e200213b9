with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

leaderboard as (

    select * from {{ ref('flywheel__leaderboard_history') }}
    where is_newest

),

-- a candidate is seen in production by its newest version
releases_by_recency as (

    select
        *,
        row_number() over (partition by use_case, candidate order by deployed_at desc, version desc) as recency
    from {{ ref('flywheel__releases') }}
    where candidate is not null

),

candidates as (

    select
        leaderboard.use_case,
        leaderboard.candidate,
        leaderboard.beats_baseline,
        leaderboard.is_recommended,
        leaderboard.baseline_value,
        leaderboard.reason as leaderboard_reason,
        use_cases.kpi,
        use_cases.owner,
        use_cases.task,
        use_cases.positive_outcome,
        leaderboard.is_baseline,
        releases_by_recency.version
    from leaderboard
    inner join use_cases
        on leaderboard.use_case = use_cases.use_case and leaderboard.metric = use_cases.metric
    left join releases_by_recency
        on
            leaderboard.use_case = releases_by_recency.use_case
            and leaderboard.candidate = releases_by_recency.candidate
            and releases_by_recency.recency = 1

)

{{ flywheel._criterion_beats_baseline('candidates') }}
union all
{{ flywheel._criterion_simplest_adequate('candidates') }}
union all
{{ flywheel._criterion_no_weak_slice('candidates') }}
union all
{{ flywheel._criterion_calibrated('candidates') }}
union all
{{ flywheel._criterion_data_healthy('candidates') }}
union all
{{ flywheel._criterion_causal_evidence('candidates') }}
union all
{{ flywheel._criterion_observed('candidates') }}
union all
{{ flywheel._criterion_owned('candidates') }}
union all
{{ flywheel._criterion_can_roll_back('candidates') }}
