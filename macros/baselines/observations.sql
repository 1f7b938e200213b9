{% macro observations(measurements, series, known_events, policies=none) %}
    {#- Every measurement as a baseline method reads it: numbers, the known event it falls into, and the settings that
        decide what was to be expected of it. Narrow, for the methods pass over it many times. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set is_referred = flywheel._ways_in_use('reference', ['reference_segment'], policies) | map(attribute='reference_segment') | select | list %}
    with numbered as (
        select
            series.series_id,
            measurements.period_start,
            {{ flywheel._finite('measurements.value') }} as value,
            measurements.sample_size,
            {{ flywheel._finite('measurements.numerator') }} as numerator
        from {{ measurements }} as measurements
        inner join {{ series }} as series on {{ flywheel._are_of_one_series('measurements', 'series') }}
    ),

    events as (
        select
            numbered.series_id,
            numbered.period_start,
            min(coalesce(known_events.reason, 'no reason on record')) as known_event
        from {{ series }} as series
        inner join {{ known_events }} as known_events
            on
                (known_events.subject is null or known_events.subject = series.subject)
                and (known_events.segment is null or known_events.segment = series.segment)
        inner join numbered
            on
                series.series_id = numbered.series_id
                and known_events.starts_at < {{ flywheel._period_end('numbered.period_start', 'series.period') }}
                and known_events.ends_at >= numbered.period_start
        group by numbered.series_id, numbered.period_start
    ),

    placed as (
        select
            numbered.*,
            events.known_event,
            {{ 'reference.value' if is_referred else 'cast(null as ' ~ flywheel._contract_type('float') ~ ')' }} as reference_value,
            {%- for column in flywheel._observed_settings() %}
            series.{{ column }},
            {%- endfor %}
            {{ flywheel._period_number('numbered.period_start', 'series.period') }} as period_number
        from numbered
        inner join {{ series }} as series on numbered.series_id = series.series_id
        left join events on numbered.series_id = events.series_id and numbered.period_start = events.period_start
        {%- if is_referred %}
        left join numbered as reference
            on series.reference_series_id = reference.series_id and numbered.period_start = reference.period_start
        {%- endif %}
    )

    select
        *,
        {{ flywheel._phase('season', 'period_start', 'period_number') }} as phase,
        {{ flywheel._cycle('season', 'period_start', 'period_number') }} as cycle
    from placed
{% endmacro %}


{% macro _observed_settings() %}
    {#- What a baseline method has to know of a series. -#}
    {{ return([
        'period', 'kind', 'method', 'season', 'direction', 'false_alarms_per_year', 'min_effect', 'hard_min', 'hard_max',
        'training_periods', 'ago', 'reference_from', 'reference_to', 'reference_segment',
    ]) }}
{% endmacro %}


{% macro _seen_columns() %}
    {#- What was seen of a period, which every baseline method hands on. -#}
    {{ return(['series_id', 'period_start', 'period_number', 'phase', 'cycle', 'value', 'sample_size', 'numerator', 'known_event', 'reference_value']) }}
{% endmacro %}
