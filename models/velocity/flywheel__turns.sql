{%- set int = flywheel._contract_type('int') -%}

with releases as (

    select * from {{ ref('flywheel__releases') }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}

),

outcomes as (

    select * from {{ ref('flywheel__input_outcomes') }}
    where outcome is not null and observed_at <= {{ flywheel._now() }}

),

performance as (

    select * from {{ ref('flywheel__model_performance') }}
    where segment is null

),

-- versions that go live at once are one turn, told by the last of those that were not rolled back
deployed as (

    select
        *,
        row_number() over (
            partition by use_case, deployed_at
            order by case when is_rolled_back then 1 else 0 end, version desc
        ) as place
    from releases

),

turns as (

    select
        deployed.use_case,
        deployed.version,
        deployed.candidate,
        deployed.deployed_at,
        deployed.next_deployed_at,
        deployed.is_rolled_back,
        deployed.metric_value,
        use_cases.metric,
        use_cases.kpi,
        use_cases.owner,
        coalesce(deployed.next_deployed_at, {{ flywheel._now() }}) as ends_at,
        row_number() over (partition by deployed.use_case order by deployed.deployed_at) as turn,
        coalesce(
            use_cases.metric_direction, {{ flywheel._metric_direction('use_cases.metric') }}
        ) as metric_direction,
        use_cases.kpi_direction
    from deployed
    left join use_cases on deployed.use_case = use_cases.use_case
    where deployed.place = 1

),

{{ flywheel._labels_of_turns('turns', 'outcomes') }},

labelled_use_cases as (

    select distinct use_case from outcomes

),

runs as (

    select
        turns.use_case,
        turns.turn,
        count(distinct training_runs.run_id) as runs,
        min(training_runs.started_at) as first_run_at
    from turns
    inner join training_runs
        on
            turns.use_case = training_runs.use_case
            and turns.deployed_at < training_runs.started_at
            and turns.ends_at >= training_runs.started_at
    group by turns.use_case, turns.turn

),

observations as (

    select
        turns.use_case,
        turns.turn,
        sum(performance.sample_size) as predictions,
        sum(performance.labelled_share * performance.sample_size) as labelled_predictions
    from turns
    inner join performance
        on
            turns.use_case = performance.use_case
            and turns.version = performance.version
            and turns.ends_at > performance.period_start
            and performance.period_start
            >= {{ flywheel._period_start('turns.deployed_at', var('flywheel_performance_period', 'month')) }}
    group by turns.use_case, turns.turn

),

kpis as (

    {{ flywheel._kpis_of_spans(
        '(select use_case, turn as span, kpi, deployed_at as starts_at, ends_at from turns)'
    ) }}

),

described as (

    select
        turns.*,
        runs.first_run_at,
        kpis.kpi_value,
        coalesce(runs.runs, 0) as runs,
        coalesce(observations.predictions, 0) as predictions,
        coalesce(observations.labelled_predictions, 0) > 0 as is_observed,
        case when labelled_use_cases.use_case is not null then coalesce(labels.new_labels, 0) end as new_labels,
        lead(turns.metric_value) over (partition by turns.use_case order by turns.turn) as next_metric_value,
        lead(kpis.kpi_value) over (partition by turns.use_case order by turns.turn) as next_kpi_value
    from turns
    left join runs
        on turns.use_case = runs.use_case and turns.turn = runs.turn
    left join observations
        on turns.use_case = observations.use_case and turns.turn = observations.turn
    left join labels
        on turns.use_case = labels.use_case and turns.turn = labels.turn
    left join labelled_use_cases
        on turns.use_case = labelled_use_cases.use_case
    left join kpis
        on turns.use_case = kpis.use_case and turns.turn = kpis.span

)

select
    use_case,
    cast(turn as {{ int }}) as turn,
    version,
    candidate,
    deployed_at,
    next_deployed_at,
    {{ flywheel._days_between('deployed_at', 'next_deployed_at') }} as days,
    cast(new_labels as {{ int }}) as new_labels,
    metric,
    metric_value as metric_before,
    next_metric_value as metric_after,
    {{ flywheel._goodness('(next_metric_value - metric_value)', 'metric_direction') }} as gain,
    metric_direction,
    kpi,
    kpi_value as kpi_before,
    next_kpi_value as kpi_after,
    {{ flywheel._goodness('(next_kpi_value - kpi_value)', 'kpi_direction') }} as kpi_gain,
    kpi_direction,
    cast(runs as {{ int }}) as runs,
    first_run_at,
    cast(predictions as {{ int }}) as predictions,
    is_observed,
    is_rolled_back,
    owner,
    case
        when next_deployed_at is not null then null
        when predictions = 0 then 'observe'
        when not is_observed then 'label'
        when runs = 0 then 'retrain'
        else 'deploy'
    end as stands_at
from described
