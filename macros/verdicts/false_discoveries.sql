{% macro _false_discoveries(assessed) %}
    {#- q_value: the p_value after Benjamini and Hochberg (1995) over the series that are judged in one period of a metric. The
        budget is shared equally by the whole and by each way of splitting it, so that a thousand small segments do not
        silence the whole: hence times their number. Common table expressions; the last is `discovered`. -#}
    {%- set metric = 'from_model, subject_type, subject, metric, period, period_start' %}
    families as (
        select
            *,
            case when not_assessed_because is null and training_size >= min_history then p_value end as judged_p_value,
            dense_rank() over (partition by {{ metric }} order by segment_by) as family_number
        from {{ assessed }}
    ),

    ranked as (
        select
            *,
            max(family_number) over (partition by {{ metric }}) as families,
            count(judged_p_value) over (partition by {{ metric }}, family_number) as family_size,
            row_number() over (
                partition by {{ metric }}, family_number
                order by case when judged_p_value is null then 1 else 0 end, judged_p_value
            ) as p_rank
        from families
    ),

    discovered as (
        select
            *,
            case when judged_p_value is not null then least(1, min(judged_p_value * family_size / p_rank * families) over (
                partition by {{ metric }}, family_number order by p_rank rows between current row and unbounded following
            )) end as q_value
        from ranked
    )
{% endmacro %}
