{% macro _false_discoveries(assessed) %}
    {#- q_value: the p_value after Benjamini and Hochberg (1995) over the series that are judged in one period of a metric. The
        budget is shared equally by the whole and by each way of splitting it, so that a thousand small segments do not
        silence the whole: hence times their number. Common table expressions; the last is `discovered`. -#}
    {%- set family = 'metric_number, period_number, way_number' %}
    judged_values as (
        select
            {{ family }},
            series_number,
            p_value
        from {{ assessed }}
        where unassessed is null and training_size >= min_history and p_value is not null
    ),

    families as (
        select
            {{ family }},
            count(*) as family_size
        from judged_values
        group by {{ family }}
    ),

    ways as (
        select
            metric_number,
            period_number,
            count(*) as ways
        from families
        group by metric_number, period_number
    ),

    ranked as (
        select
            *,
            row_number() over (partition by {{ family }} order by p_value) as p_rank
        from judged_values
    ),

    stepped as (
        select
            ranked.*,
            ranked.p_value * families.family_size * ways.ways / ranked.p_rank as stepped_p_value
        from ranked
        inner join families
            on
                ranked.metric_number = families.metric_number
                and ranked.period_number = families.period_number
                and ranked.way_number = families.way_number
        inner join ways on ranked.metric_number = ways.metric_number and ranked.period_number = ways.period_number
    ),

    {#- from the largest p_value down; the frame of a window without one ends with its peers, so equal p_values get the same -#}
    q_values as (
        select
            series_number,
            period_number,
            least(1, min(stepped_p_value) over (partition by {{ family }} order by p_value desc)) as q_value
        from stepped
    ),

    discovered as (
        select
            assessed.*,
            q_values.q_value
        from {{ assessed }} as assessed
        left join q_values
            on assessed.series_number = q_values.series_number and assessed.period_number = q_values.period_number
    )
{% endmacro %}
