{%- set abandoned_after = flywheel._number_var('flywheel_abandoned_days', 90) -%}
{%- set number = flywheel._number_text -%}

with turns as (

    select * from {{ ref('flywheel__turns') }}

),

training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}
    where started_at <= {{ flywheel._now() }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

-- by when what is live should be trained again, because it gets worse
decay as (

    select * from {{ ref('flywheel__model_decay') }}
    where segment is null and is_live

),

runs as (

    select
        use_case,
        count(distinct run_id) as runs,
        min(started_at) as first_run_at,
        max(started_at) as last_run_at
    from training_runs
    where use_case is not null
    group by use_case

),

turned as (

    select
        use_case,
        count(*) as turns,
        max(deployed_at) as last_deployed_at,
        {{ flywheel._quantile('days', 0.5) }} as usual_days
    from turns
    group by use_case

),

open_turns as (

    select * from turns
    where next_deployed_at is null

),

every_use_case as (

    select distinct use_case
    from (
        select use_case from use_cases
        union all
        select use_case from runs
        union all
        select use_case from turned
    ) as mentioned

),

standing as (

    select
        every_use_case.use_case,
        use_cases.owner,
        open_turns.version,
        turned.usual_days,
        turned.last_deployed_at,
        runs.last_run_at,
        decay.retrain_by,
        coalesce(runs.runs, 0) as runs,
        coalesce(turned.turns, 0) as turns,
        coalesce(open_turns.runs, 0) as runs_since,
        coalesce(open_turns.stands_at, case when runs.runs > 0 then 'deploy' else 'train' end) as stands_at,
        case
            when open_turns.stands_at = 'deploy' then open_turns.first_run_at
            when open_turns.use_case is not null then open_turns.deployed_at
            else runs.first_run_at
        end as since,
        case
            when runs.last_run_at is null or turned.last_deployed_at > runs.last_run_at then turned.last_deployed_at
            else runs.last_run_at
        end as last_active_at
    from every_use_case
    left join use_cases on every_use_case.use_case = use_cases.use_case
    left join runs on every_use_case.use_case = runs.use_case
    left join turned on every_use_case.use_case = turned.use_case
    left join open_turns on every_use_case.use_case = open_turns.use_case
    left join decay on open_turns.use_case = decay.use_case and open_turns.version = decay.version

),

timed as (

    select
        *,
        {{ flywheel._days_between('since', flywheel._now()) }} as days,
        {{ flywheel._days_between('last_active_at', flywheel._now()) }} as days_idle,
        {{ flywheel._days_between('last_deployed_at', flywheel._now()) }} as days_since_deployment
    from standing

),

judged as (

    select
        *,
        case
            when last_active_at is null then 'not started'
            when days_idle > {{ abandoned_after }} then 'abandoned'
            when turns = 0 and days > {{ abandoned_after }} then 'stuck'
            when days_since_deployment > 2 * usual_days then 'stuck'
            when retrain_by <= cast({{ flywheel._now() }} as date) then 'stuck'
            else 'turning'
        end as state
    from timed

)

select
    use_case,
    owner,
    state,
    stands_at,
    since,
    days,
    cast(turns as {{ flywheel._contract_type('int') }}) as turns,
    usual_days,
    last_active_at,
    retrain_by,
    case state
        when 'not started' then 'not_assessed' when 'abandoned' then 'fail' when 'stuck' then 'warn' else 'pass'
    end as verdict,
    case
        when state = 'not started' then 'Nothing was trained or deployed yet.'
        when state = 'abandoned'
            then
                'Abandoned: nothing was trained or deployed for '
                || {{ flywheel._counted('floor(days_idle)', 'day') }} || '; '
                || case when turns = 0 then 'it was never deployed.' else 'version ' || version || ' is the last.' end
        when turns = 0
            then
                case when state = 'stuck' then 'Stuck at deploy: ' else 'Before its first release: ' end
                || {{ flywheel._counted('runs', 'run') }} || ' in '
                || {{ flywheel._counted('floor(days)', 'day') }} || ', none deployed.'
        else
            case when state = 'stuck' then 'Stuck at ' else 'Stands at ' end || stands_at || ': version ' || version
            || ' is out for ' || {{ flywheel._counted('floor(days_since_deployment)', 'day') }}
            || coalesce(', a turn usually takes ' || {{ number('floor(usual_days)') }}, '') || '; '
            || case stands_at
                when 'observe' then 'no prediction of it is known.'
                when 'label' then 'no outcome of its predictions is known.'
                when 'retrain' then 'its outcomes are known, and nothing was trained since.'
                else {{ flywheel._counted('runs_since', 'run') }} || ' since, none deployed.'
            end
            || coalesce(
                case
                    when retrain_by <= cast({{ flywheel._now() }} as date) then ' It should have been retrained by '
                    else ' To be retrained by '
                end
                || cast(retrain_by as {{ dbt.type_string() }}) || ', because it gets worse.', ''
            )
    end as reason
from judged
