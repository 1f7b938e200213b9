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
    with {{ flywheel._waits(model, moment) }},

    {{ flywheel._wait_measurements(tested_name) }},

    no_events as (
        {{ flywheel._empty_relation(flywheel.input_contract('known_events')) }}
    ),

    {{ flywheel._judged_as_verdicts(policies, known_events='no_events') }},

    {{ flywheel._overdue(policies[0].min_effect) }},

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
                || {{ flywheel._counted(dbt.datediff('newest_arrival', 'judged_at', 'second') ~ ' / 3600.0', 'hour') }} || ' ago'
        end
        {%- if max_hours is not none %}
        || case when rule = 'max_hours' then '; wanted something every ' || {{ flywheel._counted(max_hours, 'hour') }} else '' end
        {%- endif %}
        || case when rule = 'history' then '; the next was to be expected about ' || cast(expected_at as {{ dbt.type_string() }})
            || ', at the latest ' || cast(late_since as {{ dbt.type_string() }}) else ''
        end as reason
    from late
{% endmacro %}


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
