{% macro first_mile_measurements() %}
    {#- flywheel__first_mile as measurements: the subject is the dataset, a metric each for what arrived, for the share that made each
        step, and for how long that took. A period is measured once it is over and, but for `arrived`, nothing of it is on its way
        any more: a share that still rises would be an alarm each day. -#}
    {%- set counts = {'shaped_share': 'shaped', 'accepted_share': 'accepted', 'label_coverage': 'labelled'} -%}
    {%- set period = var('flywheel_first_mile_period', 'day') -%}
    {%- set float = flywheel._contract_type('float') -%}
    {%- for metric in ['arrived', 'shaped_share', 'accepted_share', 'label_coverage', 'hours_to_shape_p50', 'hours_to_label_p50'] %}
    select
        'dataset' as subject_type,
        dataset as subject,
        '{{ metric }}' as metric,
        cast(null as {{ dbt.type_string() }}) as segment_by,
        cast(null as {{ dbt.type_string() }}) as segment,
        period_start,
        cast({{ metric }} as {{ float }}) as value,
        {{ {'hours_to_shape_p50': 'shaped', 'hours_to_label_p50': 'labelled'}.get(metric, 'arrived') }} as sample_size,
        cast({{ counts.get(metric, 'null') }} as {{ float }}) as numerator,
        '{{ period }}' as period
    from {{ ref('flywheel__first_mile') }}
    where
        {{ metric }} is not null
        and {{ dbt.dateadd(period, 1, 'period_start') }} <= {{ flywheel._now() }}
        {{ "and verdict != 'not_assessed'" if metric != 'arrived' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
