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

-- what was told last of each series. From the log, which is there where failing verdicts have stopped the build as well
told as (

    select
        *,
        row_number() over (partition by series_id order by period_start desc, revision desc) as recency
    from {{ ref('flywheel__verdict_log') }}

),

kpi_verdicts as (

    select
        subject as kpi,
        value,
        verdict
    from told
    where recency = 1 and subject_type = 'kpi' and segment is null

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
            when leaders.candidate = use_cases.baseline then 'warn'
            when leaders.gain_over_baseline < 0 then 'fail'
            else 'warn'
        end as metric_verdict,
        coalesce(kpi_verdicts.value, kpi_values.value) as kpi_value,
        coalesce(kpi_verdicts.verdict, 'not_assessed') as kpi_verdict
    from use_cases
    left join leaders on use_cases.use_case = leaders.use_case and leaders.place = 1
    left join kpi_verdicts on use_cases.kpi = kpi_verdicts.kpi
    left join kpi_values on use_cases.kpi = kpi_values.kpi and kpi_values.recency = 1

),

team_nodes as (

    select
        team,
        node_id
    from {{ ref('flywheel__node_owners') }}
    where team is not null
    union
    select
        use_cases.team,
        ownership.node_id
    from {{ ref('flywheel__ownership') }} as ownership
    inner join use_cases on ownership.use_case = use_cases.use_case

),

findings as (

    select
        team,
        'Does every use case say what it is for?' as question,
        use_case as subject,
        verdict,
        reason,
        case when verdict <> 'pass' then 'Name it in the meta of the exposure' end as remedy
    from use_cases
    union all
    select
        team,
        'Does the model beat the baseline, and the KPI hold?' as question,
        use_case as subject,
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
            'nothing is known of its metric'
        ) || '; ' || coalesce(
            kpi || ' is ' || {{ flywheel._number_text('kpi_value') }} || ' (' || kpi_verdict || ')',
            'nothing is known of its KPI'
        ) as reason,
        case
            when metric_verdict = 'not_assessed' then 'Log runs of the baseline and of what is live'
            when metric_verdict <> 'pass' then 'Release what beats the baseline'
            when kpi_value is null then 'Map the KPI to the input kpi_values'
            when kpi_verdict = 'not_assessed' then 'Give the KPI more history to be judged by, or bounds of its own'
            when kpi_verdict <> 'pass' then 'Look at the KPI with the stakeholder'
        end as remedy
    from sides
    union all
    select
        team_nodes.team,
        'Does everything have an owner who is there?' as question,
        node_owners.node_id as subject,
        node_owners.verdict,
        node_owners.name || ': ' || node_owners.reason as reason,
        node_owners.remedy
    from team_nodes
    inner join {{ ref('flywheel__node_owners') }} as node_owners on team_nodes.node_id = node_owners.node_id
    union all
    select
        producer_team as team,
        'Is what other teams read an interface?' as question,
        parent_id as subject,
        verdict,
        consumer_team || ': ' || reason as reason,
        remedy
    from {{ ref('flywheel__interfaces') }}
    union all
    select
        producer_team as team,
        'Do the data products keep what they promise?' as question,
        node_id as subject,
        verdict,
        reason,
        remedy
    from {{ ref('flywheel__data_products') }}
    union all
    select
        complexity.team,
        'Is the pipeline behind it simple and automated?' as question,
        complexity.use_case as subject,
        complexity.verdict,
        complexity.reason,
        complexity.remedy
    from (
        select
            complexity.*,
            use_cases.team
        from {{ ref('flywheel__pipeline_complexity') }} as complexity
        inner join use_cases on complexity.use_case = use_cases.use_case
    ) as complexity
    union all
    select
        use_cases.team,
        'Do people meet as they promised?' as question,
        collaboration.use_case as subject,
        collaboration.verdict,
        collaboration.kind || ': ' || collaboration.reason as reason,
        collaboration.remedy
    from {{ ref('flywheel__collaboration') }} as collaboration
    inner join use_cases on collaboration.use_case = use_cases.use_case
    -- what was neither promised nor held answers nothing
    where collaboration.verdict <> 'not_assessed' or collaboration.kind = 'kpi_review'
    union all
    select
        use_cases.team,
        'Is it ready, by the guide?' as question,
        scores.use_case as subject,
        case when scores.score > 2 then 'pass' when scores.score > 0 then 'warn' else 'fail' end as verdict,
        scores.band || ': ' || {{ flywheel._number_text('scores.score') }} || ' points in ' || scores.lowest_section
        || ', its lowest section; more than 2 are a pass' as reason,
        scores.next_step as remedy
    from {{ ref('flywheel__guide_scores') }} as scores
    inner join use_cases on scores.use_case = use_cases.use_case
    union all
    select
        owner as team,
        'Is anything broken now?' as question,
        subject || ' ' || metric || coalesce(' ' || segment, '') as subject,
        verdict,
        metric || case when metric <> subject then ' of ' || subject else '' end
        || coalesce(' in ' || segment, '') || ' on '
        || substr(cast(period_start as {{ dbt.type_string() }}), 1, 10) || ': ' || reason as reason,
        case when verdict <> 'pass' then 'Find the cause; flywheel__incidents has since when it is so' end as remedy
    from told
    where recency = 1 and part_of is null and owner is not null

)

select
    coalesce(team, 'no team') as team,
    question,
    subject,
    verdict,
    reason,
    remedy
from findings
