with leaderboard as (

    select
        leaderboard.use_case,
        leaderboard.candidate,
        leaderboard.is_recommended
    from {{ ref('flywheel__leaderboard') }} as leaderboard
    inner join {{ ref('flywheel__use_cases') }} as use_cases
        on leaderboard.use_case = use_cases.use_case and leaderboard.metric = use_cases.metric
    where leaderboard.is_live

),

performance as (

    select
        *,
        dense_rank() over (partition by use_case order by period_start desc) as recency
    from {{ ref('flywheel__model_performance') }}
    where log_loss is not null or mae is not null

),

measured_versions as (

    select
        use_case,
        version,
        count(*) as periods
    from performance
    where segment is null
    group by use_case, version

),

longest_measured as (

    select
        use_case,
        max(periods) as periods
    from measured_versions
    group by use_case

),

segments as (

    select
        use_case,
        count(*) as segments,
        count(case when log_loss > baseline_log_loss then 1 end) as losing_segments
    from performance
    where recency = 1 and segment is not null and baseline_log_loss is not null
    group by use_case

)

select
    use_case,
    'simpler_not_better' as criterion,
    is_recommended as is_met,
    'live is ' || candidate || ', which is ' || case when is_recommended then '' else 'not ' end
    || 'recommended' as evidence
from leaderboard
union all
select
    use_case,
    'staleness_known' as criterion,
    periods >= 2 as is_met,
    'a version was measured in ' || cast(periods as {{ dbt.type_string() }}) || ' periods at the most' as evidence
from longest_measured
union all
select
    use_case,
    'good_on_slices' as criterion,
    losing_segments = 0 as is_met,
    {{ flywheel._count_text('losing_segments', 'segments') }} || ' segments lose to the naive baseline' as evidence
from segments
