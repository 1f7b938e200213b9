{% macro _false_discoveries(assessed) %}
    {#- q_value: the p_value after Benjamini and Hochberg (1995) over the series that are judged in one period of a metric. The
        budget is shared equally by the whole and by each way of splitting it, so that a thousand small segments do not
        silence the whole: hence times their number. Common table expressions; the last is `discovered`. -#}
    {%- set family = 'family_number, period_number' %}
    ranked as (
        select
            {{ family }},
            metric_number,
            series_number,
            p_value,
            row_number() over (partition by {{ family }} order by p_value) as p_rank,
            count(*) over (
                partition by {{ family }} order by p_value rows between unbounded preceding and unbounded following
            ) as family_size
        from {{ assessed }}
        where unassessed is null and training_size >= min_history and p_value is not null
    ),

    ways as (
        select
            metric_number,
            period_number,
            count(*) as ways
        from ranked
        where p_rank = 1
        group by metric_number, period_number
    ),

    {#- from the largest p_value down; the frame of a window without one ends with its peers, so equal p_values get the same -#}
    stepped as (
        select
            series_number,
            period_number,
            min(p_value * family_size / p_rank) over (partition by {{ family }} order by p_value desc) as q_value
        from ranked
    ),

    discovered as (
        select
            assessed.*,
            case when stepped.q_value is not null then least(1, stepped.q_value * ways.ways) end as q_value
        from {{ assessed }} as assessed
        left join stepped
            on assessed.series_number = stepped.series_number and assessed.period_number = stepped.period_number
        left join ways
            on assessed.metric_number = ways.metric_number and assessed.period_number = ways.period_number
    )
{% endmacro %}
