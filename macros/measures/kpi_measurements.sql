{% macro _kpi_measurements() %}
    {#- KPI values as measurements. Their period is read off the smallest gap between two values of a KPI. -#}
    select
        'kpi' as subject_type,
        kpi_values.kpi as subject,
        kpi_values.kpi as metric,
        case when kpi_values.segment is not null then 'segment' end as segment_by,
        kpi_values.segment,
        cast(kpi_values.period_start as {{ dbt.type_timestamp() }}) as period_start,
        coalesce(kpi_values.value, kpi_values.numerator / nullif(kpi_values.denominator, 0)) as value,
        cast(round(kpi_values.denominator) as {{ dbt.type_bigint() }}) as sample_size,
        kpi_values.numerator,
        kpi_periods.period,
        kpi_values.from_model
    from {{ ref('flywheel__input_kpi_values') }} as kpi_values
    inner join (
        select
            kpi,
            case
                when min(days_since_last) < 7 then 'day'
                when min(days_since_last) < 28 then 'week'
                when min(days_since_last) >= 28 then 'month'
                else 'day'
            end as period
        from (
            select
                kpi,
                {{ dbt.datediff(
                    'lag(period_start) over (partition by kpi order by period_start)', 'period_start', 'day'
                ) }} as days_since_last
            from (select distinct kpi, period_start from {{ ref('flywheel__input_kpi_values') }}) as kpi_periods_seen
        ) as kpi_gaps
        group by kpi
    ) as kpi_periods on kpi_values.kpi = kpi_periods.kpi
{% endmacro %}
