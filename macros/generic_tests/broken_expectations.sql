{% macro broken_expectations(model, columns={}, rows=[], table={}, partition=none, new_data_only=none) %}
    {#- Every expectation of a relation in one statement; one row per broken one. -#}
    {%- set checks = flywheel._expectations(columns, rows, table) -%}
    {%- set part = '' if partition is none and new_data_only is none else flywheel._tested_part(partition, new_data_only) -%}
    {%- set definitions = checks | map(attribute='definition') | list -%}
    {%- set fused = flywheel._fuse(definitions, filtered=flywheel._is_stored(model) and not part) -%}
    {#- while dbt parses, only the arguments are looked at -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set rows = model ~ ' where ' ~ ('(' ~ part ~ ') and ' if part) -%}
    {%- set listed = [] -%}
    {%- for check in checks -%}
        {%- set pick = fused.picks[loop.index0] -%}
        {%- set measured = pick.measured -%}
        {%- set where = check.definition.where -%}
        {%- do listed.append([
            check.name, check.severity, check.lower, check.upper, check.expected,
            pick.get('value'), pick.get('numerator'), pick.sample_size, 'holds' if check.holds_on_nothing else 'is broken',
            measured.lowest ~ ' < ' ~ check.lower if measured.lowest else measured.get('below'),
            measured.highest ~ ' > ' ~ check.upper if measured.highest else measured.get('above'),
            flywheel._counted_rows(measured, model, part) if measured.repeated else none,
            '(' ~ where ~ ') and ' if where else '',
        ]) -%}
    {%- endfor -%}
    {%- set double = flywheel._type_double() -%}
    {#- a float among them makes floats of all -#}
    {%- set figures = ['cast(aggregate_0 as ' ~ double ~ ')'] -%}
    {%- for number in fused.aggregates.values() -%} {%- do figures.append('aggregate_' ~ number) -%} {%- endfor -%}
    with measured_rows {{ flywheel._as_source() }} (
        select * from {{ model }}
        {%- if part %}
        where {{ part }}
        {%- endif %}
    ),

    {{ flywheel._measured(fused) | indent(4) }},

    figures as (
        select {{ dbt.array_construct(figures) }} as figures
        from measured
    ),

    checks as (
        {{ flywheel._rows(listed, dict.fromkeys([
            'expectation', 'severity', 'at_least', 'at_most', 'expected', 'value_at', 'numerator_at', 'sample_size_at', 'on_nothing',
            'rows_below', 'rows_above', 'counted_rows', 'only_where',
        ], 'str')) }}
    ),

    counted as (
        select
            checks.*,
            cast(checks.at_least as {{ double }}) as lower_bound,
            cast(checks.at_most as {{ double }}) as upper_bound,
            {{ flywheel._item('figures.figures', 'cast(checks.value_at as int) + 2') }} as measured_value,
            {{ flywheel._item('figures.figures', 'cast(checks.numerator_at as int) + 2') }} as numerator,
            {{ flywheel._item('figures.figures', 'cast(checks.sample_size_at as int) + 2') }} as sample_size
        from figures
        cross join checks
    ),

    observations as (
        select
            *,
            case when value_at is null then numerator / nullif(sample_size, 0) else measured_value end as observed
        from counted
    ),

    broken as (
        select
            *,
            case when observed < lower_bound then rows_below else rows_above end as rows_at_fault
        from observations
        -- not a number is above every number, or beyond all bounds. Nothing to measure is never a pass, but a rule for every row holds
        -- where there is no row
        where not coalesce(
            observed between coalesce(lower_bound, -1e300) and coalesce(upper_bound, 1e300), on_nothing = 'holds'
        )
    )

    select
        expectation,
        severity,
        observed,
        expected,
        cast(sample_size as {{ dbt.type_bigint() }}) as sample_size,
        cast(
            case
                when rows_at_fault is not null and observed < lower_bound then sample_size - numerator
                when rows_at_fault is not null then numerator
            end as {{ dbt.type_bigint() }}
        ) as failing_rows,
        case
            when observed is null then expectation || ' could not be assessed: there was no value to measure'
            else expectation || ' was ' || {{ flywheel._number_text('observed') }} || ', expected ' || expected
        end as reason,
        'select * from ' || coalesce(counted_rows, {{ flywheel._literal(rows) }} || only_where) || rows_at_fault as query
    from broken
{% endmacro %}


{% macro _counted_rows(measured, model, part) -%}
    {#- The rows of a measure of repeated ones, each with how many there are like it, and what begins a condition on them. -#}
    {%- set where = (['(' ~ part ~ ')'] if part else []) + ([measured.where] if measured.where else []) -%}
    (select *, count(*) over (partition by {{ measured.repeated | join(', ') }}) as rows_like_this from {{ model }}
    {{- ' where ' ~ where | join(' and ') if where }}) as counted where {# -#}
{%- endmacro %}
