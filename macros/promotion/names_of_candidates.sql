{% macro _names_of_candidates() %}
    {#- What a candidate goes by in predictions and experiments: a version of it, a run of it, or its own name. One row per use case, candidate
        and name; `place` is 1 for the candidate that a name most likely means. -#}
    select
        use_case,
        candidate,
        name,
        row_number() over (partition by use_case, name order by min(kind), candidate) as place
    from (
        select use_case, candidate, version as name, 1 as kind from {{ ref('flywheel__releases') }}
        union all
        select use_case, candidate, run_id as name, 2 as kind from {{ ref('flywheel__input_training_runs') }}
        union all
        select use_case, candidate, candidate as name, 3 as kind from {{ ref('flywheel__input_training_runs') }}
    ) as all_names
    where candidate is not null
    group by use_case, candidate, name
{% endmacro %}
