{% macro unbalanced_classes(model, column_name, min_share, max_ratio, classes) %}
    {#- The classes of a label that are too rare to be learned, missing or not expected, from one count of them. -#}
    {%- do flywheel._column_names('classes_balanced', 'column_name', column_name, flywheel._tested_columns(model), needed=true) -%}
    {{ flywheel._check_bounded('classes_balanced', 'min_share', min_share, 0, 1) }}
    {{ flywheel._check_bounded('classes_balanced', 'max_ratio', max_ratio, lowest=1, may_be_none=true) }}
    {%- if classes is not none and (classes is string or classes is mapping or classes is not sequence or classes | length < 2) -%}
        {{ flywheel._wrong_argument('classes_balanced', 'classes', classes, 'a list of the two or more labels to expect, as in [spam, ham]') }}
    {%- endif -%}
    {%- set listed = [] -%}
    {%- for class in classes or [] -%} {%- do listed.append([(class | lower) if class is boolean else class | string]) -%} {%- endfor -%}
    {%- set float = flywheel._type_double() -%}
    {%- set str = dbt.type_string() -%}
    with counts as (
        select
            {{ flywheel._known_label(column_name) }} as class,
            count(*) as row_count
        from {{ model }}
        where {{ flywheel._known_label(column_name) }} is not null
        group by {{ flywheel._known_label(column_name) }}
    ),

    expected_classes as (
        {{ flywheel._rows(listed, {'class': 'str'}) }}
    ),

    every_class as (
        select
            coalesce(counts.class, expected_classes.class) as class,
            coalesce(counts.row_count, 0) as row_count,
            case when expected_classes.class is not null then 1 else 0 end as is_expected
        from counts
        full outer join expected_classes on counts.class = expected_classes.class
    ),

    classes as (
        select
            class,
            row_count,
            is_expected,
            sum(row_count) over () as sample_size,
            max(row_count) over () as largest,
            count(case when row_count > 0 then 1 end) over () as classes_found
        from every_class
    ),

    problems as (
        select
            'min_share' as rule,
            class,
            row_count,
            cast(row_count as {{ float }}) / sample_size as observed,
            cast({{ min_share }} as {{ float }}) as expected,
            sample_size,
            class || ' is ' || {{ flywheel._number_text('cast(row_count as ' ~ float ~ ') / nullif(sample_size, 0)') }} || ' of the '
            || cast(sample_size as {{ str }}) || ' labels, expected at least {{ min_share }}' as reason
        from classes
        where row_count > 0 and row_count < ({{ min_share }} - 1e-9) * sample_size
        {%- if max_ratio is not none %}
        union all
        select
            'max_ratio',
            class,
            row_count,
            cast(largest as {{ float }}) / row_count,
            cast({{ max_ratio }} as {{ float }}),
            sample_size,
            'the largest class has ' || {{ flywheel._number_text('cast(largest as ' ~ float ~ ') / nullif(row_count, 0)') }} || ' labels for each of '
            || class || ', expected at most {{ max_ratio }}'
        from classes
        where row_count > 0 and largest > ({{ max_ratio }} + 1e-9) * row_count
        {%- endif %}
        {%- if listed %}
        union all
        select
            case when is_expected = 1 then 'missing_class' else 'unknown_class' end,
            class,
            row_count,
            null,
            null,
            sample_size,
            case when is_expected = 1 then class || ' is expected, and no row has it'
                else class || ' is the label of ' || cast(row_count as {{ str }}) || ' rows, and not among the classes expected'
            end
        from classes
        where (row_count = 0 and is_expected = 1) or is_expected = 0
        {%- endif %}
        union all
        select
            'one_class',
            max(class),
            max(largest),
            null,
            null,
            max(sample_size),
            case when count(*) = 0 then 'could not be assessed: no row has a label'
                else 'all labels are ' || max(class) || ': there is nothing to tell apart'
            end
        from classes
        where row_count > 0
        having count(*) < 2
    )

    select * from problems
    order by rule, row_count, class
{% endmacro %}
