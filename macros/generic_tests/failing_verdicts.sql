{% macro failing_verdicts(verdicts, periods=1, test='no_failing_verdicts') %}
    {#- What fails now: the failing verdicts among the newest assessed periods of each metric, one for each cause. -#}
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
    from {{ flywheel._failing_now(verdicts, periods, test) }} as failing
{% endmacro %}


{% macro _failing_now(verdicts, periods, test) -%}
    {#- The rows of failing_verdicts, with all the columns of `verdicts`, as a subquery. -#}
    {%- if periods is not integer or periods is boolean or periods < 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": periods is " ~ periods ~ ", wanted a whole number from 1 up."
        ) }}
    {%- endif -%}
    (
        select *
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
    )
{%- endmacro %}
