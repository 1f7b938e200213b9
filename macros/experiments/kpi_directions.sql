{% macro _kpi_directions() %}
    {#- One row per KPI: `kpi_direction`, which way it gets better, as the use cases that are for it say, else the policy of the model
        that holds it. Null where they contradict each other. -#}
    select
        kpi,
        case
            when max(said_direction) = min(said_direction) then max(said_direction)
            when max(said_direction) is null and max(policy_direction) = min(policy_direction) then max(policy_direction)
        end as kpi_direction
    from (
        select
            kpi,
            case when kpi_direction in ('higher_is_better', 'lower_is_better') then kpi_direction end as said_direction,
            cast(null as {{ dbt.type_string() }}) as policy_direction
        from {{ ref('flywheel__use_cases') }}
        where kpi is not null
        union all
        select
            metric as kpi,
            cast(null as {{ dbt.type_string() }}) as said_direction,
            case direction when 'down' then 'higher_is_better' when 'up' then 'lower_is_better' end as policy_direction
        from {{ ref('flywheel__policies') }}
        where metric is not null
    ) as directions
    group by kpi
{% endmacro %}
