{% macro key_problems(model, columns, nullable=[]) %}
    {#- The keys of a relation that do not identify one row each: repeated, or null where they may not be.
        A null in a column that may be null is a value like any other: two of them are a repeated key. -#}
    {%- if columns is string or columns is mapping or columns is not sequence or not columns -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: has_key: columns is " ~ columns ~ ", wanted the list of all the columns of the key, as in [dataset, item_id]."
        ) }}
    {%- endif -%}
    {%- if nullable is string or nullable is mapping or nullable is not sequence -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: has_key: nullable is " ~ nullable ~ ", wanted a list of those columns of the key that may be null."
        ) }}
    {%- endif -%}
    {%- for column in nullable if column not in columns -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: has_key: nullable names '" ~ column ~ "', which is not in the key. Columns of the key: " ~ columns | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    {%- set required = columns | reject('in', nullable) | list %}
    with keys as (
        select
            {{ columns | join(', ') }},
            count(*) as row_count,
            {% if required -%}
            -- the columns that are null, one space after each
            {% for column in required %}case when {{ column }} is null then '{{ column }} ' else '' end{{ ' || ' if not loop.last }}{% endfor %} as null_columns
            {%- else -%}
            '' as null_columns
            {%- endif %}
        from {{ model }}
        group by {{ columns | join(', ') }}
    )

    select
        {{ columns | join(', ') }},
        row_count,
        case
            when null_columns != '' then 'null in ' || replace(trim(null_columns), ' ', ', ')
            else cast(row_count as {{ dbt.type_string() }}) || ' rows have this key'
        end as problem
    from keys
    where null_columns != '' or row_count > 1
{% endmacro %}
