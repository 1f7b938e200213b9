{% macro velocity_measurements() %}
    {#- flywheel__velocity as measurements: the subject is the use case, a metric each for what was counted and timed. -#}
    {%- set metrics = [
        'shots', 'failed_share', 'goals', 'people', 'lead_time_days', 'cycle_time_days_p50', 'change_fail_rate', 'recovery_days_p50',
    ] -%}
    {%- set sizes = {'failed_share': 'shots'} -%}
    {%- for metric in ['lead_time_days', 'cycle_time_days_p50', 'change_fail_rate', 'recovery_days_p50'] -%}
        {%- do sizes.update({metric: 'goals'}) -%}
    {%- endfor -%}
    {%- for metric in metrics %}
    select
        'use_case' as subject_type,
        use_case as subject,
        '{{ metric }}' as metric,
        cast(null as {{ dbt.type_string() }}) as segment_by,
        cast(null as {{ dbt.type_string() }}) as segment,
        month as period_start,
        cast({{ metric }} as {{ flywheel._contract_type('float') }}) as value,
        cast({{ sizes.get(metric, 'null') }} as {{ flywheel._contract_type('int') }}) as sample_size,
        cast(null as {{ flywheel._contract_type('float') }}) as numerator,
        'month' as period
    from {{ ref('flywheel__velocity') }}
    where {{ metric }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
