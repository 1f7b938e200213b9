{% macro broken_expectations(model, columns={}, rows=[], table={}, partition=none, new_data_only=none) %}
    {#- Every expectation of a relation in one statement; one row per broken one. -#}
    {%- set checks = flywheel._expectations(columns, rows, table) -%}
    {%- set part = '' if partition is none and new_data_only is none else flywheel._tested_part(partition, new_data_only) -%}
    {%- set metrics = {} -%}
    {%- for check in checks -%} {%- do metrics.update({check.name: check.definition}) -%} {%- endfor -%}
    {%- set fused = flywheel._fuse(metrics, filtered=flywheel._is_stored(model) and not part) -%}
    {#- while dbt parses, only the arguments are looked at -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set listed = [] -%}
    {%- for check in checks -%}
        {%- set measured = fused.picks[loop.index0].measured -%}
        {%- set rows = {} -%}
        {%- for side in ('lower', 'upper') if check[side] is not none -%}
            {%- do rows.update({side: flywheel._rows_at_fault(measured, side, check[side], check.definition.get('where'), model, part)}) -%}
        {%- endfor -%}
        {%- do listed.append([
            loop.index, check.name, check.severity, check.lower, check.upper, check.expected, check.holds_on_nothing,
            rows.get('lower'), rows.get('upper'),
        ]) -%}
    {%- endfor -%}
    with measured_rows {{ flywheel._as_source() }} (
        select * from {{ model }}
        {%- if part %}
        where {{ part }}
        {%- endif %}
    ),

    {{ flywheel._measured(fused) | indent(4) }},

    metric_names as (
        {{ flywheel._rows(listed, {
            'metric_number': 'int', 'expectation': 'str', 'severity': 'str', 'lower_bound': 'float', 'upper_bound': 'float',
            'expected': 'str', 'holds_on_nothing': 'bool', 'rows_below': 'str', 'rows_above': 'str',
        }) }}
    ),

    observations as (
        select
            metric_names.*,
            {{ flywheel._pick(fused.picks, 'value', 'float') }} as observed,
            {{ flywheel._pick(fused.picks, 'sample_size', 'int') }} as sample_size,
            {{ flywheel._pick(fused.picks, 'numerator', 'int') }} as numerator
        from measured
        cross join metric_names
    ),

    broken as (
        select
            *,
            case when observed < lower_bound then rows_below else rows_above end as rows_at_fault
        from observations
        where
            observed < lower_bound
            or observed > upper_bound
            -- not a number, or infinite
            or observed > 1e300
            -- nothing to measure is never a pass, but a rule for every row holds where there is no row
            or (observed is null and not holds_on_nothing)
    )

    select
        expectation,
        severity,
        observed,
        expected,
        sample_size,
        case
            when rows_at_fault is not null and observed < lower_bound then sample_size - numerator
            when rows_at_fault is not null then numerator
        end as failing_rows,
        case
            when observed is null then expectation || ' could not be assessed: there was no value to measure'
            else expectation || ' was ' || {{ flywheel._number_text('observed') }} || ', expected ' || expected
        end as reason,
        'select * from ' || rows_at_fault as query
    from broken
{% endmacro %}
