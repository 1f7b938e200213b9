{% macro _measured_units(experiment_units) %}
    {#- The units of each experiment and KPI, as a whole and by segment (`part`), once each. Common table expressions: `usable_units` has all that
        were assigned, and the last, `measured_units`, those whose value counts. -#}
    {# each unit counts in the whole, and in its segment #}
    parts as (
        select
            *,
            'whole' as part,
            cast(null as {{ dbt.type_string() }}) as part_of
        from {{ experiment_units }}
        union all
        select
            *,
            'segment ' || segment as part,
            segment as part_of
        from {{ experiment_units }}
        where segment is not null
    ),

    {# several rows of a unit are one unit, with the mean of what they say #}
    units as (
        select
            experiment,
            kpi,
            part,
            part_of as segment,
            variant,
            unit_id,
            min(use_case) as use_case,
            max(case when is_control then 1 else 0 end) as is_control,
            min(case when is_control then 1 else 0 end) as is_control_throughout,
            min(assigned_at) as assigned_at,
            avg({{ flywheel._finite('value') }}) as value,
            avg({{ flywheel._finite('denominator') }}) as denominator,
            avg({{ flywheel._finite('pre_value') }}) as pre_value,
            avg({{ flywheel._finite('expected_share') }}) as expected_share,
            count(*) as row_count
        from parts
        group by experiment, kpi, part, part_of, variant, unit_id
    ),

    units_by_variants as (
        select
            experiment,
            unit_id,
            min(variant) as first_variant,
            max(variant) as last_variant
        from {{ experiment_units }}
        group by experiment, unit_id
    ),

    {# a unit that was given two variants shows the effect of neither #}
    sorted_units as (
        select
            units.*,
            units_by_variants.first_variant != units_by_variants.last_variant as is_contaminated,
            count(units.denominator) over (partition by units.experiment, units.kpi) > 0 as is_ratio
        from units
        inner join units_by_variants
            on units.experiment = units_by_variants.experiment and units.unit_id = units_by_variants.unit_id
    ),

    usable_units as (
        select
            *,
            not is_contaminated and value is not null and (denominator is not null or not is_ratio) as is_measured
        from sorted_units
    ),

    {# what is known of a unit from before, less the mean of all; a unit of which nothing is known counts as average #}
    measured_units as (
        select
            *,
            coalesce(pre_value - avg(pre_value) over (partition by experiment, kpi, part), 0) as pre_gap
        from usable_units
        where is_measured
    )
{% endmacro %}
