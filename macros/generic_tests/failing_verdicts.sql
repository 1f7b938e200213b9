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
    {#- The rows of failing_verdicts, with all the columns of `verdicts`, as a subquery. Of a test with a `where`, `verdicts` is a
        subquery that has its alias already. -#}
    {%- if periods is not integer or periods is boolean or periods < 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": periods is " ~ periods ~ ", wanted a whole number from 1 up."
        ) }}
    {%- endif -%}
    (
        select judged.*
        from (select * from {{ verdicts }}) as judged
        inner join (
            select
                subject_type,
                subject,
                metric,
                period_start,
                row_number() over (
                    partition by subject_type, subject, metric order by period_start desc
                ) as periods_from_newest
            from (select * from {{ verdicts }}) as assessed
            where verdict != 'not_assessed'
            group by subject_type, subject, metric, period_start
        ) as newest
            on
                judged.subject_type = newest.subject_type
                and judged.subject = newest.subject
                and judged.metric = newest.metric
                and judged.period_start = newest.period_start
        where judged.verdict = 'fail' and judged.part_of is null and newest.periods_from_newest <= {{ periods }}
    )
{%- endmacro %}
