{% macro latest_votes(votes) %}
    {#- What each labeller says of each item by now: the latest of its votes by voted_at. One without a time is older than any; of
        two at one moment a label counts before an abstention, then the first by name. -#}
    select
        dataset,
        item_id,
        labeller,
        labeller_kind,
        label,
        voted_at
    from (
        select
            *,
            row_number() over (
                partition by dataset, item_id, labeller
                order by
                    case when voted_at is null then 1 else 0 end,
                    voted_at desc,
                    case when label is null then 1 else 0 end,
                    label,
                    labeller_kind
            ) as recency
        from ({{ flywheel._cast_votes(votes) }}) as cast_votes
    ) as ranked_votes
    where recency = 1
{% endmacro %}


{% macro _cast_votes(votes) %}
    {#- The votes that are cast by now. -#}
    select
        dataset,
        item_id,
        labeller,
        labeller_kind,
        label,
        voted_at
    from {{ votes }}
    where
        dataset is not null and item_id is not null and labeller is not null
        and (voted_at is null or voted_at <= {{ flywheel._now() }})
{% endmacro %}
