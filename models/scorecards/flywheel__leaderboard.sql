{%- set slices_days = flywheel._number_var('flywheel_slices_days', 90) -%}

with board as (

    select * from {{ ref('flywheel__leaderboard_history') }}
    where is_newest

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

evidence as (

    {{ flywheel._evidence_of_candidates() }}

),

promotion as (

    select * from {{ ref('flywheel__promotion') }}

),

-- of a candidate that was released several times, the version that scored last
duels_by_recency as (

    select
        *,
        row_number() over (
            partition by use_case, candidate, opponent order by last_predicted_at desc, version desc
        ) as recency
    from {{ ref('flywheel__duels') }}
    where candidate is not null

),

duels as (

    select
        use_case,
        candidate,
        max(case when opponent = 'baseline' then gain end) as baseline_gain,
        max(case when opponent = 'baseline' then gain_lower end) as baseline_gain_lower,
        max(case when opponent = 'baseline' then gain_upper end) as baseline_gain_upper,
        max(case when opponent = 'baseline' then reason end) as baseline_reason,
        max(case when opponent = 'live' then gain end) as live_gain,
        max(case when opponent = 'live' then gain_lower end) as live_gain_lower,
        max(case when opponent = 'live' then gain_upper end) as live_gain_upper,
        max(case when opponent = 'live' then reason end) as live_reason
    from duels_by_recency
    where recency = 1
    group by use_case, candidate

)

select
    board.use_case,
    board.candidate,
    board.metric,
    board.complexity,
    board.value,
    board.standard_error,
    board.baseline_value,
    board.gain_over_baseline,
    board.beats_baseline,
    board.rank,
    board.is_recommended,
    board.is_live,
    use_cases.kpi,
    evidence.kpi_change,
    evidence.kpi_change_lower,
    evidence.kpi_change_upper,
    evidence.finding as kpi_finding,
    evidence.experiment,
    coalesce(promotion.verdict, 'not_assessed') as promotion_verdict,
    case
        when promotion.missing_to_promote is not null then promotion.missing_to_promote
        when use_cases.use_case is null
            then 'No exposure of type ml declares this use case, so nothing says what it takes.'
        when use_cases.metric is null then 'The use case names no metric to rank by.'
        else 'A finished run with ' || use_cases.metric || ', which the use case ranks by.'
    end as missing_to_promote,
    duels.baseline_gain as paired_gain,
    duels.baseline_gain_lower as paired_gain_lower,
    duels.baseline_gain_upper as paired_gain_upper,
    duels.live_gain as paired_gain_over_live,
    duels.live_gain_lower as paired_gain_over_live_lower,
    duels.live_gain_upper as paired_gain_over_live_upper,
    case
        when board.is_baseline then 'It is the baseline.'
        when duels.baseline_reason is null
            then 'No prediction of it in the last {{ slices_days }} days has met its outcome.'
        else duels.baseline_reason
    end
    || case
        when board.is_live then ' It is live.'
        when duels.live_reason is not null then ' ' || duels.live_reason
        when duels.baseline_reason is null then ''
        else ' The live version has scored none of the same entities.'
    end as paired_reason,
    board.day as changed_on,
    board.reason
from board
left join use_cases
    on board.use_case = use_cases.use_case
left join evidence
    on board.use_case = evidence.use_case and board.candidate = evidence.candidate
left join promotion
    on board.use_case = promotion.use_case and board.candidate = promotion.candidate
left join duels
    on board.use_case = duels.use_case and board.candidate = duels.candidate
