with deployments as (

    select
        *,
        row_number() over (partition by use_case order by deployed_at desc, version desc) as recency
    from {{ ref('flywheel__input_deployments') }}
    where deployed_at <= {{ flywheel._now() }}

),

rolled_back as (

    select
        deployments.use_case,
        count(distinct deployments.version) as versions
    from deployments
    inner join deployments as successors
        on deployments.use_case = successors.use_case and deployments.deployed_at < successors.deployed_at
    where deployments.outcome = 'rolled_back'
    group by deployments.use_case

),

validated as (

    select
        deployments.use_case,
        deployments.version,
        count(runs.run_id) as validations
    from deployments
    inner join {{ ref('flywheel__use_cases') }} as use_cases on deployments.use_case = use_cases.use_case
    left join {{ ref('flywheel__input_training_runs') }} as runs
        on
            deployments.use_case = runs.use_case
            and deployments.run_id = runs.run_id
            and use_cases.metric = runs.metric
            and {{ flywheel._finite('runs.value') }} is not null
            and coalesce(runs.ended_at, runs.started_at) <= deployments.deployed_at
    where deployments.recency = 1 and deployments.run_id is not null
    group by deployments.use_case, deployments.version

),

first_releases as (

    select
        use_case,
        version,
        row_number() over (partition by use_case order by min(deployed_at) desc, version desc) as recency
    from deployments
    group by use_case, version
    -- one that was taken back had the one before it beside it for another reason
    having max(case when lower(outcome) = 'rolled_back' then 1 else 0 end) = 0

),

scored as (

    select
        releases.use_case,
        releases.version,
        releases.recency,
        min(predictions.predicted_at) as first_predicted_at,
        max(predictions.predicted_at) as last_predicted_at
    from first_releases as releases
    inner join {{ ref('flywheel__input_predictions') }} as predictions
        on releases.use_case = predictions.use_case and releases.version = predictions.version
    where releases.recency <= 2 and predictions.predicted_at <= {{ flywheel._now() }}
    group by releases.use_case, releases.version, releases.recency

),

beside as (

    select
        newest.use_case,
        newest.version,
        forerunner.version as forerunner_version,
        floor({{ flywheel._days_between('newest.first_predicted_at', 'forerunner.last_predicted_at') }}) as days
    from scored as newest
    inner join scored as forerunner on newest.use_case = forerunner.use_case
    where newest.recency = 1 and forerunner.recency = 2

),

results as (

    select * from {{ ref('flywheel__tests_behind') }}

),

tested_nodes as (

    select
        ancestors.use_case,
        count(*) as nodes
    from {{ ref('flywheel__ancestors') }} as ancestors
    inner join {{ ref('flywheel__nodes') }} as nodes on ancestors.node_id = nodes.node_id
    where nodes.tests > 0
    group by ancestors.use_case

),

invocations as (

    select
        use_case,
        invocation_id,
        count(distinct node_id) as nodes,
        count(case when is_bad then 1 end) as bad_results,
        row_number() over (partition by use_case order by max(executed_at) desc, invocation_id desc) as recency
    from results
    group by use_case, invocation_id

)

select
    use_case,
    'rolled_back_safely' as criterion,
    true as is_met,
    'versions that were rolled back and replaced: ' || cast(versions as {{ dbt.type_string() }}) as evidence
from rolled_back
union all
select
    use_case,
    'validated_before_serving' as criterion,
    validations > 0 as is_met,
    'the run behind version ' || version
    || case when validations > 0 then ' was' else ' was not' end || ' validated before it was deployed' as evidence
from validated
union all
select
    use_case,
    'canaried' as criterion,
    days >= 1 as is_met,
    case
        when days >= 1
            then
                'version ' || version || ' scored beside version ' || forerunner_version || ' for '
                || {{ flywheel._counted('days', 'day') }}
        else 'version ' || version || ' took over from version ' || forerunner_version || ' at once'
    end as evidence
from beside
union all
select
    invocations.use_case,
    'pipeline_tested_end_to_end' as criterion,
    invocations.nodes >= tested_nodes.nodes and invocations.bad_results = 0 as is_met,
    'the newest run tested ' || {{ flywheel._count_text('invocations.nodes', 'tested_nodes.nodes') }}
    || ' nodes that have tests, and ' || {{ flywheel._counted('invocations.bad_results', 'test') }}
    || ' failed' as evidence
from invocations
inner join tested_nodes on invocations.use_case = tested_nodes.use_case
where invocations.recency = 1
