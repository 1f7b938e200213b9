{% macro sample_ratio_mismatches(model, max_p) %}
    {#- The variants of experiments whose units were not split as they were meant to be. -#}
    {%- if max_p is not number or max_p <= 0 or max_p >= 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: no_sample_ratio_mismatch: max_p is " ~ max_p ~ ", wanted a probability between 0 and 1."
        ) }}
    {%- endif -%}
    {%- set columns = [] -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- do columns.extend(get_columns_in_query('select * from ' ~ model) | map('lower')) -%}
    {%- endif -%}
    {#- where the database may not be asked, the model is known by its name -#}
    {%- if 'srm_p_value' in columns or 'flywheel__experiments' in model | string %}
    with ratios as (
        select * from {{ model }}
    )
    {%- else %}
    {%- set like = 'the columns of the input experiment_units, or those of flywheel__experiments' -%}
    {{ flywheel._needs_columns('no_sample_ratio_mismatch', model, like, ['experiment', 'kpi', 'variant', 'unit_id']) }}
    with units as (
        select
            cast(experiment as {{ dbt.type_string() }}) as experiment,
            cast(kpi as {{ dbt.type_string() }}) as kpi,
            cast(variant as {{ dbt.type_string() }}) as variant,
            unit_id,
            {{ 'avg(expected_share)' if 'expected_share' in columns else 'cast(null as ' ~ flywheel._type_double() ~ ')' }}
                as expected_share
        from {{ model }}
        where experiment is not null and kpi is not null and variant is not null and unit_id is not null
        group by experiment, kpi, variant, unit_id
    ),

    arms as (
        select
            experiment,
            kpi,
            'whole' as part,
            variant,
            avg(expected_share) as expected_share,
            sum(case when first_variant = last_variant then 1 else 0 end) as assigned_units
        from (
            select
                *,
                min(variant) over (partition by experiment, unit_id) as first_variant,
                max(variant) over (partition by experiment, unit_id) as last_variant
            from units
        ) as sorted_units
        group by experiment, kpi, variant
    ),

    {{ flywheel._sample_ratio('arms') }}
    {%- endif %}

    select
        experiment,
        kpi,
        variant,
        assigned_units,
        expected_units,
        srm_p_value,
        {{ flywheel._number_text('assigned_units') }} || ' units are in ' || variant || ', '
        || {{ flywheel._number_text('round(expected_units)') }} || ' were to be expected: sample ratio mismatch over all variants, p ' || {{ flywheel._p_text('srm_p_value') }} as reason
    from ratios
    where srm_p_value < {{ max_p }}
{% endmacro %}
