{% macro drift_statistics(reference, current, columns=none, reference_where=none, current_where=none) %}
    {#- Every statistic of drift, one row per column: exact, of all rows, and without a verdict. The bins of PSI, Jensen-Shannon distance,
        total variation and chi-square are the reference's deciles, or the values of a category, and one for nulls; the
        Kolmogorov-Smirnov statistic and the Wasserstein distance are over the values themselves, nulls left out. -#}
    {%- set compared = flywheel._compared_columns('drift_statistics', current, reference, columns) -%}
    {%- set numbers = compared | rejectattr('kind', 'equalto', 'category') | list -%}
    {%- if not compared -%}
        {{ return(flywheel._empty_relation(flywheel._drift_statistics_columns())) }}
    {%- endif -%}
    {%- set expressions = {'reference': {}, 'current': {}} -%}
    {%- for column in compared -%}
        {%- do expressions.reference.update({'compared_' ~ column.number: column.reference}) -%}
        {%- do expressions.current.update({'compared_' ~ column.number: column.current}) -%}
    {%- endfor -%}
    with reference_sample as (
        {{ flywheel._sampled(reference, [reference_where or '1 = 1'], expressions.reference, none) }}
    ),

    current_sample as (
        {{ flywheel._sampled(current, [current_where or '1 = 1'], expressions.current, none) }}
    ),

    edges as (
        {{ flywheel._edges(compared, 'reference_sample') }}
    ),

    {{ flywheel._cells_of_sides(
        flywheel._cells(compared, 'reference_sample'), 'select count(*) as side_rows from reference_sample', compared, 'current_sample'
    ) }},

    {{ flywheel._bins(compared, 'cells', merged=false) }},

    {{ flywheel._column_statistics('bins') }},

    {{ flywheel._value_statistics(numbers) }}

    select
        statistics.column_name,
        statistics.kind,
        statistics.reference_size,
        statistics.current_size,
        statistics.psi,
        statistics.jensen_shannon,
        statistics.total_variation,
        statistics.chi2,
        statistics.freedom,
        statistics.chi2_p_value,
        value_statistics.ks,
        value_statistics.ks_p_value,
        value_statistics.wasserstein,
        value_statistics.wasserstein_p_value
    from ({{ flywheel.chi2_tail('statistics', 'chi2', name='chi2_p_value') }}) as statistics
    left join value_statistics on statistics.column_number = value_statistics.column_number
{% endmacro %}


{% macro _drift_statistics_columns() %}
    {{ return({
        'column_name': 'str', 'kind': 'str', 'reference_size': 'int', 'current_size': 'int', 'psi': 'float', 'jensen_shannon': 'float',
        'total_variation': 'float', 'chi2': 'float', 'freedom': 'int', 'chi2_p_value': 'float', 'ks': 'float', 'ks_p_value': 'float',
        'wasserstein': 'float', 'wasserstein_p_value': 'float',
    }) }}
{% endmacro %}
