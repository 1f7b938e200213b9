{% macro stale_relation(model, column_name, max_hours) %}
    {#- The newest row is older than `max_hours`, or than the relation's own rhythm lets expect: the second longest of the last 1,000
        waits from one hour with rows to the next (of fewer than 20 waits the longest), and a usual wait, the median, on top. The
        second longest, because an outage that was must not excuse the next, and weekends come more than once. One row or none. One scan. -#}
    {{ flywheel._check_bounded('not_stale', 'max_hours', max_hours, above=0, may_be_none=true) }}
    {%- set moment = flywheel._tested_moment('not_stale', model, column_name) -%}
    {%- set hours = flywheel._type_double() -%}
    with hours_with_rows as (
        select
            {{ flywheel._period_start(moment, 'hour') }} as arrived_in,
            max({{ moment }}) as newest
        from {{ model }}
        where {{ moment }} <= {{ flywheel._now() }}
        group by {{ flywheel._period_start(moment, 'hour') }}
    ),

    waits as (
        select
            newest,
            cast({{ dbt.datediff('lag(arrived_in) over (order by arrived_in)', 'arrived_in', 'hour') }} as {{ hours }}) as waited,
            row_number() over (order by arrived_in desc) as recency
        from hours_with_rows
    ),

    ranked as (
        select
            newest,
            waited,
            count(waited) over () as wait_count,
            row_number() over (order by case when waited is null then 1 else 0 end, waited desc) as from_longest
        from waits
        where recency <= 1000
    ),

    rhythm as (
        select
            max(newest) as newest,
            coalesce(max(wait_count), 0) as wait_count,
            max(case when from_longest = case when wait_count < 20 then 1 else 2 end then waited end) as long_wait,
            {{ flywheel._quantile('waited', 0.5) }} as usual_wait
        from ranked
    ),

    judged as (
        select
            newest,
            wait_count,
            long_wait,
            usual_wait,
            {{ dbt.datediff('newest', flywheel._now(), 'second') }} / 3600.0 as hours_old,
            {{ max_hours if max_hours is not none else 'long_wait + usual_wait' }} as hours_allowed
        from rhythm
    )

    select
        newest,
        hours_old,
        hours_allowed,
        case
            when newest is null then 'could not be assessed: no row has a time up to now'
            when hours_allowed is null then 'could not be assessed: all rows came at once, which is no rhythm; set max_hours'
            else 'the newest row is of ' || cast(newest as {{ dbt.type_string() }}) || ', ' || {{ flywheel._counted('hours_old', 'hour') }}
                || ' ago, expected at most ' || {{ flywheel._number_text('hours_allowed') }}
            {%- if max_hours is none %}
                || ' (a wait is ' || {{ flywheel._counted('usual_wait', 'hour') }} || ' as a rule, and was '
                || {{ flywheel._number_text('long_wait') }} || ' at its longest'
                || case when wait_count < 20 then '' else ' but once' end || ')'
            {%- endif %}
        end as reason
    from judged
    where newest is null or hours_allowed is null or hours_old > hours_allowed
{% endmacro %}
