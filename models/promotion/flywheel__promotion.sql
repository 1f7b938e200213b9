with criteria as (

    select * from {{ ref('flywheel__promotion_criteria') }}

),

-- by the metric that the use case names
board as (

    select
        board.*,
        use_cases.kpi
    from {{ ref('flywheel__leaderboard_history') }} as board
    inner join {{ ref('flywheel__use_cases') }} as use_cases
        on board.use_case = use_cases.use_case and board.metric = use_cases.metric
    where board.is_newest

),

evidence as (

    {{ flywheel._evidence_of_candidates() }}

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
        ) }} as why,
        {{ dbt.listagg(
            "case verdict when 'fail' then criterion || ' fails: ' || reason"
            ~ " when 'not_assessed' then criterion || ' is not known: ' || reason"
            ~ " when 'warn' then criterion || ' is in doubt: ' || reason end",
            "' '",
            "order by case verdict when 'fail' then 1 when 'not_assessed' then 2 else 3 end, criterion"
        ) }} as missing_in_words
    from criteria
    group by use_case, candidate

)

select
    counted.use_case,
    counted.candidate,
    counted.version,
    board.is_live,
    board.metric,
    board.value,
    board.rank,
    board.is_recommended,
    board.kpi,
    evidence.kpi_change,
    evidence.kpi_change_lower,
    evidence.kpi_change_upper,
    decay.retrain_by,
    counted.missing,
    coalesce(counted.missing_in_words, 'Nothing: all criteria are met.') as missing_to_promote,
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
inner join board
    on counted.use_case = board.use_case and counted.candidate = board.candidate
left join evidence
    on counted.use_case = evidence.use_case and counted.candidate = evidence.candidate
left join decay
    on counted.use_case = decay.use_case and counted.version = decay.version
