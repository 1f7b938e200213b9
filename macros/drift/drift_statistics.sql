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
        {{ flywheel._evenly_sampled(reference, [reference_where or '1 = 1'], expressions.reference, none) }}
    ),

    current_sample as (
        {{ flywheel._evenly_sampled(current, [current_where or '1 = 1'], expressions.current, none) }}
    ),

    edges as (
        {{ flywheel._edges(compared, 'reference_sample', none) }}
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
        {{ flywheel.ks_tail('value_statistics.ks', 'value_statistics.reference_values', 'value_statistics.current_values') }} as ks_p_value,
        value_statistics.wasserstein
    from ({{ flywheel.chi2_tail('statistics', 'chi2', name='chi2_p_value') }}) as statistics
    left join value_statistics on statistics.column_number = value_statistics.column_number
{% endmacro %}


{% macro _drift_statistics_columns() %}
    {{ return({
        'column_name': 'str', 'kind': 'str', 'reference_size': 'int', 'current_size': 'int', 'psi': 'float', 'jensen_shannon': 'float',
        'total_variation': 'float', 'chi2': 'float', 'freedom': 'int', 'chi2_p_value': 'float', 'ks': 'float', 'ks_p_value': 'float',
        'wasserstein': 'float',
    }) }}
{% endmacro %}


{% macro _value_statistics(numbers) %}
    {#- What is measured over the values of numbers, not over bins. Common table expressions; the last is `value_statistics`. -#}
    {%- set float = flywheel._type_double() -%}
    {%- if numbers %}
    counted_values as (
        {%- for side in ['reference', 'current'] %}
        select
            case {% for column in numbers %} when compared_{{ column.number }} is not null then {{ column.number }}{% endfor %} end as column_number,
            coalesce({% for column in numbers %}compared_{{ column.number }}, {% endfor %}null) as value,
            {{ 'count(*)' if side == 'reference' else '0' }} as reference_rows,
            {{ 'count(*)' if side == 'current' else '0' }} as current_rows
        from {{ side }}_sample
        group by grouping sets ({% for column in numbers %}(compared_{{ column.number }}){{ ', ' if not loop.last }}{% endfor %})
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    distinct_values as (
        select
            column_number,
            value,
            cast(sum(reference_rows) as {{ float }}) as reference_rows,
            cast(sum(current_rows) as {{ float }}) as current_rows
        from counted_values
        where value is not null
        group by column_number, value
    ),

    cumulated_values as (
        select
            column_number,
            value,
            lead(value) over (partition by column_number order by value) as next_value,
            reference_rows,
            sum(reference_rows) over (partition by column_number) as reference_values,
            sum(current_rows) over (partition by column_number) as current_values,
            sum(reference_rows * value) over (partition by column_number)
            / nullif(sum(reference_rows) over (partition by column_number), 0) as reference_mean,
            {%- for side in ['reference', 'current'] %}
            sum({{ side }}_rows) over (partition by column_number order by value)
            / nullif(sum({{ side }}_rows) over (partition by column_number), 0) as {{ side }}_up_to{{ ',' if not loop.last }}
            {%- endfor %}
        from distinct_values
    ),

    value_statistics as (
        select
            column_number,
            reference_values,
            current_values,
            {{ flywheel.ks('reference_up_to', 'current_up_to') }} as ks,
            {#- a sum of squares that should be 0 may be all rounding, so that it is asked first whether the values differ -#}
            case when min(case when reference_rows > 0 then value end) < max(case when reference_rows > 0 then value end) then
                {{ flywheel.wasserstein('reference_up_to', 'current_up_to', 'value', 'next_value') }}
                / sqrt(sum(reference_rows * power(value - reference_mean, 2)) / max(reference_values))
            end as wasserstein
        from cumulated_values
        group by column_number, reference_values, current_values
    )
    {%- else %}
    value_statistics as (
        {{ flywheel._empty_relation({
            'column_number': 'int', 'reference_values': 'float', 'current_values': 'float', 'ks': 'float', 'wasserstein': 'float',
        }) }}
    )
    {%- endif %}
{% endmacro %}
