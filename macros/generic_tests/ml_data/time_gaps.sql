{% macro time_gaps(model, column_name, period, groups, max_steps) %}
    {#- The runs of steps of a time grid that no row is in, between the first and the last row of each group. One scan. -#}
    {{ flywheel._check_tested_period('no_gaps', period) }}
    {{ flywheel._check_bounded('no_gaps', 'max_steps', max_steps, lowest=0) }}
    {%- set moment = flywheel._tested_moment('no_gaps', model, column_name) -%}
    {%- set groups = flywheel._column_names('no_gaps', 'groups', groups, flywheel._tested_columns(model)) -%}
    {%- set partition = 'partition by ' ~ groups | join(', ') ~ ' ' if groups else '' -%}
    {%- set str = dbt.type_string() -%}
    with steps as (
        select distinct
            {%- for group in groups %}
            {{ group }},
            {%- endfor %}
            {{ flywheel._period_start(moment, period) }} as flywheel_step
        from {{ model }}
        where {{ moment }} is not null
    ),

    neighbours as (
        select
            *,
            lag(flywheel_step) over ({{ partition }}order by flywheel_step) as step_before
        from steps
    ),

    gaps as (
        select
            {%- for group in groups %}
            {{ group }},
            {%- endfor %}
            step_before,
            flywheel_step as step_after,
            {{ flywheel._period_number('flywheel_step', "'" ~ period ~ "'") }}
            - {{ flywheel._period_number('step_before', "'" ~ period ~ "'") }} - 1 as missing_steps
        from neighbours
        where step_before is not null
    )

    select
        {%- for group in groups %}
        {{ group }},
        {%- endfor %}
        step_before,
        step_after,
        missing_steps,
        {% for group in groups %}'{{ group }} ' || {{ flywheel._segment_label([group]) }} || {{ "', ' || " if not loop.last else "': ' || " }}{% endfor -%}
        cast(missing_steps as {{ str }}) || case when missing_steps = 1 then ' {{ period }} is' else ' {{ period }}s are' end
        || ' missing between ' || cast(step_before as {{ str }}) || ' and ' || cast(step_after as {{ str }}) as reason
    from gaps
    where missing_steps > {{ max_steps }}
    order by missing_steps desc, step_before
{% endmacro %}
