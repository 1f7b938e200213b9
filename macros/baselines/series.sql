{% macro series(measurements, policies, known_events) %}
    {#- Every measurement with the policy it is judged by and the known event it falls into: what a baseline method reads. -#}
    with numbered as (
        select
            {{ flywheel._series_id('measurements') }} as series_id,
            measurements.*
        from {{ measurements }} as measurements
    ),

    series_of_metrics as (
        select
            from_model,
            subject_type,
            subject,
            metric,
            count(distinct series_id) as series_of_metric
        from numbered
        group by from_model, subject_type, subject, metric
    ),

    events as (
        select
            numbered.series_id,
            numbered.period_start,
            min(coalesce(known_events.reason, 'no reason on record')) as known_event
        from numbered
        inner join {{ known_events }} as known_events
            on
                known_events.starts_at < {{ flywheel._period_end('numbered.period_start', 'numbered.period') }}
                and known_events.ends_at >= numbered.period_start
                and (known_events.subject is null or known_events.subject = numbered.subject)
                and (known_events.segment is null or known_events.segment = numbered.segment)
        group by numbered.series_id, numbered.period_start
    )

    select
        numbered.series_id,
        {%- for column in flywheel.measurement_columns() %}
        numbered.{{ column }},
        {%- endfor %}
        numbered.from_model,
        series_of_metrics.series_of_metric,
        events.known_event
        {%- for column in flywheel._policy_columns() %},
        {%- if column == 'method' %}
        -- what auto stands for
        case
            when coalesce(policy.method, default_policy.method) = 'auto' then 'seasonal'
            else coalesce(policy.method, default_policy.method)
        end as method
        {%- else %}
        coalesce(policy.{{ column }}, default_policy.{{ column }}) as {{ column }}
        {%- endif %}
        {%- endfor %}
    from numbered
    inner join series_of_metrics
        on
            numbered.from_model = series_of_metrics.from_model
            and numbered.subject_type = series_of_metrics.subject_type
            and numbered.subject = series_of_metrics.subject
            and numbered.metric = series_of_metrics.metric
    left join events on numbered.series_id = events.series_id and numbered.period_start = events.period_start
    left join {{ policies }} as policy
        on numbered.from_model = policy.from_model and numbered.metric = policy.metric
    left join {{ policies }} as default_policy
        on numbered.from_model = default_policy.from_model and default_policy.metric is null
{% endmacro %}


{% macro _series_columns() %}
    {#- What series() gives, in order. A baseline method hands it all on, so that nothing has to be joined back. -#}
    {{ return(
        ['series_id'] + flywheel.measurement_columns().keys() | list + ['from_model', 'series_of_metric', 'known_event']
        + flywheel._policy_columns().keys() | list
    ) }}
{% endmacro %}


{% macro _series_id(relation) -%}
    {#- One text for what one line on a chart is: subject_type, subject, metric, segment_by, segment. -#}
    {%- set parts = [] -%}
    {%- for column in ['subject_type', 'subject', 'metric', 'segment_by', 'segment'] -%}
        {%- do parts.append("coalesce(cast(" ~ relation ~ "." ~ column ~ " as " ~ dbt.type_string() ~ "), '-')") -%}
    {%- endfor -%}
    {{ parts | join(" || '|' || ") }}
{%- endmacro %}


{% macro _period_end(period_start, period) -%}
    case {{ period }}
    {%- for name in ['hour', 'week', 'month'] %}
        when '{{ name }}' then {{ dbt.dateadd(name, 1, period_start) }}
    {%- endfor %}
        else {{ dbt.dateadd('day', 1, period_start) }}
    end
{%- endmacro %}
