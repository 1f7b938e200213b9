{% macro _waits(model, moment) %}
    {#- From every full hour of the last year to the next arrival, or to now; and what is said of the hour: how long ago the last
        arrival was, and how long the gap it lies in. Common table expressions: `newest`, one row, and last `waits`, one per hour. -#}
    arrivals as (
        select
            {{ flywheel._period_start('arrived_at', 'hour') }} as hour_start,
            min(arrived_at) as first_arrival,
            max(arrived_at) as last_arrival
        from (
            select {{ moment }} as arrived_at
            from {{ model }}
            where {{ moment }} <= {{ flywheel._now() }}
        ) as arrived
        group by 1
    ),

    newest as (
        select
            min(hour_start) as first_hour,
            max(last_arrival) as newest_arrival,
            {{ flywheel._now() }} as judged_at
        from arrivals
    ),

    {#- a year before the newest arrival is looked at, and no more than a week after it: the first hours after it tell -#}
    ends as (
        select
            'hours' as series_id,
            greatest(
                {{ flywheel._period_number('first_hour', "'hour'") }},
                {{ flywheel._period_number('newest_arrival', "'hour'") }} - 24 * 366
            ) as period_number
        from newest
        where newest_arrival is not null
        union all
        select
            'hours' as series_id,
            least(
                {{ flywheel._period_number('judged_at', "'hour'") }}, {{ flywheel._period_number('newest_arrival', "'hour'") }} + 24 * 8
            ) as period_number
        from newest
        where newest_arrival is not null
    ),

    hours as (
        select
            {{ flywheel._start_of_period('period_number', 'hour') }} as hour_start,
            mod(period_number, 24) as clock,
            mod(period_number, 168) as hour_of_week
        from ({{ flywheel._every_period('ends') }}) as every_hour
    ),

    neighbours as (
        select
            hours.hour_start,
            hours.clock,
            hours.hour_of_week,
            max(arrivals.last_arrival) over (
                order by hours.hour_start rows between unbounded preceding and 1 preceding
            ) as arrival_before,
            min(arrivals.first_arrival) over (
                order by hours.hour_start rows between current row and unbounded following
            ) as arrival_after
        from hours
        left join arrivals on hours.hour_start = arrivals.hour_start
    ),

    waits as (
        select
            neighbours.*,
            coalesce(neighbours.arrival_after, newest.judged_at) as waited_until,
            {{ dbt.datediff('neighbours.arrival_before', 'neighbours.hour_start', 'second') }} as seconds_after_arrival,
            {{ dbt.datediff('neighbours.arrival_before', 'neighbours.arrival_after', 'second') }} as gap_seconds,
            {{ dbt.datediff('neighbours.hour_start', 'coalesce(neighbours.arrival_after, newest.judged_at)', 'second') }} as seconds_waited,
            neighbours.hour_start >= {{ dbt.dateadd('day', -56, 'newest.newest_arrival') }} as is_recent
        from neighbours
        cross join newest
    )
{% endmacro %}
