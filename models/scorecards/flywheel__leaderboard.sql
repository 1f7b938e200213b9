{%- set confidence = var('flywheel_confidence', 0.95) -%}
{%- set percent = '%g%%' | format(confidence * 100) -%}

with training_runs as (

    select * from {{ ref('flywheel__input_training_runs') }}
    where use_case is not null and candidate is not null and metric is not null

),

deployments as (

    select * from {{ ref('flywheel__input_deployments') }}

),

use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

evidence as (

    {{ flywheel._evidence_of_candidates() }}

),

-- a failed run never counts, and a run whose metric is no number has no such metric
finished_runs as (

    select
        use_case,
        candidate,
        metric,
        run_id,
        coalesce(complexity, {{ flywheel._complexity_by_rule('candidate') }}) as complexity,
        {{ flywheel._finite('value') }} as value,
        case when {{ flywheel._finite('standard_error') }} >= 0 then standard_error end as standard_error,
        coalesce(ended_at, started_at) as finished_at,
        started_at
    from training_runs
    where
        coalesce(lower(status), 'finished') = 'finished'
        and {{ flywheel._finite('value') }} is not null
        and (coalesce(ended_at, started_at) is null or coalesce(ended_at, started_at) <= {{ flywheel._now() }})

),

runs_by_recency as (

    select
        *,
        row_number() over (
            partition by use_case, candidate, metric
            order by
                case when finished_at is null then 1 else 0 end,
                finished_at desc,
                case when started_at is null then 1 else 0 end,
                started_at desc,
                run_id desc,
                value desc
        ) as recency
    from finished_runs

),

candidates as (

    select
        latest.use_case,
        latest.candidate,
        latest.metric,
        latest.complexity,
        latest.value,
        latest.standard_error,
        use_cases.use_case is not null as is_declared,
        use_cases.baseline,
        use_cases.kpi,
        coalesce(
            case when latest.metric = use_cases.metric then use_cases.metric_direction end,
            {{ flywheel._metric_direction('latest.metric') }}
        ) as direction
    from runs_by_recency as latest
    left join use_cases on latest.use_case = use_cases.use_case
    where latest.recency = 1

),

-- `goodness` is the value turned so that more is better, null where it is not known which way that is
oriented as (

    select
        *,
        case direction when 'higher_is_better' then value when 'lower_is_better' then -value end as goodness
    from candidates

),

compared as (

    select
        oriented.*,
        oriented.candidate = oriented.baseline as is_baseline,
        baselines.value as baseline_value,
        oriented.goodness - baselines.goodness as gain,
        -- one-sided normal bound of the difference of two independent estimates; validated on the same rows they are
        -- positively correlated, and then the bound is conservative
        {{ flywheel.normal_quantile(confidence) }} * sqrt(
            oriented.standard_error * oriented.standard_error + baselines.standard_error * baselines.standard_error
        ) as gain_by_chance
    from oriented
    left join oriented as baselines
        on
            oriented.use_case = baselines.use_case
            and oriented.metric = baselines.metric
            and oriented.baseline = baselines.candidate

),

tested as (

    select
        *,
        case when is_baseline or gain <= 0 then false else gain > gain_by_chance end as beats_baseline
    from compared

),

contenders as (

    select
        use_case,
        candidate,
        metric,
        complexity,
        goodness,
        standard_error,
        row_number() over (
            partition by use_case, metric
            order by goodness desc, case when complexity is null then 1 else 0 end, complexity, candidate
        ) as place
    from tested
    where beats_baseline

),

-- the simplest adequate model: the least complex within one standard error of the best (Breiman et al. 1984)
adequate as (

    select
        contenders.use_case,
        contenders.candidate,
        contenders.metric,
        best.candidate as best_candidate,
        row_number() over (
            partition by contenders.use_case, contenders.metric
            order by
                case when contenders.complexity is null then 1 else 0 end,
                contenders.complexity,
                contenders.goodness desc,
                contenders.candidate
        ) as simplicity
    from contenders
    inner join contenders as best
        on
            contenders.use_case = best.use_case
            and contenders.metric = best.metric
            and best.place = 1
    where contenders.goodness >= best.goodness - best.standard_error

),

simplest as (

    select * from adequate
    where simplicity = 1

),

deployments_by_recency as (

    select
        *,
        row_number() over (partition by use_case order by deployed_at desc, version desc) as recency
    from deployments
    where
        deployed_at <= {{ flywheel._now() }}
        and (retired_at is null or retired_at > {{ flywheel._now() }})
        and coalesce(outcome, 'live') = 'live'

),

candidates_of_runs as (

    select
        use_case,
        run_id,
        min(candidate) as candidate
    from training_runs
    group by use_case, run_id

),

live_candidates as (

    select
        deployed.use_case,
        coalesce(deployed.candidate, candidates_of_runs.candidate) as candidate
    from deployments_by_recency as deployed
    left join candidates_of_runs
        on deployed.use_case = candidates_of_runs.use_case and deployed.run_id = candidates_of_runs.run_id
    where deployed.recency = 1

),

ranked as (

    select
        tested.*,
        case
            when tested.goodness is not null then rank() over (
                partition by tested.use_case, tested.metric
                order by case when tested.goodness is null then 1 else 0 end, tested.goodness desc
            )
        end as place,
        simplest.candidate as recommended_candidate,
        simplest.best_candidate,
        adequate.candidate is not null as is_adequate,
        case
            when simplest.candidate is not null then tested.candidate = simplest.candidate
            else coalesce(tested.is_baseline and tested.goodness is not null, false)
        end as is_recommended,
        live_candidates.candidate is not null as is_live,
        -- where units were not split as they were meant to be, nothing was measured
        case when evidence.finding = 'broken split' then null else evidence.lift end as kpi_change,
        case when evidence.finding = 'broken split' then null else evidence.lower end as kpi_change_lower,
        case when evidence.finding = 'broken split' then null else evidence.upper end as kpi_change_upper,
        evidence.experiment,
        evidence.finding as kpi_finding
    from tested
    left join evidence
        on tested.use_case = evidence.use_case and tested.candidate = evidence.candidate
    left join simplest
        on tested.use_case = simplest.use_case and tested.metric = simplest.metric
    left join adequate
        on
            tested.use_case = adequate.use_case
            and tested.metric = adequate.metric
            and tested.candidate = adequate.candidate
    left join live_candidates
        on tested.use_case = live_candidates.use_case and tested.candidate = live_candidates.candidate

)

select
    use_case,
    candidate,
    metric,
    complexity,
    value,
    standard_error,
    baseline_value,
    gain as gain_over_baseline,
    beats_baseline,
    place as rank,
    is_recommended,
    is_live,
    kpi,
    kpi_change,
    kpi_change_lower,
    kpi_change_upper,
    kpi_finding,
    experiment,
    case
        when not is_declared then 'No exposure of type ml declares this use case, so it has no baseline to beat.'
        when baseline is null then 'The use case names no baseline, so nothing can be shown to beat it.'
        when goodness is null
            then 'Not ranked: it is not known whether a higher or a lower ' || metric || ' is better.'
        when is_baseline and is_recommended
            then 'The naive baseline; recommended, because no candidate is shown to beat it.'
        when is_baseline then 'The naive baseline, which ' || recommended_candidate || ' beats.'
        when baseline_value is null
            then 'The baseline ' || baseline || ' has no finished run with ' || metric || '.'
        when gain = 0 then 'Does not beat ' || baseline || ': ' || metric || ' is the same.'
        when gain < 0
            then
                'Does not beat ' || baseline || ': ' || metric || ' is worse by '
                || {{ flywheel._number_text('-gain') }} || '.'
        when gain_by_chance is null
            then
                'Better than ' || baseline || ' in ' || metric || ' by '
                || {{ flywheel._number_text('gain') }}
                || ', but without the standard errors of both that may be chance.'
        when not beats_baseline
            then
                'Better than ' || baseline || ' in ' || metric || ' by '
                || {{ flywheel._number_text('gain') }} || ', which may be chance: less than '
                || {{ flywheel._number_text('gain_by_chance') }} || ' shows nothing at {{ percent }} confidence.'
        else
            'Beats ' || baseline || ' in ' || metric || ' by ' || {{ flywheel._number_text('gain') }}
            || ', more than the ' || {{ flywheel._number_text('gain_by_chance') }}
            || ' that may be chance at {{ percent }} confidence; '
            || case
                when is_recommended and candidate = best_candidate
                    then 'recommended: the best, with nothing simpler within one standard error of it.'
                when is_recommended
                    then 'recommended: the simplest within one standard error of the best, ' || best_candidate || '.'
                when is_adequate
                    then
                        'but ' || recommended_candidate
                        || ' is recommended: no more complex, and within one standard error of the best.'
                else
                    'but ' || recommended_candidate
                    || ' is recommended: this is more than one standard error behind the best.'
            end
    end as reason
from ranked
