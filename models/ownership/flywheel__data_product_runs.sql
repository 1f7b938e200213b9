with products as (

    select node_id
    from {{ ref('flywheel__nodes') }}
    where is_data_product

),

tests as (

    select
        node_id as test_id,
        tested_id
    from {{ ref('flywheel__nodes') }}
    where resource_type = 'test'

),

test_results as (

    select
        coalesce(results.node_id, tests.tested_id) as node_id,
        results.invocation_id,
        results.test_id,
        results.executed_at,
        lower(results.status) as status
    from {{ ref('flywheel__input_test_results') }} as results
    left join tests on results.test_id = tests.test_id
    where results.executed_at <= {{ flywheel._now() }}

)

select
    test_results.node_id,
    test_results.invocation_id,
    max(test_results.executed_at) as ran_at,
    count(*) as tests,
    count(case when test_results.status in ('fail', 'error') then 1 end) as failed_tests,
    max(case when test_results.status in ('fail', 'error') then 1 else 0 end) = 0 as is_good
from test_results
inner join products on test_results.node_id = products.node_id
-- what was not tested says nothing
where test_results.status in ('pass', 'success', 'warn', 'fail', 'error')
group by test_results.node_id, test_results.invocation_id
