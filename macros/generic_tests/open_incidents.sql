{% macro open_incidents(incidents) %}
    {#- What is wrong and not over, one row for each cause. -#}
    select
        subject_type,
        subject,
        metric,
        segment_by,
        segment,
        opened_at,
        periods,
        worst_verdict,
        metric || coalesce(' of ' || segment, '') || ' is wrong since ' || {{ flywheel._minute_text('opened_at') }}
            || ', for ' || {{ flywheel._counted('periods', 'period') }}
            || coalesce(': ' || {{ flywheel._number_text('peak_value') }} || ' at worst', '')
            || coalesce(' where ' || {{ flywheel._number_text('peak_expected') }} || ' was expected', '') as reason,
        owner,
        channel
    from {{ incidents }}
    where state = 'open' and part_of is null
{% endmacro %}
