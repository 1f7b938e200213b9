{% macro _labels_of_turns(turns, outcomes) %}
    {#- How many entities got an outcome in each turn, per use_case and turn. Common table expressions; the last is `labels`. -#}
    {%- set int = flywheel._contract_type('int') -%}
    {# one pass over all outcomes, however many turns there are: turns are numbered by time, so that the largest number so
       far is that of the present one #}
    events as (
        select
            use_case,
            deployed_at as happened_at,
            cast(turn as {{ int }}) as turn,
            0 as is_label,
            cast(null as {{ flywheel._contract_type('str') }}) as entity_id
        from {{ turns }}
        union all
        select
            use_case,
            observed_at as happened_at,
            cast(null as {{ int }}) as turn,
            1 as is_label,
            entity_id
        from {{ outcomes }}
    ),

    placed as (
        select
            use_case,
            entity_id,
            is_label,
            max(turn) over (
                partition by use_case order by happened_at, is_label rows unbounded preceding
            ) as turn
        from events
    ),

    labels as (
        select
            use_case,
            turn,
            count(distinct entity_id) as new_labels
        from placed
        where is_label = 1
        group by use_case, turn
    )
{% endmacro %}
