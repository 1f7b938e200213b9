{% macro _scores_to_compare(scored, periods) %}
    {#- The scores of the periods that are computed now, and of the first period of each version, which score_psi compares with and which was
        computed before. Common table expressions; the last is `scores`. -#}
    kept_first_periods as (
        select distinct
            first_scored.use_case,
            first_scored.version,
            first_scored.period_start
        from (
            select
                use_case,
                version,
                segment,
                min(period_start) as period_start
            from {{ this }}
            where scored > 0
            group by use_case, version, segment
        ) as first_scored
        inner join {{ periods }} as periods
            on first_scored.use_case = periods.use_case and first_scored.version = periods.version
    ),

    scores as (
        select
            use_case,
            version,
            segment,
            period_start,
            score
        from {{ scored }}

        union all

        select
            earlier.use_case,
            earlier.version,
            earlier.segment,
            earlier.period_start,
            earlier.score
        from ({{ flywheel._performance_predictions() }}) as earlier
        inner join kept_first_periods
            on
                earlier.use_case = kept_first_periods.use_case
                and earlier.version = kept_first_periods.version
                and earlier.period_start = kept_first_periods.period_start
    )
{% endmacro %}
