{% macro _ranked_candidates(relation, confidence) %}
    {#- The rules of the leaderboard, in one place: which candidates of a board beat the naive baseline, and which one is recommended. For a
        relation with use_case, metric, day, candidate, complexity, value, standard_error, direction and is_baseline. Common table
        expressions; the last is `ranked_candidates`. `goodness` is the value turned so that more is better, null where it is not known
        which way that is. -#}
    {%- set of_board = '(partition by use_case, metric, day)' -%}
    {%- set simpler_first = 'case when complexity is null then 1 else 0 end, complexity' -%}
    oriented {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._goodness('value', 'direction') }} as goodness
        from {{ relation }}
    ),

    beside_the_baseline {{ flywheel._as_step() }} (
        select
            *,
            max(case when is_baseline then value end) over {{ of_board }} as baseline_value,
            goodness - max(case when is_baseline then goodness end) over {{ of_board }} as gain,
            -- one-sided normal bound of the difference of two independent estimates; validated on the same rows they are
            -- positively correlated, and then the bound is conservative
            {{ flywheel.normal_quantile(confidence) }} * sqrt(
                power(standard_error, 2) + power(max(case when is_baseline then standard_error end) over {{ of_board }}, 2)
            ) as gain_by_chance
        from oriented
    ),

    tested {{ flywheel._as_step() }} (
        select
            *,
            case when is_baseline or gain <= 0 then false else gain > gain_by_chance end as beats_baseline
        from beside_the_baseline
    ),

    placed {{ flywheel._as_step() }} (
        select
            *,
            case
                when goodness is not null then rank() over (
                    partition by use_case, metric, day
                    order by case when goodness is null then 1 else 0 end, goodness desc
                )
            end as place,
            row_number() over (
                partition by use_case, metric, day
                order by case when beats_baseline then 0 else 1 end, goodness desc, {{ simpler_first }}, candidate
            ) as contender
        from tested
    ),

    -- the simplest adequate model: the least complex within one standard error of the best (Breiman et al. 1984)
    beside_the_best {{ flywheel._as_step() }} (
        select
            *,
            max(case when beats_baseline and contender = 1 then candidate end) over {{ of_board }} as best_candidate,
            coalesce(
                beats_baseline
                and goodness >= max(case when contender = 1 then goodness - standard_error end) over {{ of_board }},
                false
            ) as is_adequate
        from placed
    ),

    by_simplicity {{ flywheel._as_step() }} (
        select
            *,
            row_number() over (
                partition by use_case, metric, day
                order by case when is_adequate then 0 else 1 end, {{ simpler_first }}, goodness desc, candidate
            ) as simplicity
        from beside_the_best
    ),

    recommending {{ flywheel._as_step() }} (
        select
            *,
            max(case when is_adequate and simplicity = 1 then candidate end) over {{ of_board }} as recommended_candidate
        from by_simplicity
    ),

    ranked_candidates {{ flywheel._as_step() }} (
        select
            *,
            case
                when recommended_candidate is not null then candidate = recommended_candidate
                else coalesce(is_baseline and goodness is not null, false)
            end as is_recommended
        from recommending
    )
{% endmacro %}
