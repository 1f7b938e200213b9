with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

behind as (

    select
        use_case,
        node_id
    from {{ ref('flywheel__ownership') }}

),

interfaces as (

    select
        behind.use_case,
        count(*) as interfaces,
        count(case when interfaces.verdict = 'fail' then 1 end) as failing_interfaces
    from behind
    inner join {{ ref('flywheel__interfaces') }} as interfaces on behind.node_id = interfaces.child_id
    group by behind.use_case

),

newest_results as (

    select
        use_case,
        count(*) as tests,
        count(case when is_bad then 1 end) as bad_tests,
        count(case when test_name = 'no_training_serving_skew' then 1 end) as skew_tests,
        count(case when test_name = 'no_training_serving_skew' and is_bad then 1 end) as bad_skew_tests
    from {{ ref('flywheel__tests_behind') }}
    where is_newest
    group by use_case

),

-- what was told last of each series. From the log, which is there where failing verdicts have stopped the build as well
told as (

    select
        series_id,
        verdict,
        row_number() over (partition by series_id order by period_start desc, revision desc) as recency
    from {{ ref('flywheel__verdict_log') }}
    where subject_type <> 'kpi'

),

upstream as (

    {{ flywheel._upstream_of_use_cases() }}

),

drift_models as (

    select distinct from_model from {{ ref('flywheel__drift') }}

),

told_series as (

    select
        upstream.use_case,
        case when drift_models.from_model is null then 'invariants_hold' else 'no_skew' end as criterion,
        told.verdict
    from told
    inner join {{ ref('flywheel__series') }} as series on told.series_id = series.series_id
    inner join upstream on series.from_model = upstream.from_model
    left join drift_models on series.from_model = drift_models.from_model
    where told.recency = 1 and told.verdict <> 'not_assessed'

),

measured as (

    select
        use_case,
        criterion,
        count(*) as series,
        count(case when verdict = 'fail' then 1 end) as failing_series
    from told_series
    group by use_case, criterion

),

live as (

    select
        use_cases.use_case,
        coalesce(use_cases.retrain_every_days, 90) as allowed_days,
        {{ dbt.datediff('max(deployments.deployed_at)', flywheel._now(), 'day') }} as days  -- noqa: LT05
    from use_cases
    inner join {{ ref('flywheel__input_deployments') }} as deployments on use_cases.use_case = deployments.use_case
    where deployments.deployed_at <= {{ flywheel._now() }}
    group by use_cases.use_case, use_cases.retrain_every_days

),

scores as (

    select
        use_case,
        count(*) as predictions,
        count(case when {{ flywheel._finite('score') }} is null then 1 end) as without_score
    from {{ ref('flywheel__input_predictions') }}
    where
        predicted_at <= {{ flywheel._now() }}
        and predicted_at > {{ dbt.dateadd('day', -28, flywheel._now()) }}
    group by use_case

),

performance as (

    select
        *,
        row_number() over (partition by use_case order by period_start desc, sample_size desc, version desc) as recency
    from {{ ref('flywheel__model_performance') }}
    where segment is null and verdict <> 'not_assessed'

)

select
    use_case,
    'dependencies_announced' as criterion,
    failing_interfaces = 0 as is_met,
    {{ flywheel._count_text('failing_interfaces', 'interfaces') }} || ' interfaces behind it fail' as evidence
from interfaces
union all
select
    use_case,
    'invariants_hold' as criterion,
    bad_tests = 0 as is_met,
    {{ flywheel._count_text('bad_tests', 'tests') }} || ' tests behind it failed when they last ran' as evidence
from newest_results
union all
select
    use_case,
    'not_stale' as criterion,
    days <= allowed_days as is_met,
    'the newest deployment is ' || {{ flywheel._counted('days', 'day') }} || ' old, '
    || cast(allowed_days as {{ dbt.type_string() }}) || ' are allowed' as evidence
from live
union all
select
    use_case,
    'numerically_stable' as criterion,
    without_score = 0 as is_met,
    {{ flywheel._count_text('without_score', 'predictions') }}
    || ' predictions of the last 28 days have no finite score' as evidence
from scores
union all
select
    use_case,
    'quality_on_served_data' as criterion,
    verdict = 'pass' as is_met,
    'version ' || version || ', in the newest period that can be judged: ' || reason as evidence
from performance
where recency = 1
union all
select
    use_case,
    criterion,
    failing_series = 0 as is_met,
    {{ flywheel._count_text('failing_series', 'series') }} || ' '
    || case criterion
        when 'no_skew' then 'distributions compared with their reference have drifted (flywheel__drift)'
        else 'measurements of what it rests on fail in their newest period'
    end as evidence
from measured
union all
select
    use_case,
    'no_skew' as criterion,
    bad_skew_tests = 0 as is_met,
    {{ flywheel._count_text('bad_skew_tests', 'skew_tests') }}
    || ' comparisons of training and serving failed when they last ran' as evidence
from newest_results
where skew_tests > 0
