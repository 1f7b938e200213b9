{% macro _experiment_effects(arms, confidence) %}
    {#- What the variants of experiments did, and whether that may be believed, from arms as in flywheel__experiment_arms. Common table
        expressions; the last is `found`. -#}
    kpi_directions as (
        {{ flywheel._kpi_directions() }}
    ),

    {{ flywheel._sample_ratio(arms) }},

    counted as (
        select
            *,
            sum(case when is_control then 1 else 0 end) over (partition by experiment, kpi, part) as controls,
            max(case when is_control_in_part then variant end) over (partition by experiment, kpi, part) as control_in_part,
            min(case when is_control then variant end) over (partition by experiment, kpi, part) as first_control,
            max(case when is_control then variant end) over (partition by experiment, kpi, part) as last_control,
            sum(contaminated_units) over (partition by experiment, kpi, part) as all_contaminated_units,
            sum(assigned_units) over (partition by experiment, kpi, part) as all_assigned_units
        from ratios
    ),

    controls as (
        select * from counted
        where is_control and controls = 1 and control_in_part is null
    ),

    -- where there is not one control, nothing is compared, and every variant that could have been has a row to say so
    compared as (
        select
            variants.*,
            controls.variant as control,
            controls.units as control_units,
            controls.assigned_units as control_assigned_units,
            controls.mean as control_mean,
            controls.squares as control_squares,
            controls.pre_gap as control_pre_gap,
            controls.pre_squares as control_pre_squares,
            controls.products as control_products,
            controls.units_with_pre_value as control_units_with_pre_value,
            kpi_directions.kpi_direction,
            coalesce(variants.last_unit_at > {{ dbt.dateadd(
                'day', '-' ~ flywheel._number_var('flywheel_experiment_running_days', 1), flywheel._now()
            ) }}, false) as is_running
        from counted as variants
        left join controls
            on variants.experiment = controls.experiment and variants.kpi = controls.kpi and variants.part = controls.part
        left join kpi_directions
            on variants.kpi = kpi_directions.kpi
        where
            not variants.is_control
            or variants.is_control_in_part
            or (variants.controls = variants.variants and variants.variants > 1)
    ),

    {{ flywheel._compared_means('compared', confidence) }},

    -- one way of judging is fixed before the values are seen: with the pre-period taken out where there is one, and while
    -- units still come in by what holds however often one looks
    judging as (
        select
            *,
            case when cuped_lift is not null then 'cuped' else 'plain' end as judged_by
        from estimates
    ),

    judged as (
        select
            *,
            case judged_by when 'cuped' then cuped_lift else lift end as judged_lift,
            case judged_by when 'cuped' then cuped_error else error end as judged_error,
            {%- for end in ['lower', 'upper'] %}
            case
                when judged_by = 'cuped' and is_running then cuped_sequential_{{ end }}
                when judged_by = 'cuped' then cuped_{{ end }}
                when is_running then sequential_{{ end }}
                else {{ end }}
            end as judged_{{ end }},
            {%- endfor %}
            case
                when judged_by = 'cuped' and is_running then cuped_sequential_p_value
                when judged_by = 'cuped' then cuped_p_value
                when is_running then sequential_p_value
                else p_value
            end as judged_p_value
        from judging
    ),

    {{ flywheel._corrected('judged') }},

    {{ flywheel._findings('corrected', confidence) }}
{% endmacro %}
