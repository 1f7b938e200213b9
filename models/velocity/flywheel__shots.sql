with training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}
    where use_case is not null and run_id is not null

),

-- a run that was started again under its own name is one run, and failed only if it never finished
runs as (

    select
        use_case,
        run_id,
        min(author) as author,
        min(coalesce(started_at, ended_at)) as started_at,
        max(case when coalesce(lower(status), 'finished') = 'finished' then 1 else 0 end) as is_finished,
        max(case when lower(status) not in ('finished', 'running', 'scheduled') then 1 else 0 end) as has_failed
    from training_runs
    group by use_case, run_id

)

select
    use_case,
    run_id,
    author,
    started_at,
    is_finished = 0 and has_failed = 1 as is_failed
from runs
where started_at <= {{ flywheel._now() }}
