with results as (

    select * from {{ ref('flywheel__test_history') }}

)

select
    invocation_id,
    min(command) as command,
    min(target_name) as target_name,
    min(invocation_started_at) as started_at,
    max(executed_at) as last_test_at,
    count(*) as tests,
    count(case when status = 'pass' then 1 end) as passed,
    count(case when status = 'warn' then 1 end) as warned,
    count(case when status = 'fail' then 1 end) as failed,
    count(case when status = 'error' then 1 end) as errors,
    count(case when status = 'skipped' then 1 end) as skipped,
    sum(execution_seconds) as test_seconds,
    min(collected_by) as collected_by
from results
group by invocation_id
