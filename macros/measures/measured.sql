{% macro _measured(fused, period=none, groupings=[]) -%}
    {#- The steps from `measured_rows` to one row per period and segment with every aggregate, as common table expressions; the last
        is `measured`. Without a period there is one row, and no column says what it is of. All plain aggregates are one scan, and
        each set of columns whose equal values are grouped is one. -#}
    {%- if fused.centres or fused.befores -%} {{ flywheel._prepared_rows(fused) }} {%- endif %}
{{ 'aggregated' if fused.groups else 'measured' }} as (
    select
        {%- if period %}
        {{ flywheel._key_columns(period, groupings) }},
        {%- endif %}
        {%- for of, number in fused.aggregates.items() if of[0] == 0 %}
        {{ fused.apart.get(of[1], of[1]) }} as aggregate_{{ number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ 'ordered_rows' if fused.befores else 'measured_rows' }}
    {{ flywheel._group_by(period, groupings | length) if period }}
)
    {%- if fused.groups -%} {{ flywheel._with_grouped(fused, period, groupings) }} {%- endif %}
{%- endmacro %}


{% macro _with_grouped(fused, period, groupings) -%}
    {#- To the plain aggregates those of each grouping, side by side. -#}
    {%- for group in fused.groups.values() %},

{{ flywheel._grouped(fused, group, period, groupings) }}
    {%- endfor %},

measured as (
    select
        aggregated.*
        {%- for of, number in fused.aggregates.items() if of[0] > 0 %},
        grouped_{{ of[0] }}.aggregate_{{ number }}
        {%- endfor %}
    from aggregated
    {%- for group in fused.groups.values() %}
    {{ flywheel._join_grouped(group, period) }}
    {%- endfor %}
)
{%- endmacro %}


{% macro _prepared_rows(fused) -%}
    {#- The means that some measures start from, and the rows with the values of those before them. -#}
    {%- if fused.centres %}
centres as (
    select
        {%- for mean, number in fused.centres.items() %}
        {{ mean }} as centre_{{ number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
),
    {% endif %}
    {%- if fused.befores %}
ordered_rows as (
    select
        *,
        {%- for value, number in fused.befores.items() %}
        {{ value }} as flywheel_value_before_{{ number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
),
    {% endif %}
{%- endmacro %}


{% macro _key_columns(period, groupings) -%}
    {{ flywheel._period_start(flywheel._now(), 'day') if period == 'none' else 'flywheel_period' }} as period_start,
    {{ flywheel._grouped_segment(groupings) }}
{%- endmacro %}


{% macro _grouped(fused, group, period, groupings) -%}
    {%- set keys = flywheel._group_keys(period, groupings | length) if period else [] -%}
groups_{{ group.number }} as (
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        {%- for where, number in group.counts.items() %}
        {%- set rows = flywheel._count_where(where) %}
        {{ rows }} as flywheel_group_rows_{{ number }}
        {%- if where in group.margins %},
        sum({{ rows }}) over (partition by {{ (keys + [group.by[0]]) | join(', ') }}) as flywheel_first_rows_{{ number }},
        sum({{ rows }}) over (partition by {{ (keys + [group.by[1]]) | join(', ') }}) as flywheel_second_rows_{{ number }}
        {%- endif %}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured_rows
    {{ flywheel._group_by(period or 'none', groupings | length, group.by) }}
),

grouped_{{ group.number }} as (
    select
        {%- if period %}
        {{ flywheel._key_columns(period, groupings) }},
        {%- endif %}
        {%- for of, number in fused.aggregates.items() if of[0] == group.number %}
        {{ of[1] }} as aggregate_{{ number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from groups_{{ group.number }}
    {%- if keys %}
    group by {{ keys | join(', ') }}
    {%- endif %}
)
{%- endmacro %}


{% macro _join_grouped(group, period) -%}
    {%- if period -%}
    left join grouped_{{ group.number }}
        on
            aggregated.period_start = grouped_{{ group.number }}.period_start
            and coalesce(aggregated.segment_by, '') = coalesce(grouped_{{ group.number }}.segment_by, '')
            and coalesce(aggregated.segment, '') = coalesce(grouped_{{ group.number }}.segment, '')
    {%- else -%}
    cross join grouped_{{ group.number }}
    {%- endif -%}
{%- endmacro %}
