{% macro _explained(counted) %}
    {#- One cause is told once: where the whole is in breach, `explanation` says which segments its change sits in, and how much
        of it, and the breaches of segments the same way are part of it (`part_of` is the whole's series_id). What a segment
        adds is what it is over or under its own expectation, in units for counts and in cases for shares; for other
        numbers the segments that are in breach themselves are named. Common table expressions; the last is `explained`. -#}
    {%- set period = 'from_model, subject_type, subject, metric, period, period_start' %}
    contributions as (
        select
            *,
            case kind
                when 'count' then value - expected
                when 'share' then numerator - expected * sample_size
                when 'real' then case when breach is not null then value - expected end
            end as contribution
        from {{ counted }}
    ),

    wholes as (
        select
            {{ period }},
            series_id as whole_id,
            kind as whole_kind,
            contribution as whole_contribution
        from contributions
        where segment_by is null and breach is not null and contribution <> 0
    ),

    parts as (
        select
            contributions.series_id,
            contributions.period_start,
            contributions.segment_by,
            contributions.segment,
            contributions.breach,
            wholes.whole_id,
            wholes.whole_kind,
            contributions.contribution / wholes.whole_contribution as share,
            row_number() over (
                partition by wholes.whole_id, contributions.period_start
                order by contributions.contribution / wholes.whole_contribution desc, contributions.segment_by, contributions.segment
            ) as share_rank
        from contributions
        inner join wholes
            on
                {%- for column in period.split(', ') %}
                contributions.{{ column }} = wholes.{{ column }} and
                {%- endfor %}
                contributions.segment_by is not null
        where contributions.contribution / wholes.whole_contribution > 0
    ),

    explanations as (
        select
            whole_id,
            period_start,
            'most of it in ' || {{ dbt.listagg(
                "segment_by || ' ' || segment || case when whole_kind <> 'real' then ' (' || "
                ~ flywheel._number_text('round(100 * share)') ~ " || '%)' else '' end", "', '", 'order by share_rank'
            ) }} as explanation
        from parts
        where share_rank <= 3 and (share >= 0.2 or whole_kind = 'real')
        group by whole_id, period_start
    ),

    explained as (
        select
            contributions.*,
            explanations.explanation,
            case when contributions.breach is not null then parts.whole_id end as part_of
        from contributions
        left join explanations
            on contributions.series_id = explanations.whole_id and contributions.period_start = explanations.period_start
        left join parts
            on contributions.series_id = parts.series_id and contributions.period_start = parts.period_start
    )
{% endmacro %}
