{%- set float = flywheel._contract_type('float') -%}

with experiment_units as (

    select * from {{ ref('flywheel__input_experiment_units') }}
    where
        experiment is not null and kpi is not null and unit_id is not null and variant is not null
        and (assigned_at is null or assigned_at <= {{ flywheel._now() }})

),

{{ flywheel._measured_units('experiment_units') }},

assigned as (

    select
        experiment,
        kpi,
        part,
        segment,
        variant,
        min(use_case) as use_case,
        max(is_control) as is_control,
        max(is_control) > min(is_control_throughout) as is_control_in_part,
        min(assigned_at) as first_assigned_at,
        max(assigned_at) as last_assigned_at,
        avg(expected_share) as expected_share,
        sum(case when is_contaminated then 0 else 1 end) as assigned_units,
        sum(case when is_contaminated then 1 else 0 end) as contaminated_units,
        sum(case when row_count > 1 then 1 else 0 end) as repeated_units
    from usable_units
    group by experiment, kpi, part, segment, variant

),

means as (

    select
        experiment,
        kpi,
        part,
        variant,
        count(*) as units,
        count(pre_value) as units_with_pre_value,
        avg(value) as value,
        avg(denominator) as denominator,
        avg(pre_gap) as pre_gap,
        max(abs(value)) as largest_value,
        max(abs(pre_value)) as largest_pre_value
    from measured_units
    group by experiment, kpi, part, variant

),

-- A ratio is made a mean: ratio + (value - ratio * denominator) / mean denominator has the ratio as its mean and the
-- variance that the delta method gives it (Deng et al., KDD 2018).
deviations as (

    select
        measured_units.experiment,
        measured_units.kpi,
        measured_units.part,
        measured_units.variant,
        case
            when measured_units.is_ratio
                then
                    (measured_units.value - means.value / nullif(means.denominator, 0) * measured_units.denominator)
                    / nullif(means.denominator, 0)
            else measured_units.value - means.value
        end as deviation,
        measured_units.pre_gap - means.pre_gap as pre_deviation
    from measured_units
    inner join means
        on
            measured_units.experiment = means.experiment
            and measured_units.kpi = means.kpi
            and measured_units.part = means.part
            and measured_units.variant = means.variant

),

squares as (

    select
        experiment,
        kpi,
        part,
        variant,
        sum(deviation * deviation) as squares,
        sum(pre_deviation * pre_deviation) as pre_squares,
        sum(deviation * pre_deviation) as products
    from deviations
    group by experiment, kpi, part, variant

)

select
    assigned.experiment,
    assigned.kpi,
    assigned.part,
    assigned.segment,
    assigned.variant,
    assigned.use_case,
    assigned.is_control = 1 as is_control,
    assigned.is_control_in_part,
    assigned.first_assigned_at,
    assigned.last_assigned_at,
    max(assigned.last_assigned_at) over (partition by assigned.experiment) as last_unit_at,
    assigned.expected_share,
    cast(assigned.assigned_units as {{ flywheel._contract_type('int') }}) as assigned_units,
    cast(assigned.contaminated_units as {{ flywheel._contract_type('int') }}) as contaminated_units,
    cast(assigned.repeated_units as {{ flywheel._contract_type('int') }}) as repeated_units,
    coalesce(means.units, 0) as units,
    coalesce(means.units_with_pre_value, 0) as units_with_pre_value,
    means.denominator is not null as is_ratio,
    case when means.denominator is null then means.value else means.value / nullif(means.denominator, 0) end as mean,
    -- what is left of values that do not vary is the last digit of a float
    case
        when
            squares.squares <= means.units * power(1e-14 * means.largest_value, 2)
            / power(coalesce(nullif(means.denominator, 0), 1), 2)
            then cast(0 as {{ float }})
        else squares.squares
    end as squares,
    means.pre_gap,
    case
        when squares.pre_squares <= means.units * power(1e-14 * coalesce(means.largest_pre_value, 0), 2)
            then cast(0 as {{ float }})
        else squares.pre_squares
    end as pre_squares,
    squares.products
from assigned
left join means
    on
        assigned.experiment = means.experiment
        and assigned.kpi = means.kpi
        and assigned.part = means.part
        and assigned.variant = means.variant
left join squares
    on
        assigned.experiment = squares.experiment
        and assigned.kpi = squares.kpi
        and assigned.part = squares.part
        and assigned.variant = squares.variant
