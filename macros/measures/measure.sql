{% macro measure(
    relation, subject, metrics, time_column=none, period=none, segments=[], where=none, subject_type='data',
    lookback=none, incremental=true
) %}
    {#- Every metric of a relation, over all periods and segments, in one statement and as few scans as can be. The body of a measurement model. -#}
    {%- set period = period or ('day' if time_column else 'none') -%}
    {%- set lookback = var('flywheel_lookback_periods', 3) if lookback is none else lookback -%}
    {{ flywheel._check_measure_arguments(subject, metrics, time_column, period, lookback) }}
    {%- set metrics = flywheel._with_bars(metrics) -%}
    {%- do flywheel._check_metrics(metrics) -%}
    {%- set groupings = flywheel._groupings(segments) -%}
    {%- if incremental -%}
        {{ config(
            materialized='incremental',
            incremental_strategy='append',
            pre_hook="{{ flywheel._forget_remeasured(" ~ period | tojson ~ ", " ~ lookback ~ ", " ~ metrics.keys() | list | tojson ~ ") }}",
        ) }}
    {%- else -%}
        {{ config(materialized='table') }}
    {%- endif -%}
    {%- set remeasure_from = flywheel._remeasure_from(period, lookback, metrics.keys() | list) if incremental else none -%}
    {%- set period_end = flywheel._now() if period == 'none' else dbt.dateadd(period, 1, 'flywheel_period') -%}
    {%- set fused = flywheel._fuse(metrics.values() | list, period_end, [] if period == 'none' else ['flywheel_period']) -%}
with measured_rows {{ flywheel._as_source() }} (
    select
        *
        {%- if period != 'none' %},
        {{ flywheel._period_start(time_column, period) }} as flywheel_period
        {%- endif %}
        {%- for grouping in groupings %},
        {{ flywheel._segment_label(grouping) }} as flywheel_segment_{{ loop.index }}
        {%- endfor %}
    from {{ relation }}
    where {{ '1 = 1' if period == 'none' else time_column ~ ' is not null' }}
    {%- if where %}
        and ({{ where }})
    {%- endif %}
    {%- if remeasure_from and period != 'none' %}
        and {{ time_column }} >= cast('{{ remeasure_from }}' as {{ dbt.type_timestamp() }})
    {%- endif %}
),

{{ flywheel._measured(fused, period, groupings) }},

metric_names as (
    {%- for metric in metrics %}
    select {{ loop.index }} as metric_number, {{ dbt.string_literal(metric) }} as metric
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ dbt.string_literal(subject_type) }} as subject_type,
    {{ dbt.string_literal(subject) }} as subject,
    metric_names.metric,
    measured.segment_by,
    measured.segment,
    measured.period_start,
    {{ flywheel._pick(fused.picks, 'value', 'float') }} as value,
    {{ flywheel._pick(fused.picks, 'sample_size', 'int') }} as sample_size,
    {{ flywheel._pick(fused.picks, 'numerator', 'float') }} as numerator,
    {{ dbt.string_literal(period) }} as period
from measured
cross join metric_names
{% endmacro %}


{% macro _pick(picks, part, family) -%}
    {#- The part (value, sample_size or numerator) of the metric that a row of metric_names stands for. -#}
    {%- set type = flywheel._contract_type(family) -%}
    case metric_names.metric_number
    {%- for pick in picks %}
        when {{ loop.index }} then cast({{ flywheel._picked(pick, part) }} as {{ type }})
    {%- endfor %}
    end
{%- endmacro %}


{% macro _picked(pick, part) -%}
    {#- A period without a row of a grouping has none of its aggregates. -#}
    {%- set count = 'coalesce(aggregate_%s, 0)' if pick.measured.group else 'aggregate_%s' -%}
    {%- if part in pick -%}
        {{ 'aggregate_%s' % pick.value if part == 'value' else count % pick[part] }}
    {%- elif part == 'value' -%}
        cast({{ count % pick.numerator }} as {{ flywheel._type_double() }}) / nullif({{ count % pick.sample_size }}, 0)
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}
