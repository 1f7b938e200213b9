{% macro _compared_means(relation, confidence) %}
    {#- The lift of a variant over its control, plain and with the pre-period taken out (CUPED), each with interval, p-value and what holds
        however often one looks. For a relation with mean, squares, units, pre_gap, pre_squares, products and the same of the
        control; squares are sums of squared deviations. Common table expressions; the last is `estimates`.

        Welch's test; CUPED as Deng et al. (WSDM 2013): mean - theta * pre_gap, theta = cov(value, pre_value) / var(pre_value) pooled
        over both variants. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set columns = ['lift', 'lower', 'upper', 'p_value', 'sequential_lower', 'sequential_upper', 'sequential_p_value', 'error'] -%}
    pooled {{ flywheel._as_step() }} (
        select
            *,
            cast(units as {{ flywheel._type_double() }}) * control_units / nullif(units + control_units, 0) as between_weight
        from {{ relation }}
    ),

    adjusting {{ flywheel._as_step() }} (
        select
            *,
            case
                when units_with_pre_value > 1 and control_units_with_pre_value > 1 and pre_squares + control_pre_squares > 0 then
                    (products + control_products + between_weight * (mean - control_mean) * (pre_gap - control_pre_gap))
                    / (pre_squares + control_pre_squares + between_weight * power(pre_gap - control_pre_gap, 2))
            end as theta
        from pooled
    ),

    estimators {{ flywheel._as_step() }} (
        select
            experiment,
            kpi,
            part,
            variant,
            'plain' as estimator,
            units,
            control_units,
            mean - control_mean as lift,
            squares,
            control_squares
        from adjusting
        union all
        select
            experiment,
            kpi,
            part,
            variant,
            'cuped' as estimator,
            units,
            control_units,
            mean - control_mean - theta * (pre_gap - control_pre_gap) as lift,
            {{ flywheel._unexplained('squares', 'products', 'pre_squares') }} as squares,
            {{ flywheel._unexplained('control_squares', 'control_products', 'control_pre_squares') }} as control_squares
        from adjusting
        where theta is not null
    ),

    squared_errors {{ flywheel._as_step() }} (
        select
            *,
            squares / nullif(units - 1, 0) / units as squared_error,
            control_squares / nullif(control_units - 1, 0) / control_units as control_squared_error
        from estimators
        where units > 0 and control_units > 0
    ),

    errors {{ flywheel._as_step() }} (
        select
            *,
            case when squared_error + control_squared_error > 0 then squared_error + control_squared_error end as total_squared_error
        from squared_errors
    ),

    distances {{ flywheel._as_step() }} (
        select
            *,
            sqrt(total_squared_error) as error,
            lift / sqrt(total_squared_error) as t,
            power(total_squared_error, 2)
            / (power(squared_error, 2) / (units - 1) + power(control_squared_error, 2) / (control_units - 1)) as degrees
        from errors
    ),

    {{ flywheel._two_sided_t('distances', confidence) }},

    reaches {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._always_valid_reach('total_squared_error', '(units + control_units)', confidence) }} as sequential_reach,
            {{ flywheel._always_valid_p_value('lift', 'total_squared_error', '(units + control_units)', confidence) }} as sequential_p_value
        from t_limits
    ),

    intervals {{ flywheel._as_step() }} (
        select
            *,
            lift - t_limit * error as lower,
            lift + t_limit * error as upper,
            lift - sequential_reach as sequential_lower,
            lift + sequential_reach as sequential_upper
        from reaches
    ),

    side_by_side {{ flywheel._as_step() }} (
        select
            experiment,
            kpi,
            part,
            variant
            {%- for column in columns %},
            max(case when estimator = 'plain' then {{ column }} end) as {{ column }},
            max(case when estimator = 'cuped' then {{ column }} end) as cuped_{{ column }}
            {%- endfor %}
        from intervals
        group by experiment, kpi, part, variant
    ),

    estimates {{ flywheel._as_step() }} (
        select
            pooled.*,
            {%- for column in columns %}
            side_by_side.{{ column }},
            side_by_side.cuped_{{ column }},
            {%- endfor %}
            1 - power(side_by_side.cuped_error / side_by_side.error, 2) as variance_reduction
        from pooled
        left join side_by_side
            on
                pooled.experiment = side_by_side.experiment
                and pooled.kpi = side_by_side.kpi
                and pooled.part = side_by_side.part
                and pooled.variant = side_by_side.variant
    )
{% endmacro %}


{% macro _unexplained(squares, products, pre_squares) -%}
    {#- What is left of the squares once theta times the pre-period is taken out; nothing where only the last digits are. -#}
    case
        when {{ squares }} - 2 * theta * {{ products }} + power(theta, 2) * {{ pre_squares }} > 1e-13 * {{ squares }}
            then {{ squares }} - 2 * theta * {{ products }} + power(theta, 2) * {{ pre_squares }}
        else 0
    end
{%- endmacro %}
