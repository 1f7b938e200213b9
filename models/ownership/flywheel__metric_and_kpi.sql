with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

-- the live candidate; the one that is recommended where nothing is live
leaders as (

    select
        leaderboard.*,
        row_number() over (
            partition by leaderboard.use_case
            order by
                case when leaderboard.is_live then 0 else 1 end,
                case when leaderboard.is_recommended then 0 else 1 end,
                leaderboard.candidate
        ) as place
    from {{ ref('flywheel__leaderboard') }} as leaderboard
    inner join use_cases on leaderboard.use_case = use_cases.use_case and leaderboard.metric = use_cases.metric

),

-- what was told last of each KPI. From the log, which is there where failing verdicts have stopped the build as well
told as (

    select
        *,
        row_number() over (partition by series_id order by period_start desc, revision desc) as recency
    from {{ ref('flywheel__verdict_log') }}
    where subject_type = 'kpi' and segment is null

),

kpi_verdicts as (

    select
        subject as kpi,
        value,
        verdict
    from told
    where recency = 1

),

-- what it is now, judged or not
kpi_values as (

    select
        subject as kpi,
        value,
        row_number() over (partition by subject order by period_start desc) as recency
    from {{ ref('flywheel__measurements') }}
    where subject_type = 'kpi' and segment is null and value is not null

),

sides as (

    select
        use_cases.use_case,
        use_cases.team,
        use_cases.kpi,
        use_cases.metric,
        use_cases.baseline,
        leaders.candidate,
        leaders.value as metric_value,
        leaders.baseline_value,
        case
            when leaders.candidate is null or leaders.baseline_value is null then 'not_assessed'
            when leaders.beats_baseline then 'pass'
            when leaders.gain_over_baseline < 0 then 'fail'
            else 'warn'
        end as metric_verdict,
        coalesce(kpi_verdicts.value, kpi_values.value) as kpi_value,
        coalesce(kpi_verdicts.verdict, 'not_assessed') as kpi_verdict
    from use_cases
    left join leaders on use_cases.use_case = leaders.use_case and leaders.place = 1
    left join kpi_verdicts on use_cases.kpi = kpi_verdicts.kpi
    left join kpi_values on use_cases.kpi = kpi_values.kpi and kpi_values.recency = 1

)

select
    use_case,
    team,
    metric,
    candidate,
    metric_value,
    baseline,
    baseline_value,
    metric_verdict,
    kpi,
    kpi_value,
    kpi_verdict,
    case
        when 'fail' in (metric_verdict, kpi_verdict) then 'fail'
        when 'not_assessed' in (metric_verdict, kpi_verdict) then 'not_assessed'
        when 'warn' in (metric_verdict, kpi_verdict) then 'warn'
        else 'pass'
    end as verdict,
    coalesce(
        metric || ' of ' || candidate || ' is ' || {{ flywheel._number_text('metric_value') }}
        || coalesce(', of ' || baseline || ' ' || {{ flywheel._number_text('baseline_value') }}, '')
        || ' (' || metric_verdict || ')',
        'nothing is known of its metric' || coalesce(' ' || metric, '')
    ) || '; ' || coalesce(
        kpi || ' is ' || {{ flywheel._number_text('kpi_value') }} || ' (' || kpi_verdict || ')',
        'nothing is known of its KPI' || coalesce(' ' || kpi, '')
    ) as reason,
    case
        when metric_verdict = 'not_assessed' then 'Log runs of the baseline and of what is live'
        when metric_verdict <> 'pass' then 'Release what beats the baseline'
        when kpi_value is null then 'Map the KPI to the input kpi_values'
        when kpi_verdict = 'not_assessed' then 'Give the KPI more history to be judged by, or bounds of its own'
        when kpi_verdict <> 'pass' then 'Look at the KPI with the stakeholder'
    end as remedy
from sides
