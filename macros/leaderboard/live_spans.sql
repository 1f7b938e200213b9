{% macro _live_spans(training_runs) %}
    {#- The days on which each release was live, as far as they are known by now: from `deployed_on` to the day before `retired_on`, null while
        it still is. One that is over, nobody knows since when, is left out. Its candidate is that of its run where it names none. -#}
    select
        deployments.use_case,
        deployments.version,
        deployments.deployed_at,
        coalesce(deployments.candidate, runs.candidate) as candidate,
        cast(deployments.deployed_at as date) as deployed_on,
        case when deployments.retired_at <= {{ flywheel._now() }} then cast(deployments.retired_at as date) end as retired_on
    from {{ ref('flywheel__input_deployments') }} as deployments
    left join (
        select
            use_case,
            run_id,
            min(candidate) as candidate
        from {{ training_runs }}
        group by use_case, run_id
    ) as runs
        on deployments.use_case = runs.use_case and deployments.run_id = runs.run_id
    where
        deployments.deployed_at <= {{ flywheel._now() }}
        and (deployments.retired_at is not null or coalesce(lower(deployments.outcome), 'live') = 'live')
{% endmacro %}
