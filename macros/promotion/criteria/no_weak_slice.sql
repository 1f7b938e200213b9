{% macro _criterion_no_weak_slice(candidates) %}
    {#- Whether a candidate's newest version loses to the naive predictor in a segment, by more than chance. -#}
    {%- set number = flywheel._number_text -%}
    select
        candidates.use_case,
        candidates.candidate,
        candidates.version,
        'no_weak_slice' as criterion,
        case
            when slices.version is null then 'not_assessed' when slices.weak > 0 then 'fail' else 'pass'
        end as verdict,
        case
            when candidates.version is null then 'It was never released, so no slice of it is known.'
            when slices.version is null then 'No segment of version ' || candidates.version || ' has enough outcomes.'
            when slices.weak > 0
                then
                    'Version ' || candidates.version || ' loses to ' || {{ flywheel._naive_text('candidates') }} || ' in '
                    || slices.weak_segments || '.'
            else
                'Version ' || candidates.version || ' is shown to lose in none of ' || {{ number('slices.slices') }} || ' segments.'
        end as reason
    from {{ candidates }} as candidates
    left join (
        select
            use_case,
            version,
            count(*) as slices,
            sum(case when verdict = 'fail' then 1 else 0 end) as weak,
            {{ dbt.listagg(
                "case when verdict = 'fail' then segment || ' (by ' || " ~ number('-gain') ~ " || ')' end", "', '", 'order by gain'
            ) }} as weak_segments
        from {{ ref('flywheel__slices') }}
        where segment is not null and verdict != 'not_assessed'
        group by use_case, version
    ) as slices
        on candidates.use_case = slices.use_case and candidates.version = slices.version
{% endmacro %}
