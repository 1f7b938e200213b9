{% macro _explained(breached, counted, series) %}
    {#- One cause is told once: where the whole is in breach, `explanation` says which segments its change sits in, and how much
        of it, and the breaches of segments the same way are part of it (`part_of` is the whole's series_id). What a segment
        adds is what it is over or under its own expectation, in units for counts and in cases for shares; for other
        numbers the segments that are in breach themselves are named. Common table expressions; the last is `explained`. -#}
    contributions as (
        select
            metric_number,
            series_number,
            period_number,
            kind,
            breach,
            case kind
                when 'count' then value - expected
                when 'share' then numerator - expected * sample_size
                when 'real' then case when breach is not null then value - expected end
            end as contribution
        from {{ breached }}
    ),

    wholes as (
        select
            contributions.metric_number,
            contributions.period_number,
            contributions.series_number,
            contributions.kind,
            contributions.contribution,
            series.series_id
        from contributions
        inner join {{ series }} as series on contributions.series_number = series.series_number
        where series.segment_by is null and contributions.breach is not null and contributions.contribution <> 0
    ),

    parts as (
        select
            contributions.series_number,
            contributions.period_number,
            series.segment_by,
            series.segment,
            wholes.series_number as whole_number,
            wholes.series_id as whole_id,
            wholes.kind as whole_kind,
            contributions.contribution / wholes.contribution as share,
            row_number() over (
                partition by wholes.series_number, contributions.period_number
                order by contributions.contribution / wholes.contribution desc, series.segment_by, series.segment
            ) as share_rank
        from contributions
        inner join wholes
            on
                contributions.metric_number = wholes.metric_number
                and contributions.period_number = wholes.period_number
        inner join {{ series }} as series on contributions.series_number = series.series_number
        where series.segment_by is not null and contributions.contribution / wholes.contribution > 0
    ),

    explanations as (
        select
            whole_number,
            period_number,
            'most of it in ' || {{ dbt.listagg(
                "segment_by || ' ' || segment || case when whole_kind <> 'real' then ' (' || "
                ~ flywheel._number_text('round(100 * share)') ~ " || '%)' else '' end", "', '", 'order by share_rank'
            ) }} as explanation
        from parts
        where share_rank <= 3 and (share >= 0.2 or whole_kind = 'real')
        group by whole_number, period_number
    ),

    explained as (
        select
            counted.*,
            explanations.explanation,
            case when counted.breach is not null then parts.whole_id end as part_of
        from {{ counted }} as counted
        left join explanations
            on counted.series_number = explanations.whole_number and counted.period_number = explanations.period_number
        left join parts
            on counted.series_number = parts.series_number and counted.period_number = parts.period_number
    )
{% endmacro %}
