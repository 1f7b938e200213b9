{% macro _dated_results(training_runs) %}
    {#- What each candidate was worth in each metric, from which day on and until which: its latest finished run by the end of that day. Common
        table expressions; the last is `results`. -#}
    {# a failed run never counts, and a run whose metric is no number has no such metric #}
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
        from {{ training_runs }}
        where
            coalesce(lower(status), 'finished') = 'finished'
            and {{ flywheel._finite('value') }} is not null
            and (coalesce(ended_at, started_at) is null or coalesce(ended_at, started_at) <= {{ flywheel._now() }})
    ),

    {# a run of which it is not known when it finished counts from the first day on, until the candidate has another #}
    dated_runs as (
        select
            *,
            coalesce(
                cast(finished_at as date),
                min(cast(finished_at as date)) over (partition by use_case, metric),
                cast({{ flywheel._now() }} as date)
            ) as finished_on
        from finished_runs
    ),

    runs_by_recency as (
        select
            *,
            row_number() over (
                partition by use_case, candidate, metric, finished_on
                order by
                    case when finished_at is null then 1 else 0 end,
                    finished_at desc,
                    case when started_at is null then 1 else 0 end,
                    started_at desc,
                    run_id desc,
                    value desc
            ) as recency
        from dated_runs
    ),

    results as (
        select
            *,
            lead(finished_on) over (partition by use_case, candidate, metric order by finished_on) as replaced_on
        from runs_by_recency
        where recency = 1
    )
{% endmacro %}
