{% macro missing_labels(model, column_name, min, segments) %}
    {#- Where too few rows have a label: the whole, and the segments that are below by more than chance. One scan. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {%- do flywheel._column_names('label_coverage', 'column_name', column_name, found, needed=true) -%}
    {{ flywheel._check_bounded('label_coverage', 'min', min, 0, 1) }}
    {%- set groupings = flywheel._checked_segments('label_coverage', segments, found) -%}
    with labelled as (
        select
            case when {{ flywheel._known_label(column_name) }} is not null then 1 else 0 end as is_hit
            {%- for grouping in groupings %},
            {{ flywheel._segment_label(grouping) }} as flywheel_segment_{{ loop.index }}
            {%- endfor %}
        from {{ model }}
    ),

    counts as (
        select
            {{ flywheel._grouped_segment(groupings) }},
            count(*) as sample_size,
            sum(is_hit) as hits
        from labelled
        {{ flywheel._group_by('none', groupings | length) }}
    )

    {{ flywheel._low_shares('counts', min, column_name ~ ' is known') }}
{% endmacro %}
