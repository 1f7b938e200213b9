{% macro _kpis_while_live(turns) %}
    {#- The KPI of each turn's use case while its version was live: the sum of numerators over that of denominators, or the mean of values
        where those are not given. A period of the KPI counts for the version that was live in its middle, once it is over. For a
        relation with use_case, turn, kpi, deployed_at and ends_at. -#}
    {%- set float = flywheel._contract_type('float') -%}
    select
        live.use_case,
        live.turn,
        case
            when count(kpi_periods.numerator) = count(*) and count(kpi_periods.denominator) = count(*)
                then sum(kpi_periods.numerator) / nullif(sum(kpi_periods.denominator), 0)
            else avg(kpi_periods.value)
        end as kpi_value
    from {{ turns }} as live
    inner join (
        select
            kpi_values.kpi,
            {{ flywheel._finite('kpi_values.numerator') }} as numerator,
            {{ flywheel._finite('kpi_values.denominator') }} as denominator,
            coalesce({{ flywheel._finite('kpi_values.value') }}, kpi_values.numerator / nullif(kpi_values.denominator, 0)) as value,
            case lengths.period
            {%- for period, hours in {'day': 12, 'week': 84, 'month': 360}.items() %}
                when '{{ period }}' then {{ dbt.dateadd('hour', hours, flywheel._day_start('kpi_values.period_start')) }}
            {%- endfor %}
            end as middle,
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
            live.kpi = kpi_periods.kpi
            and live.deployed_at <= kpi_periods.middle
            and live.ends_at > kpi_periods.middle
    where kpi_periods.over_at <= {{ flywheel._now() }} and kpi_periods.value is not null
    group by live.use_case, live.turn
{% endmacro %}


{% macro _day_start(date) -%}
    cast({{ date }} as {{ dbt.type_timestamp() }})
{%- endmacro %}
