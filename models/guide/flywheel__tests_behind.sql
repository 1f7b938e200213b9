with tests as (

    select
        node_id as test_id,
        test_name,
        tested_id
    from {{ ref('flywheel__nodes') }}
    where resource_type = 'test'

),

results as (

    select
        results.invocation_id,
        results.test_id,
        coalesce(results.node_id, tests.tested_id) as node_id,
        coalesce(results.test_name, tests.test_name) as test_name,
        results.executed_at,
        lower(results.status) in ('fail', 'error') as is_bad,
        lower(results.status) in ('warn', 'fail', 'error') as has_found,
        row_number() over (partition by results.test_id order by results.executed_at desc, results.invocation_id desc)
            as recency
    from {{ ref('flywheel__input_test_results') }} as results
    left join tests on results.test_id = tests.test_id
    where
        results.executed_at <= {{ flywheel._now() }}
        and results.executed_at > {{ dbt.dateadd('day', -28, flywheel._now()) }}
        and lower(results.status) in ('pass', 'success', 'warn', 'fail', 'error')

)

select
    ancestors.use_case,
    results.node_id,
    results.test_id,
    results.test_name,
    results.invocation_id,
    results.executed_at,
    results.is_bad,
    results.has_found,
    results.recency = 1 as is_newest
from results
inner join {{ ref('flywheel__ancestors') }} as ancestors on results.node_id = ancestors.node_id
