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
        count(case when is_bad then 1 end) as bad_tests
    from {{ ref('flywheel__tests_behind') }}
    where is_newest
    group by use_case

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
    where segment is null and log_loss is not null and baseline_log_loss is not null

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
    'the newest deployment is ' || cast(days as {{ dbt.type_string() }}) || ' days old, '
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
    log_loss <= baseline_log_loss as is_met,
    'log loss of version ' || version || ' in the newest period with outcomes is '
    || {{ flywheel._number_text('log_loss') }}
    || ', that of the base rate ' || {{ flywheel._number_text('baseline_log_loss') }} as evidence
from performance
where recency = 1
