{% macro late_arrivals(model, time_column, max_hours, policy) %}
    {#- What says that a feed is late: the newest arrival is older than `max_hours`; or the wait for the next is longer than was to be
        expected from earlier waits.

        A wait is counted from every full hour to the next arrival: from six in the morning of a weekday, from six of a Saturday. So
        nights and weekends without arrivals are known, a load that is missing is not hidden by an earlier gap, and one that came
        early or was made up for is no lateness. The waits from one hour of the day are a series with one value a day,
        judged as flywheel__verdicts judges; those that have not ended count as long as they last. The fourth root makes waits
        for random arrivals (exponential) nearly normal, and leaves the order of the others as it is. -#}
    {%- if max_hours is not none and (max_hours is not number or max_hours is boolean or max_hours <= 0) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: arrives_on_time: max_hours is " ~ max_hours ~ ", wanted a number of hours above 0."
        ) }}
    {%- endif -%}
    {%- set moment = flywheel._tested_moment('arrives_on_time', model, time_column) -%}
    {%- set policies = flywheel._arrival_policies(policy) -%}
    {%- set tested_name = dbt.string_literal(flywheel._tested_node().name) -%}
    with arrivals as (
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
    ),

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
        inner join {{ ref('flywheel__input_known_events') }} as known_events
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
    ),

    no_events as (
        {{ flywheel._empty_relation(flywheel.input_contract('known_events')) }}
    ),

    {{ flywheel._judged_as_verdicts(policies, known_events='no_events') }},

    {#- in hours again; twenty years are as good as never. A delay that is small beside the usual gap is none, however punctual
        the feed has been. -#}
    too_long as (
        select
            *,
            greatest(upper_hours, expected_hours + {{ policies[0].min_effect }} * usual_gap_hours) as latest_hours
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
    ),

    late as (
        select
            'history' as rule,
            newest_arrival,
            judged_at,
            expected_at,
            late_since
        from (
            select
                *,
                row_number() over (order by late_since, expected_at) as late_rank
            from overdue
        ) as ranked
        where late_rank = 1
        {%- if max_hours is not none %}
        union all
        select
            'max_hours' as rule,
            newest_arrival,
            judged_at,
            cast(null as {{ dbt.type_timestamp() }}) as expected_at,
            {{ flywheel._hours_after('newest_arrival', max_hours) }} as late_since
        from newest
        where newest_arrival is null or {{ flywheel._hours_after('newest_arrival', max_hours) }} < judged_at
        {%- endif %}
    )

    select
        rule,
        newest_arrival,
        {{ dbt.datediff('newest_arrival', 'judged_at', 'second') }} / 3600.0 as hours_since_arrival,
        expected_at,
        late_since,
        case
            when newest_arrival is null then 'nothing has ever arrived'
            else 'nothing since ' || cast(newest_arrival as {{ dbt.type_string() }}) || ', '
                || {{ flywheel._number_text(dbt.datediff('newest_arrival', 'judged_at', 'second') ~ ' / 3600.0') }} || ' hours ago'
        end
        {%- if max_hours is not none %}
        || case when rule = 'max_hours' then '; wanted something every ' || {{ flywheel._number_text(max_hours) }} || ' hours' else '' end
        {%- endif %}
        || case when rule = 'history' then '; the next was to be expected about ' || cast(expected_at as {{ dbt.type_string() }})
            || ', at the latest ' || cast(late_since as {{ dbt.type_string() }}) else ''
        end as reason
    from late
{% endmacro %}


{% macro _hours_after(moment, hours) -%}
    {{ dbt.dateadd('second', 'cast(round(3600 * (' ~ hours ~ ')) as ' ~ dbt.type_bigint() ~ ')', moment) }}
{%- endmacro %}


{% macro _arrival_policies(policy) %}
    {#- What may be set of how arrivals are judged, over what has a meaning for waits: too long is bad, and the newest is judged. -#}
    {%- set may_set = ['false_alarms_per_year', 'min_effect', 'min_history', 'season', 'owner'] -%}
    {%- for key in (policy or {}) if key not in may_set -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: arrives_on_time: policy sets '" ~ key ~ "', wanted one of " ~ may_set | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    {%- set policies = flywheel._tested_policies('arrives_on_time', policy, 'day') -%}
    {%- set judged_by = namespace(policy=policies[0]) -%}
    {%- for own in policies if own.metric == 'arrival' -%} {%- set judged_by.policy = own -%} {%- endfor -%}
    {%- set default = {} -%}
    {%- for key, setting in flywheel.policy_settings().items() -%} {%- do default.update({key: setting.default}) -%} {%- endfor -%}
    {%- set arrival = dict(default, from_model='tested', metric='arrival', method='seasonal', direction='up', is_found=judged_by.policy.is_found) -%}
    {%- for key in may_set -%} {%- do arrival.update({key: judged_by.policy[key]}) -%} {%- endfor -%}
    {{ return([arrival]) }}
{% endmacro %}
