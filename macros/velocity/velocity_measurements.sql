{% macro velocity_measurements(by='use_case') %}
    {#- What runs and releases say of a month as measurements: the subject is the use case, or the team, a metric each for what was counted and
        timed. Not of flywheel__velocity, which knows the incidents that come of measurements. -#}
    {%- if by not in ['use_case', 'team'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: velocity_measurements: by is '" ~ by ~ "', wanted use_case or team."
        ) }}
    {%- endif -%}
    {%- set sizes = {'failed_share': 'shots'} -%}
    {%- for metric in ['lead_time_days', 'cycle_time_days_p50', 'change_fail_rate', 'recovery_days_p50'] -%}
        {%- do sizes.update({metric: 'goals'}) -%}
    {%- endfor -%}
    with paces as (
        {{ flywheel._paces(by) }}
    )
    {%- for metric in flywheel._velocity_metrics() %}
    select
        '{{ by }}' as subject_type,
        {{ by }} as subject,
        '{{ metric }}' as metric,
        cast(null as {{ dbt.type_string() }}) as segment_by,
        cast(null as {{ dbt.type_string() }}) as segment,
        month as period_start,
        cast({{ metric }} as {{ flywheel._contract_type('float') }}) as value,
        cast({{ sizes.get(metric, 'null') }} as {{ flywheel._contract_type('int') }}) as sample_size,
        cast(null as {{ flywheel._contract_type('float') }}) as numerator,
        'month' as period
    from paces
    where {{ metric }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro _velocity_metrics() %}
    {#- What of velocity is measured. -#}
    {{ return([
        'shots', 'failed_share', 'goals', 'people', 'lead_time_days', 'cycle_time_days_p50', 'change_fail_rate', 'recovery_days_p50',
    ]) }}
{% endmacro %}
