{% macro _kpis_of_spans(spans) %}
    {#- The KPI of a use case in each of its spans of time: the sum of numerators over that of denominators, or the mean of values where
        those are not given. A period of the KPI counts for the span that its middle falls into, once it is over. For a relation with
        use_case, span, kpi, starts_at and ends_at. -#}
    select
        spans.use_case,
        spans.span,
        case
            when count(kpi_periods.numerator) = count(*) and count(kpi_periods.denominator) = count(*)
                then sum(kpi_periods.numerator) / nullif(sum(kpi_periods.denominator), 0)
            else avg(kpi_periods.value)
        end as kpi_value
    from {{ spans }} as spans
    inner join (
        select
            kpi_values.kpi,
            {{ flywheel._finite('kpi_values.numerator') }} as numerator,
            {{ flywheel._finite('kpi_values.denominator') }} as denominator,
            coalesce({{ flywheel._finite('kpi_values.value') }}, kpi_values.numerator / nullif(kpi_values.denominator, 0)) as value,
            {{ dbt.dateadd(
                'minute', flywheel._half_period_minutes('lengths.period'), flywheel._day_start('kpi_values.period_start')
            ) }} as middle,
            case lengths.period
            {%- for period in ['day', 'week', 'month'] %}
                when '{{ period }}' then {{ dbt.dateadd(period, 1, flywheel._day_start('kpi_values.period_start')) }}
            {%- endfor %}
            end as over_at
        from {{ ref('flywheel__input_kpi_values') }} as kpi_values
        inner join (
            select distinct metric as kpi, period from {{ ref('flywheel__measurements') }}
            where subject_type = 'kpi'
        ) as lengths on kpi_values.kpi = lengths.kpi
        where kpi_values.segment is null
    ) as kpi_periods
        on
            spans.kpi = kpi_periods.kpi
            and spans.starts_at <= kpi_periods.middle
            and spans.ends_at > kpi_periods.middle
    where kpi_periods.over_at <= {{ flywheel._now() }} and kpi_periods.value is not null
    group by spans.use_case, spans.span
{% endmacro %}


{% macro _day_start(date) -%}
    cast({{ date }} as {{ dbt.type_timestamp() }})
{%- endmacro %}
