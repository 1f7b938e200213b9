{% macro time_gaps(model, column_name, period, groups, max_steps, starts_at=none, ends_at=none) %}
    {#- The runs of steps of a time grid that no row is in. The grid of a group begins at its first row and ends at its last, or
        where the bounds say. One scan. -#}
    {{ flywheel._check_tested_period('no_gaps', period) }}
    {{ flywheel._check_bounded('no_gaps', 'max_steps', max_steps, lowest=0) }}
    {%- set first = flywheel._grid_end('starts_at', starts_at, 'min', period) -%}
    {%- set last = flywheel._grid_end('ends_at', ends_at, 'max', period) -%}
    {%- if 'relation' not in [starts_at, ends_at] and first and last and starts_at | string > ends_at | string -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: no_gaps: starts_at is " ~ starts_at ~ " and ends_at is " ~ ends_at ~ ", wanted a start before the end."
        ) }}
    {%- endif -%}
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
    ),

    grid_ends as (
        select
            {{ first or 'cast(null as ' ~ dbt.type_timestamp() ~ ')' }} as first_step,
            {{ last or 'cast(null as ' ~ dbt.type_timestamp() ~ ')' }} as last_step
    ),

    {#- what is before the first step and after the last is no row, but a gap may begin or end there -#}
    marks as (
        select
            {%- for group in groups %}
            steps.{{ group }},
            {%- endfor %}
            steps.flywheel_step,
            steps.flywheel_step as row_step
        from steps
        cross join grid_ends
        where
            steps.flywheel_step >= coalesce(grid_ends.first_step, steps.flywheel_step)
            and steps.flywheel_step <= coalesce(grid_ends.last_step, steps.flywheel_step)
        {%- for end, offset in {'first_step': -1, 'last_step': 1}.items() if (first if end == 'first_step' else last) %}
        union all
        select
            {%- for group in groups %}
            grids.{{ group }},
            {%- endfor %}
            {{ dbt.dateadd(period, offset, 'grid_ends.' ~ end) }} as flywheel_step,
            cast(null as {{ dbt.type_timestamp() }}) as row_step
        from grid_ends
        {%- if groups %}
        cross join (select distinct {{ groups | join(', ') }} from steps) as grids
        {%- endif %}
        {%- endfor %}
    ),

    neighbours as (
        select
            *,
            lag(flywheel_step) over ({{ partition }}order by flywheel_step) as mark_before,
            lag(row_step) over ({{ partition }}order by flywheel_step) as step_before
        from marks
    ),

    gaps as (
        select
            {%- for group in groups %}
            neighbours.{{ group }},
            {%- endfor %}
            neighbours.step_before,
            neighbours.row_step as step_after,
            {{ flywheel._period_number('neighbours.flywheel_step', "'" ~ period ~ "'") }}
            - {{ flywheel._period_number('neighbours.mark_before', "'" ~ period ~ "'") }} - 1 as missing_steps,
            grid_ends.first_step,
            grid_ends.last_step
        from neighbours
        cross join grid_ends
        where neighbours.mark_before is not null
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
        || ' missing ' || case
            when step_before is not null and step_after is not null
                then 'between ' || cast(step_before as {{ str }}) || ' and ' || cast(step_after as {{ str }})
            when step_before is not null then 'after ' || cast(step_before as {{ str }}) || ' through ' || cast(last_step as {{ str }})
            when step_after is not null then 'from ' || cast(first_step as {{ str }}) || ' until ' || cast(step_after as {{ str }})
            else 'from ' || cast(first_step as {{ str }}) || ' through ' || cast(last_step as {{ str }})
        end as reason
    from gaps
    where missing_steps > {{ max_steps }}
    order by missing_steps desc, step_before
{% endmacro %}


{% macro _grid_end(argument, end, extreme, period) %}
    {#- The first or the last step that every group is to have, as SQL; none for that of each group's own rows. -#}
    {%- if end is none -%} {{ return(none) }} {%- endif -%}
    {%- if end == 'relation' -%} {{ return('(select ' ~ extreme ~ '(flywheel_step) from steps)') }} {%- endif -%}
    {%- if not modules.re.match('^\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2})?)?$', end | string) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: no_gaps: " ~ argument ~ " is '" ~ end ~ "', wanted a time as in 2024-12-31 23:00, or relation, for the "
            ~ ('first' if extreme == 'min' else 'last') ~ " row of all groups."
        ) }}
    {%- endif -%}
    {{ return(flywheel._period_start("cast('" ~ end ~ "' as " ~ dbt.type_timestamp() ~ ")", period)) }}
{% endmacro %}
