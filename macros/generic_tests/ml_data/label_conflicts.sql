{% macro label_conflicts(model, column_name, features, exclude, max_share) %}
    {#- Rows that are alike in all features and differ in their label, one row per such combination. One scan. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {%- do flywheel._column_names('no_label_conflicts', 'column_name', column_name, found, needed=true) -%}
    {{ flywheel._check_bounded('no_label_conflicts', 'max_share', max_share, 0, 1) }}
    {%- set excluded = flywheel._column_names('no_label_conflicts', 'exclude', exclude, found) | map('lower') | list -%}
    {%- set features = features if features is not none else flywheel._described_columns(model) -%}
    {%- set names = [] -%}
    {%- for name in flywheel._column_names('no_label_conflicts', 'features', features, found)
        if name | lower not in excluded + [column_name | lower] -%} {%- do names.append(name) -%} {%- endfor -%}
    {%- if execute and not names -%}
        {{ flywheel._wrong_argument('no_label_conflicts', 'features', features,
            'the columns that a model learns from; none is left, nor does the YAML of the model list any') }}
    {%- endif -%}
    {%- set float = flywheel._type_double() -%}
    {%- set str = dbt.type_string() -%}
    with labels_of_combinations as (
        select
            {%- for name in names %}
            {{ name }},
            {%- endfor %}
            {{ flywheel._known_label(column_name) }} as flywheel_label,
            count(*) as flywheel_rows
        from {{ model }}
        where {{ flywheel._known_label(column_name) }} is not null
        group by {% for number in range(1, names | length + 2) %}{{ number }}{{ ', ' if not loop.last }}{% endfor %}
    ),

    combinations as (
        select
            {%- for name in names %}
            {{ name }},
            {%- endfor %}
            count(*) as label_count,
            sum(flywheel_rows) as row_count,
            min(flywheel_label) as a_label,
            max(flywheel_label) as another_label
        from labels_of_combinations
        {%- if names %}
        group by {{ names | join(', ') }}
        {%- endif %}
    ),

    weighed as (
        select
            *,
            sum(row_count) over () as sample_size,
            sum(case when label_count > 1 then row_count else 0 end) over () as conflicting_rows
        from combinations
    )

    select
        {%- for name in names %}
        {{ name }},
        {%- endfor %}
        row_count,
        label_count,
        a_label,
        another_label,
        conflicting_rows,
        sample_size,
        cast(row_count as {{ str }}) || ' rows are alike in {{ names | join(', ') }}, and have ' || cast(label_count as {{ str }})
        || ' labels, such as ' || a_label || ' and ' || another_label || '; ' || cast(conflicting_rows as {{ str }}) || ' of '
        || cast(sample_size as {{ str }}) || ' labelled rows are in a conflict, expected '
        {%- if max_share == 0 %} || 'none'{% else %} || 'a share of at most {{ max_share }}'{% endif %} as reason
    from weighed
    where label_count > 1 and conflicting_rows > ({{ max_share }} + 1e-9) * sample_size
    order by row_count desc
{% endmacro %}


{% macro _described_columns(model) %}
    {#- The columns that the YAML of the tested model lists. -#}
    {%- set names = [] -%}
    {%- for name in flywheel._tested_node().get('columns', {}) -%} {%- do names.append(name) -%} {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
