{{ config(pre_hook="{{ flywheel._without_nested_loops() }}") }}

{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}

with training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}
    where use_case is not null and candidate is not null and metric is not null

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

{{ flywheel._dated_results('training_runs') }},

releases as (

    {{ flywheel._live_spans('training_runs') }}

),

release_days as (

    select
        use_case,
        deployed_on as changed_on
    from releases
    union
    select
        use_case,
        retired_on as changed_on
    from releases
    where retired_on is not null

),

first_results as (

    select
        use_case,
        metric,
        min(finished_on) as first_on
    from results
    group by use_case, metric

),

all_boards as (

    select
        use_case,
        metric,
        finished_on as day
    from results
    union
    select
        first_results.use_case,
        first_results.metric,
        release_days.changed_on as day
    from first_results
    inner join release_days
        on first_results.use_case = release_days.use_case and first_results.first_on <= release_days.changed_on

),

-- so that the cost does not grow with history
boards as (

    select
        use_case,
        metric,
        day
    from (
        select
            *,
            max(day) over (partition by use_case, metric) as newest_day
        from all_boards
    ) as dated_boards
    where newest_day < {{ dbt.dateadd('day', flywheel._number_var('flywheel_leaderboard_days', 365), 'day') }}

),

live_by_recency as (

    select
        days.use_case,
        days.day,
        releases.candidate,
        row_number() over (
            partition by days.use_case, days.day order by releases.deployed_at desc, releases.version desc
        ) as recency
    from (
        select distinct
            use_case,
            day
        from boards
    ) as days
    inner join releases
        on
            days.use_case = releases.use_case
            and days.day >= releases.deployed_on
            and (releases.retired_on is null or days.day < releases.retired_on)

),

candidates as (

    select
        boards.use_case,
        boards.metric,
        boards.day,
        results.candidate,
        results.complexity,
        results.value,
        results.standard_error,
        use_cases.use_case is not null as is_declared,
        use_cases.baseline,
        results.candidate = use_cases.baseline as is_baseline,
        live_by_recency.candidate is not null as is_live,
        coalesce(
            case when boards.metric = use_cases.metric then use_cases.metric_direction end,
            {{ flywheel._metric_direction('boards.metric') }}
        ) as direction
    from boards
    inner join results
        on
            boards.use_case = results.use_case
            and boards.metric = results.metric
            and boards.day >= results.finished_on
            and (results.replaced_on is null or boards.day < results.replaced_on)
    left join use_cases
        on boards.use_case = use_cases.use_case
    left join live_by_recency
        on
            boards.use_case = live_by_recency.use_case
            and boards.day = live_by_recency.day
            and results.candidate = live_by_recency.candidate
            and live_by_recency.recency = 1

),

{{ flywheel._ranked_candidates('candidates', confidence) }}

select
    use_case,
    candidate,
    metric,
    day,
    complexity,
    value,
    standard_error,
    baseline_value,
    gain as gain_over_baseline,
    beats_baseline,
    place as rank,
    is_recommended,
    is_live,
    is_baseline,
    day = max(day) over (partition by use_case, metric) as is_newest,
    {{ flywheel._leaderboard_reason(confidence) }} as reason
from ranked_candidates
