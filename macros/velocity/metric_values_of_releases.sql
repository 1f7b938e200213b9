{% macro _metric_values_of_releases(releases) %}
    {#- What each release was worth in the metric of its use case: in its run, or where that is not known in the latest run of its candidate by
        then. For a relation with use_case, version, deployed_at, run_id and candidate; a release of which nothing is known has no row. -#}
    select
        use_case,
        version,
        deployed_at,
        metric_value,
        metric_standard_error
    from (
        select
            releases.use_case,
            releases.version,
            releases.deployed_at,
            results.metric_value,
            results.metric_standard_error,
            row_number() over (
                partition by releases.use_case, releases.version, releases.deployed_at
                order by
                    case when releases.run_id = results.run_id then 0 else 1 end,
                    case when results.finished_at is null then 1 else 0 end,
                    results.finished_at desc,
                    results.run_id desc
            ) as place
        from {{ releases }} as releases
        inner join (
            select
                runs.use_case,
                runs.run_id,
                runs.candidate,
                coalesce(runs.ended_at, runs.started_at) as finished_at,
                max({{ flywheel._finite('runs.value') }}) as metric_value,
                max({{ flywheel._finite('runs.standard_error') }}) as metric_standard_error
            from {{ ref('flywheel__input_training_runs') }} as runs
            inner join {{ ref('flywheel__use_cases') }} as use_cases
                on runs.use_case = use_cases.use_case and runs.metric = use_cases.metric
            where coalesce(lower(runs.status), 'finished') = 'finished' and runs.run_id is not null
            group by runs.use_case, runs.run_id, runs.candidate, coalesce(runs.ended_at, runs.started_at)
        ) as results
            on
                releases.use_case = results.use_case
                and (
                    releases.run_id = results.run_id
                    or (
                        releases.run_id is null
                        and releases.candidate = results.candidate
                        and (results.finished_at is null or releases.deployed_at >= results.finished_at)
                    )
                )
        where results.metric_value is not null
    ) as results_by_recency
    where place = 1
{% endmacro %}
