with criteria as (

    select * from {{ ref('flywheel__promotion_criteria') }}

),

-- by the metric that the use case names
leaderboard as (

    select leaderboard.*
    from {{ ref('flywheel__leaderboard') }} as leaderboard
    inner join {{ ref('flywheel__use_cases') }} as use_cases
        on leaderboard.use_case = use_cases.use_case and leaderboard.metric = use_cases.metric

),

decay as (

    select * from {{ ref('flywheel__model_decay') }}
    where segment is null

),

counted as (

    select
        use_case,
        candidate,
        max(version) as version,
        sum(case when verdict = 'fail' then 1 else 0 end) as failing,
        sum(case when verdict = 'not_assessed' then 1 else 0 end) as unknown,
        sum(case when verdict = 'warn' then 1 else 0 end) as warning,
        {{ dbt.listagg("case when verdict != 'pass' then criterion end", "', '", 'order by criterion') }} as missing,
        {{ dbt.listagg(
            "case when verdict = 'fail' then criterion || ': ' || reason end", "' '", 'order by criterion'
        ) }} as why
    from criteria
    group by use_case, candidate

)

select
    counted.use_case,
    counted.candidate,
    counted.version,
    leaderboard.is_live,
    leaderboard.metric,
    leaderboard.value,
    leaderboard.rank,
    leaderboard.is_recommended,
    leaderboard.kpi,
    leaderboard.kpi_change,
    leaderboard.kpi_change_lower,
    leaderboard.kpi_change_upper,
    decay.retrain_by,
    counted.missing,
    case
        when counted.failing > 0 then 'fail'
        when counted.unknown > 0 then 'not_assessed'
        when counted.warning > 0 then 'warn'
        else 'pass'
    end as verdict,
    case
        when counted.failing > 0 then 'Not to be promoted. ' || counted.why
        when counted.unknown > 0 then 'Not known yet: ' || counted.missing || '.'
        when counted.warning > 0 then 'May be promoted, with a doubt: ' || counted.missing || '.'
        else 'May be promoted: all criteria are met.'
    end as reason
from counted
inner join leaderboard
    on counted.use_case = leaderboard.use_case and counted.candidate = leaderboard.candidate
left join decay
    on counted.use_case = decay.use_case and counted.version = decay.version
