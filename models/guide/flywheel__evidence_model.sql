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
        use_case,
        version,
        segment,
        period_start,
        sample_size
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

newest_versions as (

    select
        use_case,
        version,
        row_number() over (partition by use_case order by period_start desc, sample_size desc, version desc) as recency
    from performance
    where segment is null

),

-- whether it loses by more than chance, in the segments with enough outcomes to tell
slices as (

    select
        slices.use_case,
        slices.version,
        count(*) as slices,
        count(case when slices.verdict = 'fail' then 1 end) as weak_slices,
        {{ dbt.listagg("case when slices.verdict = 'fail' then slices.segment end", "', '", 'order by slices.gain') }}
            as weak_segments
    from {{ ref('flywheel__slices') }} as slices
    inner join newest_versions
        on
            slices.use_case = newest_versions.use_case
            and slices.version = newest_versions.version
            and newest_versions.recency = 1
    where slices.segment is not null and slices.verdict <> 'not_assessed'
    group by slices.use_case, slices.version

),

alignment as (

    select * from {{ ref('flywheel__metric_kpi_alignment') }}
    where verdict <> 'not_assessed'

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
    'periods in which a version was measured, at most: ' || cast(periods as {{ dbt.type_string() }}) as evidence
from longest_measured
union all
select
    use_case,
    'good_on_slices' as criterion,
    weak_slices = 0 as is_met,
    'version ' || version || ' is shown to lose to the naive baseline in '
    || {{ flywheel._count_text('weak_slices', 'slices') }} || ' segments'
    || coalesce(': ' || nullif(weak_segments, ''), '') as evidence
from slices
union all
select
    use_case,
    'metric_follows_kpi' as criterion,
    verdict = 'pass' as is_met,
    reason as evidence
from alignment
