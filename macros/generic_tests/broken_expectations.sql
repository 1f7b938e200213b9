{% macro broken_expectations(model, columns={}, rows=[], table={}) %}
    {#- Every expectation of a relation in one scan of it; one row per broken one. -#}
    {%- set checks = flywheel._expectations(columns, rows, table) -%}
    {%- set metrics = {} -%}
    {%- set listed = [] -%}
    {%- for check in checks -%}
        {%- do metrics.update({check.name: check.definition}) -%}
        {%- do listed.append([loop.index, check.name, check.kind, check.lower, check.upper, check.expected]) -%}
    {%- endfor -%}
    {%- set fused = flywheel._fuse(metrics, flywheel._now()) -%}
    with aggregated as (
        select
            {%- for aggregate in fused.aggregates %}
            {{ aggregate }} as aggregate_{{ loop.index0 }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ model }}
    ),

    metric_names as (
        {{ flywheel._rows(listed, {
            'metric_number': 'int', 'expectation': 'str', 'kind': 'str', 'lower_bound': 'float', 'upper_bound': 'float', 'expected': 'str',
        }) }}
    ),

    observations as (
        select
            metric_names.expectation,
            metric_names.kind,
            metric_names.lower_bound,
            metric_names.upper_bound,
            metric_names.expected,
            {{ flywheel._pick(fused.picks, 'value', 'float') }} as observed,
            {{ flywheel._pick(fused.picks, 'sample_size', 'int') }} as sample_size,
            {{ flywheel._pick(fused.picks, 'numerator', 'int') }} as numerator
        from aggregated
        cross join metric_names
    )

    select
        expectation,
        observed,
        expected,
        sample_size,
        -- rows that do not meet a share; a distinct count has no failing rows of its own
        case when kind in ('completeness', 'compliance', 'rows') then sample_size - numerator end as failing_rows,
        case
            when observed is null then expectation || ' could not be assessed: there was no value to measure'
            else expectation || ' was ' || {{ flywheel._number_text('observed') }} || ', expected ' || expected
        end as reason
    from observations
    where
        observed < lower_bound
        or observed > upper_bound
        -- nothing to measure is never a pass, but a rule for every row holds where there is no row
        or (observed is null and kind != 'rows')
{% endmacro %}
