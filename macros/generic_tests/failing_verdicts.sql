{% macro failing_verdicts(verdicts, periods=1) %}
    {#- What fails now: the failing verdicts among the newest assessed periods of each metric, one for each cause. -#}
    {%- if periods is not integer or periods < 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: no_failing_verdicts: periods is " ~ periods ~ ", wanted a whole number from 1 up."
        ) }}
    {%- endif -%}
    select
        subject_type,
        subject,
        metric,
        segment_by,
        segment,
        period_start,
        value,
        expected,
        lower,
        upper,
        reason,
        owner
    from (
        select
            *,
            dense_rank() over (
                partition by subject_type, subject, metric order by period_start desc
            ) as periods_from_newest
        from {{ verdicts }}
        where verdict != 'not_assessed'
    ) as assessed
    where verdict = 'fail' and part_of is null and periods_from_newest <= {{ periods }}
{% endmacro %}
