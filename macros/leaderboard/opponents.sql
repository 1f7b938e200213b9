{% macro _opponents(entities) %}
    {#- Whom each version has to beat on the entities that both scored: the live version, and the one that was scored last under the name of the
        declared baseline. For a relation with use_case, version and last_predicted_at. Common table expressions: `versions`, each with its
        candidate and what the naive predictor gives, and `opponents`, with use_case, version and opponent. -#}
    releases as (
        select * from {{ ref('flywheel__releases') }}
    ),

    live_by_recency as (
        select
            use_case,
            version,
            row_number() over (partition by use_case order by deployed_at desc, version desc) as recency
        from releases
        where retired_at is null and not is_rolled_back
    ),

    names as (
        {{ flywheel._names_of_candidates() }}
    ),

    versions as (
        select
            scored.use_case,
            scored.version,
            scored.last_predicted_at,
            names.candidate,
            coalesce(names.candidate = declared.baseline, false) as is_baseline,
            {{ flywheel._naive_text('declared') }} as naive_text
        from (
            select
                use_case,
                version,
                max(last_predicted_at) as last_predicted_at
            from {{ entities }}
            group by use_case, version
        ) as scored
        left join names
            on scored.use_case = names.use_case and scored.version = names.name and names.place = 1
        left join {{ ref('flywheel__use_cases') }} as declared
            on scored.use_case = declared.use_case
    ),

    baselines_by_recency as (
        select
            use_case,
            version,
            row_number() over (partition by use_case order by last_predicted_at desc, version desc) as recency
        from versions
        where is_baseline
    ),

    opponents as (
        select
            use_case,
            version,
            'live' as opponent
        from live_by_recency
        where recency = 1
        union all
        select
            use_case,
            version,
            'baseline' as opponent
        from baselines_by_recency
        where recency = 1
    )
{% endmacro %}
