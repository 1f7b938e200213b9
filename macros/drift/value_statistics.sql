{% macro _value_statistics(numbers, reference='reference_sample', current='current_sample') %}
    {#- What is measured over the values of numbers of two samples. Common table expressions; the last is `value_statistics`, see
        _statistics_of_values. -#}
    {%- if numbers %}
    counted_values as (
        {%- for side in ['reference', 'current'] %}
        select
            column_number,
            value,
            {{ 'value_rows' if side == 'reference' else '0' }} as reference_rows,
            {{ 'value_rows' if side == 'current' else '0' }} as current_rows
        from ({{ flywheel._counted_values(numbers, reference if side == 'reference' else current) }}) as {{ side }}_values
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    {{ flywheel._statistics_of_values() }}
    {%- else %}
    value_statistics as (
        {{ flywheel._empty_relation({
            'column_number': 'int', 'reference_values': 'float', 'current_values': 'float', 'ks': 'float', 'ks_p_value': 'float',
            'ks_shift': 'float', 'distance': 'float', 'wasserstein': 'float', 'wasserstein_p_value': 'float', 'wasserstein_shift': 'float',
        }) }}
    )
    {%- endif %}
{% endmacro %}


{% macro _counted_values(numbers, sample, keys=[]) %}
    {#- The rows of a sample by column and value (and keys), nulls left out, all columns in one scan. -#}
    select *
    from (
        select
            {%- for key in keys %}
            {{ key }},
            {%- endfor %}
            case {% for column in numbers %} when compared_{{ column.number }} is not null then {{ column.number }}{% endfor %} end as column_number,
            coalesce({% for column in numbers %}compared_{{ column.number }}, {% endfor %}null) as value,
            count(*) as value_rows
        from {{ sample }}
        group by grouping sets (
            {%- for column in numbers -%}
            ({% for key in keys %}{{ key }}, {% endfor %}compared_{{ column.number }}){{ ', ' if not loop.last }}
            {%- endfor -%}
        )
    ) as counted
    where value is not null
{% endmacro %}


{% macro _statistics_of_values(keys=['column_number']) %}
    {#- `value_statistics`: KS and Wasserstein of each column, nulls left out; as `<statistic>_p_value`, how likely chance alone is to move
        the values as much; and as `<statistic>_shift`, which way they went: above 0 for up, below for down. From `counted_values` (the
        keys, value, reference_rows, current_rows). Common table expressions. No row for a column without a value. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set key_columns = keys | join(',\n            ') -%}
    {%- set of_values = 'distinct_values.' ~ keys | join(', distinct_values.') -%}
    distinct_values as (
        select
            {{ key_columns }},
            value,
            cast(sum(reference_rows) as {{ float }}) as reference_rows,
            cast(sum(current_rows) as {{ float }}) as current_rows
        from counted_values
        group by {{ keys | join(', ') }}, value
    ),

    value_totals as (
        select
            {{ key_columns }},
            sum(reference_rows) as reference_values,
            sum(current_rows) as current_values,
            sum(reference_rows * value) / nullif(sum(reference_rows), 0) as reference_mean,
            sum((reference_rows + current_rows) * value) / sum(reference_rows + current_rows) as pooled_mean,
            min(case when reference_rows > 0 then value end) < max(case when reference_rows > 0 then value end) as reference_differs
        from distinct_values
        group by {{ keys | join(', ') }}
    ),

    cumulated_values as (
        select
            value_totals.*,
            distinct_values.value,
            distinct_values.reference_rows,
            distinct_values.current_rows,
            lead(distinct_values.value) over (partition by {{ of_values }} order by distinct_values.value) as next_value,
            {%- for side in ['reference', 'current'] %}
            sum(distinct_values.{{ side }}_rows) over (partition by {{ of_values }} order by distinct_values.value)
            / nullif(value_totals.{{ side }}_values, 0) as {{ side }}_up_to{{ ',' if not loop.last }}
            {%- endfor %}
        from distinct_values
        inner join value_totals
            on {% for key in keys %}distinct_values.{{ key }} = value_totals.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
    ),

    value_distances as (
        select
            {{ key_columns }},
            reference_values,
            current_values,
            {{ flywheel.ks('reference_up_to', 'current_up_to') }} as ks,
            sum((reference_up_to - current_up_to) * (reference_rows + current_rows)) / (reference_values + current_values) as ks_shift,
            {{ flywheel.wasserstein('reference_up_to', 'current_up_to', 'value', 'next_value') }} as distance,
            sum((reference_up_to - current_up_to) * (next_value - value)) as mean_shift,
            {#- a sum of squares that should be 0 may be all rounding, so that it is asked first whether the values differ #}
            case when reference_differs then sqrt(sum(reference_rows * power(value - reference_mean, 2)) / reference_values) end
                as reference_deviation,
            sqrt(sum((reference_rows + current_rows) * power(value - pooled_mean, 2)) / (reference_values + current_values))
                as pooled_deviation,
            max(abs(value - pooled_mean)) as reach,
            {{ flywheel._breadth('reference_up_to', 'current_up_to', 'reference_values', 'current_values', 'value', 'next_value') }} as breadth
        from cumulated_values
        group by {{ keys | join(', ') }}, reference_values, current_values, reference_differs
    ),

    value_statistics as (
        select
            *,
            distance / reference_deviation as wasserstein,
            mean_shift / nullif(distance, 0) as wasserstein_shift,
            {{ flywheel.ks_tail('ks', 'reference_values', 'current_values') }} as ks_p_value,
            case when wasserstein_deviate > 0 then {{ flywheel._normal_tail('wasserstein_deviate') }} when wasserstein_deviate <= 0 then 1.0 end
                as wasserstein_p_value
        from (
            select
                *,
                {{ flywheel.wasserstein_deviate(
                    'distance', 'breadth', 'pooled_deviation', 'reach', 'reference_values', 'current_values'
                ) }} as wasserstein_deviate
            from value_distances
        ) as deviates
    )
{% endmacro %}
