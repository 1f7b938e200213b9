{% macro _false_discoveries(assessed) %}
    {#- q_value: the p_value after Benjamini and Hochberg (1995) over the series that are judged in one period of a metric. The
        budget is shared equally by the whole and by each way of splitting it, so that a thousand small segments do not
        silence the whole: hence times their number. Common table expressions; the last is `discovered`. -#}
    judged_values as (
        select
            *,
            case when unassessed is null and training_size >= min_history then p_value end as judged_p_value
        from {{ assessed }}
    ),

    families as (
        select
            metric_number,
            period_number,
            way_number,
            count(judged_p_value) as family_size
        from judged_values
        group by metric_number, period_number, way_number
    ),

    budgets as (
        select
            metric_number,
            period_number,
            count(*) as ways
        from families
        group by metric_number, period_number
    ),

    ranked as (
        select
            judged_values.*,
            judged_values.judged_p_value * families.family_size * budgets.ways / row_number() over (
                partition by judged_values.metric_number, judged_values.period_number, judged_values.way_number
                order by case when judged_values.judged_p_value is null then 1 else 0 end, judged_values.judged_p_value
            ) as stepped_p_value
        from judged_values
        inner join families
            on
                judged_values.metric_number = families.metric_number
                and judged_values.period_number = families.period_number
                and judged_values.way_number = families.way_number
        inner join budgets
            on
                judged_values.metric_number = budgets.metric_number
                and judged_values.period_number = budgets.period_number
    ),

    {#- from the largest p_value down; the frame of a window without one ends with its peers, so equal p_values get the same -#}
    discovered as (
        select
            *,
            case when judged_p_value is not null then least(1, min(stepped_p_value) over (
                partition by metric_number, period_number, way_number
                order by judged_p_value desc
            )) end as q_value
        from ranked
    )
{% endmacro %}
