{% macro _mismatched_columns(model, training, compared, keys, training_where, tolerance, max_mismatched) %}
    {#- The columns whose values differ between rows of the same keys, numbers by more than `tolerance` of the larger. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set string = dbt.type_string() -%}
    with training_rows as (
        select
            {%- for key in keys %}
            {{ key }} as key_{{ loop.index }},
            {%- endfor %}
            {%- for column in compared %}
            {{ column.reference }} as compared_{{ column.number }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ training }}
        where {{ training_where or '1 = 1' }}
    ),

    served_rows as (
        select
            {%- for key in keys %}
            {{ key }} as key_{{ loop.index }},
            {%- endfor %}
            {%- for column in compared %}
            {{ column.current }} as compared_{{ column.number }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ model }}
    ),

    matched as (
        select
            count(*) as matched_rows,
            {%- for column in compared %}
            count(case when {{ flywheel._differs('training_rows.compared_' ~ column.number, 'served_rows.compared_' ~ column.number, column.kind, tolerance) }} then 1 end)
                as mismatched_{{ column.number }}{{ ',' if not loop.last }}
            {%- endfor %}
        from training_rows
        inner join served_rows
            on {% for key in keys %}training_rows.key_{{ loop.index }} = served_rows.key_{{ loop.index }}{{ ' and ' if not loop.last }}{% endfor %}
    ),

    listed_columns as (
        {%- for column in compared %}
        select
            {{ flywheel._literal(column.name) }} as column_name,
            matched_rows,
            mismatched_{{ column.number }} as mismatched_rows
        from matched
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )

    select
        column_name,
        'mismatched' as statistic,
        cast(mismatched_rows as {{ float }}) / matched_rows as value,
        cast({{ max_mismatched }} as {{ float }}) as min_effect,
        cast(null as {{ float }}) as p_value,
        cast(null as {{ float }}) as q_value,
        matched_rows as reference_size,
        matched_rows as current_size,
        cast(null as {{ string }}) as direction,
        cast(null as {{ string }}) as moved,
        column_name || ' is not the same in training and serving in ' || cast(mismatched_rows as {{ string }}) || ' of '
        || cast(matched_rows as {{ string }}) || ' rows of the same {{ keys | join(', ') }}' as reason
    from listed_columns
    where mismatched_rows > ({{ max_mismatched }} + 1e-9) * matched_rows

    union all

    select
        cast(null as {{ string }}) as column_name,
        'mismatched' as statistic,
        cast(null as {{ float }}) as value,
        cast({{ max_mismatched }} as {{ float }}) as min_effect,
        cast(null as {{ float }}) as p_value,
        cast(null as {{ float }}) as q_value,
        matched_rows as reference_size,
        matched_rows as current_size,
        cast(null as {{ string }}) as direction,
        cast(null as {{ string }}) as moved,
        'mismatches could not be assessed: no row of the training set has the {{ keys | join(', ') }} of one in serving' as reason
    from matched
    where matched_rows = 0
{% endmacro %}


{% macro _differs(left, right, kind, tolerance) -%}
    case
        when {{ left }} is null or {{ right }} is null then ({{ left }} is null) != ({{ right }} is null)
        {%- if kind != 'number' %}
        else {{ left }} != {{ right }}
        {%- else %}
        else abs({{ left }} - {{ right }}) > {{ tolerance }} * greatest(abs({{ left }}), abs({{ right }}))
        {%- endif %}
    end
{%- endmacro %}
