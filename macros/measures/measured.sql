{% macro _measured(fused, period='none', groupings=[]) -%}
    {#- The steps from `measured_rows` to one row per period and segment with every aggregate, as common table expressions; the
        last is `measured`. All plain aggregates are one scan, and each set of columns whose equal values are grouped is one; extremes that
        the engine knows are none. -#}
    {%- set keys = flywheel._group_keys(period, groupings | length) -%}
    {%- set key_columns -%}
        {{ flywheel._period_start(flywheel._now(), 'day') if period == 'none' else 'flywheel_period' }} as period_start,
        {{ flywheel._grouped_segment(groupings) }}
    {%- endset -%}
    {%- if fused.centres %}
centres as (
    select
        {%- for mean in fused.centres %}
        {{ mean }} as centre_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
),
    {% endif %}
    {%- if fused.befores %}
ordered_rows as (
    select
        *,
        {%- for value in fused.befores %}
        {{ value }} as flywheel_value_before_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
),
    {% endif %}
{{ 'aggregated' if fused.groups or fused.extremes else 'measured' }} as (
    select
        {{ key_columns }},
        {%- for aggregate in fused.aggregates %}
        {{ aggregate }} as aggregate_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ 'ordered_rows' if fused.befores else 'measured_rows' }}
    {{ flywheel._group_by(period, groupings | length) }}
)
    {%- if fused.extremes %},

extremes as (
    select
        {%- for aggregate in fused.extremes %}
        {{ aggregate }} as extreme_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
)
    {%- endif %}
    {%- for group in fused.groups.values() %},

groups_{{ group.number }} as (
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        {%- for where in group.counts %}
        {%- set rows = flywheel._count_where(where) %}
        {{ rows }} as flywheel_group_rows_{{ loop.index0 }}
        {%- if where in group.margins %},
        sum({{ rows }}) over (partition by {{ (keys + [group.by[0]]) | join(', ') }}) as flywheel_first_rows_{{ loop.index0 }},
        sum({{ rows }}) over (partition by {{ (keys + [group.by[1]]) | join(', ') }}) as flywheel_second_rows_{{ loop.index0 }}
        {%- endif %}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
    {{ flywheel._group_by(period, groupings | length, group.by) }}
),

grouped_{{ group.number }} as (
    select
        {{ key_columns }},
        {%- for aggregate in group.aggregates %}
        {{ aggregate }} as group_{{ group.number }}_aggregate_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from groups_{{ group.number }}
    {%- if keys %}
    group by {{ keys | join(', ') }}
    {%- endif %}
)
    {%- endfor %}
    {%- if fused.groups or fused.extremes %},

measured as (
    select
        aggregated.*
        {{- ',\n        extremes.*' if fused.extremes }}
        {%- for group in fused.groups.values() %}
        {%- for aggregate in group.aggregates %},
        grouped_{{ group.number }}.group_{{ group.number }}_aggregate_{{ loop.index0 }}
        {%- endfor %}
        {%- endfor %}
    from aggregated
    {{- '\n    cross join extremes' if fused.extremes }}
    {%- for group in fused.groups.values() %}
    left join grouped_{{ group.number }}
        on
            aggregated.period_start = grouped_{{ group.number }}.period_start
            and coalesce(aggregated.segment_by, '') = coalesce(grouped_{{ group.number }}.segment_by, '')
            and coalesce(aggregated.segment, '') = coalesce(grouped_{{ group.number }}.segment, '')
    {%- endfor %}
)
    {%- endif %}
{%- endmacro %}
