{% macro _score_drift(scores) %}
    {#- `score_psi` of each version and period, as a whole and by segment (`level`), against the scores of the version's first period there.
        `scores`: a relation with use_case, version, segment, period_start and score. Common table expressions; the last is
        `score_drift`. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    level_scores as (
        select
            use_case,
            version,
            'whole' as level,
            period_start,
            score
        from {{ scores }}
        where score is not null

        union all

        select
            use_case,
            version,
            'segment ' || segment as level,
            period_start,
            score
        from {{ scores }}
        where score is not null and segment is not null
    ),

    first_periods as (
        select
            use_case,
            version,
            level,
            min(period_start) as period_start
        from level_scores
        group by use_case, version, level
    ),

    first_deciles as (
        select
            level_scores.use_case,
            level_scores.version,
            level_scores.level,
            {{ flywheel._deciles('level_scores.score') }} as deciles
        from level_scores
        inner join first_periods
            on
                level_scores.use_case = first_periods.use_case
                and level_scores.version = first_periods.version
                and level_scores.level = first_periods.level
                and level_scores.period_start = first_periods.period_start
        group by level_scores.use_case, level_scores.version, level_scores.level
    ),

    first_edges as (
        select
            *,
            {%- for tenths in range(1, 10) %}
            {{ flywheel._item('deciles', tenths) }} as edge_{{ tenths }}{{ ',' if not loop.last }}
            {%- endfor %}
        from first_deciles
    ),

    score_cells as (
        select
            level_scores.use_case,
            level_scores.version,
            level_scores.level,
            level_scores.period_start,
            {%- set edges = [] -%}
            {%- for tenths in range(1, 10) -%} {%- do edges.append('first_edges.edge_' ~ tenths) -%} {%- endfor %}
            {{ flywheel._decile_cell('level_scores.score', 'first_edges.deciles', edges) }} as cell
        from level_scores
        inner join first_edges
            on
                level_scores.use_case = first_edges.use_case
                and level_scores.version = first_edges.version
                and level_scores.level = first_edges.level
    ),

    score_bins as (
        select
            use_case,
            version,
            level,
            period_start,
            floor((cell + 1) / 2.0) as bin,
            count(*) as current_rows
        from score_cells
        group by use_case, version, level, period_start, floor((cell + 1) / 2.0)
    ),

    {#- every bin of the first period in every period, and every bin of a period -#}
    score_bins_of_both as (
        select
            periods.use_case,
            periods.version,
            periods.level,
            periods.period_start,
            first_bins.bin,
            first_bins.current_rows as reference_rows,
            0 as current_rows
        from (select distinct use_case, version, level, period_start from score_bins) as periods
        inner join first_periods
            on
                periods.use_case = first_periods.use_case
                and periods.version = first_periods.version
                and periods.level = first_periods.level
        inner join score_bins as first_bins
            on
                first_periods.use_case = first_bins.use_case
                and first_periods.version = first_bins.version
                and first_periods.level = first_bins.level
                and first_periods.period_start = first_bins.period_start

        union all

        select
            use_case,
            version,
            level,
            period_start,
            bin,
            0 as reference_rows,
            current_rows
        from score_bins
    ),

    compared_score_bins as (
        select
            use_case,
            version,
            level,
            period_start,
            sum(reference_rows) as reference_rows,
            sum(current_rows) as current_rows,
            sum(sum(reference_rows)) over (partition by use_case, version, level, period_start) as reference_size,
            sum(sum(current_rows)) over (partition by use_case, version, level, period_start) as current_size
        from score_bins_of_both
        group by use_case, version, level, period_start, bin
    ),

    score_drift as (
        select
            use_case,
            version,
            level,
            period_start,
            {{ flywheel.psi('reference_rows', 'current_rows', 'reference_size', 'current_size') }} as score_psi
        from compared_score_bins
        group by use_case, version, level, period_start
    )
{% endmacro %}
