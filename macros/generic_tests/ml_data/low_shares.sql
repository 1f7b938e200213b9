{% macro _low_shares(counts, minimum, what, more=[], hint="''", nothing='there were no rows') %}
    {#- Where too small a share of rows is as it should be. `counts`: a relation with segment_by, segment, sample_size and hits. The
        whole is held to `minimum` as it is; a segment is told where it is below by more than chance: a score test of its
        share, one-sided at 95% (1.6449 standard errors; Wilson 1927), for a segment of two rows can hardly do better. Of no row at all there is no share, which
        is told. `what`: the words of the reason, as in "label is known"; `more`: further columns of `counts` to show; `hint`: what the reason
        ends with, in SQL; `nothing`: what there was, where there is no share. -#}
    {%- set float = flywheel._type_double() -%}
    select
        segment_by,
        segment,
        cast(hits as {{ float }}) / nullif(sample_size, 0) as observed,
        cast({{ minimum }} as {{ float }}) as expected,
        sample_size,
        sample_size - hits as failing_rows,
        {%- for column in more %}
        {{ column }},
        {%- endfor %}
        coalesce(segment_by || ' ' || segment || ': ', '')
        || case
            when sample_size = 0 then 'could not be assessed: {{ nothing }}'
            else {{ dbt.string_literal(dbt.escape_single_quotes(what)) }} || ' for '
                || {{ flywheel._number_text('cast(hits as ' ~ float ~ ') / nullif(sample_size, 0)') }} || ' of '
                || cast(sample_size as {{ dbt.type_string() }}) || ' rows (not for ' || cast(sample_size - hits as {{ dbt.type_string() }})
                || '), expected at least {{ minimum }}' || {{ hint }}
        end as reason
    from (
        select
            segment_by,
            segment,
            sample_size,
            coalesce(hits, 0) as hits
            {%- for column in more %},
            {{ column }}
            {%- endfor %}
        from {{ counts }}
    ) as shares
    where
        (segment_by is null and (sample_size = 0 or hits < ({{ minimum }} - 1e-9) * sample_size))
        or (
            segment_by is not null
            and ({{ minimum }} - 1e-9) * sample_size - hits
            > 1.6448536269514722 * sqrt({{ minimum }} * (1 - {{ minimum }}) * sample_size)
        )
    order by case when segment_by is null then 0 else 1 end, failing_rows desc, segment_by, segment
{% endmacro %}
