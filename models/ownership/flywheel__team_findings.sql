with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

-- what was told last of each series. From the log, which is there where failing verdicts have stopped the build as well
told as (

    select
        *,
        row_number() over (partition by series_id order by period_start desc, revision desc) as recency
    from {{ ref('flywheel__verdict_log') }}

),

-- how the model does on what it is asked, in the newest period that can be judged
performance as (

    select
        *,
        row_number() over (partition by use_case order by period_start desc, sample_size desc, version desc) as recency
    from {{ ref('flywheel__model_performance') }}
    where segment is null and verdict <> 'not_assessed'

),

-- what each test said last, where it ran in 28 days
test_results as (

    select
        tests.name as test,
        tests.tested_id,
        case lower(results.status)
            when 'warn' then 'warn' when 'fail' then 'fail' when 'error' then 'fail' else 'pass'
        end as verdict,
        case lower(results.status)
            when 'warn' then 'warns' when 'fail' then 'fails' when 'error' then 'could not be run' else 'passes'
        end as outcome,
        row_number() over (partition by results.test_id order by results.executed_at desc, results.invocation_id desc)
            as recency
    from {{ ref('flywheel__input_test_results') }} as results
    inner join {{ ref('flywheel__nodes') }} as tests on results.test_id = tests.node_id
    where
        results.executed_at <= {{ flywheel._now() }}
        and results.executed_at > {{ dbt.dateadd('day', -28, flywheel._now()) }}
        and lower(results.status) in ('pass', 'success', 'warn', 'fail', 'error')

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
        verdict,
        reason,
        remedy
    from {{ ref('flywheel__metric_and_kpi') }}
    union all
    select
        use_cases.team,
        'Is the live model still good on what it is asked?' as question,
        performance.use_case as subject,
        performance.verdict,
        'version ' || performance.version || ', in the newest period that can be judged: ' || performance.reason
            as reason,
        case when performance.verdict <> 'pass' then 'Train it again, or release what beats the baseline' end as remedy
    from performance
    inner join use_cases on performance.use_case = use_cases.use_case
    where performance.recency = 1
    union all
    select
        use_cases.team,
        'Is the live model still good on what it is asked?' as question,
        decay.use_case as subject,
        decay.verdict,
        'version ' || decay.version || ': ' || decay.reason as reason,
        case
            when decay.verdict = 'fail' then 'Train it again now'
            when decay.verdict = 'warn' and decay.retrain_by is null then 'Train it again some day'
            when decay.verdict = 'warn'
                then 'Train it again by ' || cast(decay.retrain_by as {{ dbt.type_string() }})
        end as remedy
    from {{ ref('flywheel__model_decay') }} as decay
    inner join use_cases on decay.use_case = use_cases.use_case
    where decay.is_live and decay.segment is null and decay.verdict <> 'not_assessed'
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
        {{ flywheel._number_text('scores.score') }} || ' points in its lowest section, ' || scores.lowest_section
        || ', which the ML Test Score calls ' || scores.band || '; more than 2 are a pass'
        || coalesce('. Not counted: ' || scores.uncounted, '') as reason,
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
    union all
    select
        nodes.team,
        'Is anything broken now?' as question,
        test_results.test as subject,
        test_results.verdict,
        'the test ' || test_results.test || ' of ' || nodes.name || ' ' || test_results.outcome as reason,
        case
            when test_results.verdict <> 'pass'
                then 'Find the cause; flywheel__test_incidents has since when it is so'
        end as remedy
    from test_results
    inner join {{ ref('flywheel__nodes') }} as nodes on test_results.tested_id = nodes.node_id
    where test_results.recency = 1 and nodes.team is not null

)

select
    coalesce(team, 'no team') as team,
    question,
    subject,
    verdict,
    reason,
    remedy
from findings
