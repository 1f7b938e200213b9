{% macro volume_outside_baseline(model, time_column, segments, period, policy, periods) %}
    {#- The newest complete periods whose number of rows fails, judged as flywheel__verdicts judges counts. One scan of the model; a
        period without a row is a count of zero, from the first row (of the segment) to the last period that is over. -#}
    {{ flywheel._check_tested_period('volume_within_baseline', period) }}
    {%- set moment = flywheel._tested_moment('volume_within_baseline', model, time_column) -%}
    {%- set groupings = flywheel._groupings(segments) -%}
    {%- set running_period = flywheel._period_start(flywheel._now(), period) -%}
    {%- set policies = flywheel._tested_policies('volume_within_baseline', policy, period) -%}
    with counts as (
        select
            flywheel_period as period_start,
            {{ flywheel._grouped_segment(groupings) }},
            count(*) as row_count
        from (
            select
                {{ flywheel._period_start(moment, period) }} as flywheel_period
                {%- for grouping in groupings %},
                {{ flywheel._segment_label(grouping) }} as flywheel_segment_{{ loop.index }}
                {%- endfor %}
            from {{ model }}
            where {{ moment }} < {{ running_period }}
        ) as counted_rows
        {{ flywheel._group_by(period, groupings | length) }}
    ),

    numbered as (
        select
            segment_by,
            segment,
            {{ flywheel._text_of(['segment_by', 'segment']) }} as series_id,
            {{ flywheel._period_number('period_start', "'" ~ period ~ "'") }} as period_number,
            row_count
        from counts
    ),

    {#- from the first to the last period that is over; their rows have a series_id and a period_number, and nothing else -#}
    spans as (
        select
            segment_by,
            segment,
            series_id,
            min(period_number) as period_number
        from numbered
        group by segment_by, segment, series_id
        union all
        select distinct
            segment_by,
            segment,
            series_id,
            {{ flywheel._period_number(running_period, "'" ~ period ~ "'") }} - 1 as period_number
        from numbered
    ),

    names as (
        select distinct
            segment_by,
            segment,
            series_id
        from spans
    ),

    measurements as (
        select
            'data' as subject_type,
            {{ dbt.string_literal(flywheel._tested_node().name) }} as subject,
            'row_count' as metric,
            names.segment_by,
            names.segment,
            {{ flywheel._start_of_period('every_period.period_number', period) }} as period_start,
            cast(coalesce(numbered.row_count, 0) as {{ flywheel._type_double() }}) as value,
            cast(coalesce(numbered.row_count, 0) as {{ dbt.type_bigint() }}) as sample_size,
            cast(null as {{ flywheel._type_double() }}) as numerator,
            '{{ period }}' as period,
            'tested' as from_model
        from ({{ flywheel._every_period('spans') }}) as every_period
        inner join names on every_period.series_id = names.series_id
        left join numbered
            on every_period.series_id = numbered.series_id and every_period.period_number = numbered.period_number
    ),

    {{ flywheel._judged_as_verdicts(policies) }}

    {{ flywheel.failing_verdicts('verdicts', periods, 'volume_within_baseline') }}
{% endmacro %}


{% macro _start_of_period(period_number, period) -%}
    {#- The inverse of _period_number. A month is counted from 5 January, hence the start of what that comes to. -#}
    {{ flywheel._period_start(dbt.dateadd(period, period_number, flywheel._origin()), period) }}
{%- endmacro %}
