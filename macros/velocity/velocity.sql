{% macro _velocity(by) %}
    {#- Velocity per `by` (use_case or team) and month: what runs and releases say, with the releases of the month that failed. -#}
    {%- set int = flywheel._contract_type('int') -%}
    {%- set bands = {
        'lead_time_days': 'lead_time_band', 'change_fail_rate': 'change_fail_band', 'recovery_days_p50': 'recovery_band',
        'failed_change_rate': 'failed_change_band', 'restore_days_p50': 'restore_band',
    } -%}
    {%- for metric in var('flywheel_velocity_bands') if metric not in bands -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_velocity_bands has '" ~ metric ~ "', wanted one of " ~ bands.keys() | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    with paces as (
        {{ flywheel._paces(by) }}
    ),

    failures as (
        select
            {{ by }},
            {{ flywheel._period_start('deployed_at', 'month') }} as month,
            count(*) as failed_changes,
            {{ flywheel._quantile('restore_days', 0.5) }} as restore_days_p50
        from {{ ref('flywheel__failed_changes') }}
        group by {{ by }}, {{ flywheel._period_start('deployed_at', 'month') }}
    ),

    measured as (
        select
            paces.*,
            cast(coalesce(failures.failed_changes, 0) as {{ int }}) as failed_changes,
            case
                when paces.goals > 0
                    then cast(coalesce(failures.failed_changes, 0) as {{ flywheel._contract_type('float') }}) / paces.goals
            end as failed_change_rate,
            failures.restore_days_p50
            {%- if by == 'use_case' %},
            use_cases.team
            {%- endif %}
        from paces
        left join failures
            on paces.{{ by }} = failures.{{ by }} and paces.month = failures.month
        {%- if by == 'use_case' %}
        left join {{ ref('flywheel__use_cases') }} as use_cases
            on paces.use_case = use_cases.use_case
        {%- endif %}
    )

    select
        *
        {%- for metric, band in bands.items() %},
        {{ flywheel._velocity_band(metric) }} as {{ band }}
        {%- endfor %}
    from measured
{% endmacro %}
