{% macro _wait_measurements(tested_name) %}
    {#- Waits as measurements: the waits from one hour of the day are a series with one value a day. Those that say nothing, and those
        that a known event falls into, are null. Common table expressions: `usual_gap`, one row, and last `measurements`. -#}
    usual_gap as (
        select {{ flywheel._quantile('gap_seconds', 0.5) }} as usual_gap_seconds
        from waits
        where is_recent
    ),

    {#- The gaps that an hour of the week usually lies in, and how long ago the last load usually was: at that hour of the day, and no
        more than at that of the week. -#}
    usual_ages as (
        select
            of_week.hour_of_week,
            of_week.usual_gap_seconds,
            least(of_week.longest_age, of_day.usual_age) as usual_age
        from (
            select
                clock,
                hour_of_week,
                {{ flywheel._quantile('gap_seconds', 0.5) }} as usual_gap_seconds,
                max(seconds_after_arrival) as longest_age
            from waits
            where is_recent and gap_seconds is not null
            group by clock, hour_of_week
        ) as of_week
        inner join (
            select
                clock,
                {{ flywheel._quantile('seconds_after_arrival', 0.75) }} as usual_age
            from waits
            where is_recent and gap_seconds is not null
            group by clock
        ) as of_day on of_week.clock = of_day.clock
    ),

    excused as (
        select distinct waits.hour_start
        from waits
        inner join {{ flywheel._tested_events() }} as known_events
            on
                known_events.segment is null
                and (known_events.subject is null or known_events.subject = {{ tested_name }})
                and known_events.starts_at <= waits.waited_until
                and known_events.ends_at >= waits.hour_start
    ),

    measurements as (
        select
            'data' as subject_type,
            {{ tested_name }} as subject,
            'arrival' as metric,
            'hour of the day' as segment_by,
            cast(waits.clock as {{ dbt.type_string() }}) as segment,
            {{ flywheel._period_start('waits.hour_start', 'day') }} as period_start,
            {#- An hour says nothing shortly after a load where it is usually still awaited then: the wait is for another. Nor just
                before a load, where a few minutes decide which it is. -#}
            case
                when excused.hour_start is null
                and waits.seconds_after_arrival >= 0.5 * usual_ages.usual_age
                and waits.seconds_waited >= 0.05 * usual_ages.usual_gap_seconds
                    then power(waits.seconds_waited / 3600.0, 0.25)
            end as value,
            cast(null as {{ dbt.type_bigint() }}) as sample_size,
            cast(null as {{ flywheel._type_double() }}) as numerator,
            'day' as period,
            'tested' as from_model
        from waits
        left join usual_ages on waits.hour_of_week = usual_ages.hour_of_week
        left join excused on waits.hour_start = excused.hour_start
    )
{% endmacro %}
