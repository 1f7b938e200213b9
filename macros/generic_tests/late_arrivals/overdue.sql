{% macro _overdue(min_effect) %}
    {#- The waits since the newest arrival that are longer than was to be expected, and than has happened before. Common table
        expressions; the last is `overdue`. -#}
    {#- in hours again; twenty years are as good as never. A delay that is small beside the usual gap is none, however punctual
        the feed has been. -#}
    too_long as (
        select
            *,
            greatest(upper_hours, expected_hours + {{ min_effect }} * usual_gap_hours) as latest_hours
        from (
            select
                {{ dbt.dateadd('hour', 'cast(verdicts.segment as int)', 'verdicts.period_start') }} as waited_from,
                power(verdicts.value, 4) as waited_hours,
                least(power(greatest(verdicts.expected, 0), 4), 175320) as expected_hours,
                least(power(greatest(verdicts.upper, 0), 4), 175320) as upper_hours,
                usual_gap.usual_gap_seconds / 3600.0 as usual_gap_hours
            from verdicts
            cross join usual_gap
            where verdicts.verdict = 'fail' and verdicts.value > verdicts.upper
        ) as in_hours
    ),

    {#- What a normal does not allow for but happens: delays have long tails, and some loads are left out. What happened twice in the
        year before, where it was a delay of no more than half a gap, or whatever happened six times in eight weeks. -#}
    overdue_before as (
        select
            ended_at,
            max(case when waited_hours <= expected_hours + 0.5 * usual_gap_hours then overdue_hours end) as delay_hours,
            max(case when is_recent then overdue_hours end) as recent_hours
        from (
            select
                too_long.*,
                too_long.waited_hours - too_long.latest_hours as overdue_hours,
                too_long.waited_from >= {{ dbt.dateadd('day', -56, 'newest.newest_arrival') }} as is_recent,
                {{ flywheel._period_start(flywheel._hours_after('too_long.waited_from', 'too_long.waited_hours'), 'hour') }} as ended_at
            from too_long
            inner join newest on too_long.waited_from <= newest.newest_arrival
            where too_long.waited_hours > too_long.latest_hours
        ) as ended
        group by ended_at
    ),

    allowance as (
        select greatest(
            coalesce(max(case when delay_rank = 2 then delay_hours end), 0),
            coalesce(max(case when recent_rank = 6 then recent_hours end), 0)
        ) as allowed_hours
        from (
            select
                delay_hours,
                recent_hours,
                row_number() over (order by coalesce(delay_hours, 0) desc) as delay_rank,
                row_number() over (order by coalesce(recent_hours, 0) desc) as recent_rank
            from overdue_before
        ) as ranked
    ),

    overdue as (
        select
            newest.newest_arrival,
            newest.judged_at,
            {{ flywheel._hours_after('too_long.waited_from', 'too_long.expected_hours') }} as expected_at,
            {{ flywheel._hours_after('too_long.waited_from', 'too_long.latest_hours + allowance.allowed_hours') }} as late_since
        from too_long
        inner join newest on too_long.waited_from > newest.newest_arrival
        cross join allowance
        where too_long.waited_hours > too_long.latest_hours + allowance.allowed_hours
    )
{% endmacro %}


{% macro _hours_after(moment, hours) -%}
    {{ dbt.dateadd('second', 'cast(round(3600 * (' ~ hours ~ ')) as ' ~ dbt.type_bigint() ~ ')', moment) }}
{%- endmacro %}
