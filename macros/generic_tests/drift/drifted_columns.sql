{% macro drifted_columns(
    model, reference=none, columns=none, reference_where=none, time_column=none, days=7, reference_days=28,
    statistic='psi', min_effect=0.1, false_alarm_rate=0.01, sample_rows=500000, edge_rows=100000, bins=none, test='no_drift', says_unassessed=none
) %}
    {#- The columns whose distribution differs from that of the reference by more than chance and more than `min_effect`; and a row for
        what could not be assessed. One scan of each side, whatever the number of columns. -#}
    {{ flywheel._check_drift_arguments(
        test, reference, reference_where, time_column, days, reference_days, statistic, min_effect, false_alarm_rate,
        sample_rows, edge_rows, bins
    ) }}
    {%- set says_unassessed = (columns is not none) if (says_unassessed is none) else says_unassessed -%}
    {%- if bins is not none -%} {%- set columns = flywheel._frozen_columns(test, columns, bins) -%} {%- endif -%}
    {%- set compared = flywheel._compared_columns(
        test, model, reference or model, columns, [(time_column or '') | lower]
    ) -%}
    {%- if not compared -%}
        {{ return(flywheel._not_assessed_drift(
            'drift could not be assessed: no column is in both relations with a kind of type that can be compared'
        )) }}
    {%- endif -%}
    {%- set moment = flywheel._tested_moment(test, model, time_column) if time_column -%}
    {%- set conditions = flywheel._drift_sides(reference, reference_where, moment, days, reference_days) -%}
    {%- set expressions = {'reference': {}, 'current': {}} -%}
    {%- for column in compared -%}
        {%- do expressions.reference.update({'compared_' ~ column.number: column.reference}) -%}
        {%- do expressions.current.update({'compared_' ~ column.number: column.current}) -%}
    {%- endfor -%}
    with current_sample as (
        {{ flywheel._evenly_sampled(model, conditions.current, expressions.current, sample_rows) }}
    ),

    {%- if bins is none %}

    reference_sample as (
        {{ flywheel._evenly_sampled(reference or model, conditions.reference, expressions.reference, sample_rows) }}
    ),

    edges as (
        {{ flywheel._edges(compared, 'reference_sample', edge_rows) }}
    ),

    {{ flywheel._cells_of_sides(
        flywheel._cells(compared, 'reference_sample'), 'select count(*) as side_rows from reference_sample', compared, 'current_sample'
    ) }},
    {%- else %}

    edges as (
        {{ flywheel._frozen_edges(compared, bins) }}
    ),

    {{ flywheel._cells_of_sides(
        flywheel._frozen_cells(compared, bins), 'select coalesce(max(relation_rows), 0) as side_rows from ' ~ bins, compared, 'current_sample'
    ) }},
    {%- endif %}

    {{ flywheel._bins(compared, 'cells') }},

    {{ flywheel._judged_drift(statistic, min_effect, false_alarm_rate, says_unassessed) }}
{% endmacro %}


{% macro _drift_sides(reference, reference_where, moment, days, reference_days) %}
    {#- The conditions on the rows of each side, as {reference: [...], current: [...]}. -#}
    {%- set conditions = {'reference': [], 'current': []} -%}
    {%- if moment -%}
        {%- set today = flywheel._period_start(flywheel._now(), 'day') -%}
        {%- set start = dbt.dateadd('day', -days, today) -%}
        {%- do conditions.current.append(moment ~ ' >= ' ~ start ~ ' and ' ~ moment ~ ' < ' ~ today) -%}
        {%- if reference is none and not reference_where -%}
            {%- do conditions.reference.append(moment ~ ' >= ' ~ dbt.dateadd('day', -reference_days, start) ~ ' and ' ~ moment ~ ' < ' ~ start) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if reference_where -%}
        {%- do conditions.reference.append('(' ~ reference_where ~ ')') -%}
        {%- if reference is none and not moment -%}
            {%- do conditions.current.append('not coalesce((' ~ reference_where ~ '), false)') -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(conditions) }}
{% endmacro %}


{% macro _judged_drift(statistic, min_effect, false_alarm_rate, says_unassessed) %}
    {#- What a test of drift returns, from the common table expressions `bins`, `cells` and `sizes`. The chance of a false alarm is held
        over all columns by the procedure of Benjamini and Hochberg (1995). -#}
    {{ flywheel._column_statistics('bins') }},

    ranked as (
        select
            *,
            {{ statistic }} as value,
            count(*) over () as family_size,
            row_number() over (order by p_value) as p_rank
        from statistics
        where freedom > 0
    ),

    discovered as (
        select
            *,
            least(1, min(p_value * family_size / p_rank) over (order by p_value desc)) as q_value
        from ranked
    ),

    directions as (
        {{ flywheel._column_directions('cells') }}
    ),

    moves as (
        {{ flywheel._moved_bins('bins') }}
    ),

    too_small as (
        select *
        from sizes
        where least(reference_size, current_size) < 10
    ),

    raw_values as (
        select
            column_number,
            count(*) as number_of_cells
        from cells
        group by column_number
    )

    select
        discovered.column_name,
        '{{ statistic }}' as statistic,
        discovered.value,
        cast({{ min_effect }} as {{ flywheel._type_double() }}) as min_effect,
        discovered.p_value,
        discovered.q_value,
        discovered.reference_size,
        discovered.current_size,
        directions.direction,
        moves.moved,
        discovered.column_name || ' drifted: {{ statistic | replace('_', ' ') }} was '
        || {{ flywheel._number_text('discovered.value') }} || ', at most {{ min_effect }} is let pass; '
        || coalesce('its values went ' || directions.direction || '; ', '') || moves.moved as reason
    from discovered
    inner join moves on discovered.column_number = moves.column_number
    left join directions on discovered.column_number = directions.column_number
    where
        discovered.q_value <= {{ false_alarm_rate }}
        and discovered.value > {{ min_effect }}
        and not exists (select 1 from too_small)

    union all

    {{ flywheel._drift_row(
        statistic, min_effect, 'cast(null as ' ~ dbt.type_string() ~ ')',
        "'drift could not be assessed: the reference has ' || cast(reference_size as " ~ dbt.type_string() ~ ") || ' rows and what is"
        ~ " compared with it has ' || cast(current_size as " ~ dbt.type_string() ~ ") || '; both need 10'"
    ) }}
    from too_small

    union all

    {{ flywheel._drift_row(
        statistic, min_effect, 'statistics.column_name',
        "statistics.column_name || ' could not be assessed: none of its values is frequent enough to be compared'"
    ) }}
    from statistics
    inner join raw_values on statistics.column_number = raw_values.column_number
    where
        statistics.freedom = 0
        and raw_values.number_of_cells > 1
        {%- if not says_unassessed %}
        {#- of a column that nobody named, most of whose values are unlike any other, nothing is expected: it is a key -#}
        and 2 * raw_values.number_of_cells < statistics.reference_size + statistics.current_size
        {%- endif %}
        and not exists (select 1 from too_small)
{% endmacro %}


{% macro _drift_row(statistic, min_effect, column_name, reason, reference_size='reference_size', current_size='current_size') %}
    {#- A row, laid out as those of drifted columns, for what has no statistic. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set string = dbt.type_string() -%}
    select
        {{ column_name }} as column_name,
        cast('{{ statistic }}' as {{ string }}) as statistic,
        cast(null as {{ float }}) as value,
        cast({{ min_effect }} as {{ float }}) as min_effect,
        cast(null as {{ float }}) as p_value,
        cast(null as {{ float }}) as q_value,
        {{ reference_size }} as reference_size,
        {{ current_size }} as current_size,
        cast(null as {{ string }}) as direction,
        cast(null as {{ string }}) as moved,
        {{ reason }} as reason
{%- endmacro %}


{% macro _not_assessed_drift(reason, statistic='psi', min_effect=0) %}
    {%- set nothing = 'cast(null as ' ~ dbt.type_bigint() ~ ')' -%}
    {{ flywheel._drift_row(
        statistic, min_effect, 'cast(null as ' ~ dbt.type_string() ~ ')', flywheel._literal(reason), nothing, nothing
    ) }}
{%- endmacro %}


{% macro _check_drift_arguments(
    test, reference, reference_where, time_column, days, reference_days, statistic, min_effect, false_alarm_rate, sample_rows, edge_rows,
    bins=none
) %}
    {%- set problems = [] -%}
    {%- if reference is none and not reference_where and not time_column and bins is none -%}
        {%- do problems.append(
            "there is nothing to compare with. Wanted a reference (another relation), a reference_where (a condition on rows of this one), "
            ~ "or a time_column (its newest days against those before)"
        ) -%}
    {%- endif -%}
    {%- if bins is not none and (bins is string or reference is not none or reference_where) -%}
        {%- do problems.append(
            "bins is " ~ bins ~ ", wanted a model written with flywheel.reference_bins(), as in ref('training_bins'), and then no reference"
            ~ " and no reference_where"
        ) -%}
    {%- endif -%}
    {%- if reference is string -%}
        {%- do problems.append("reference is '" ~ reference ~ "', wanted a relation, as in ref('training_set')") -%}
    {%- endif -%}
    {%- for name, value in [('days', days), ('reference_days', reference_days)] -%}
        {%- if value is not integer or value is boolean or value < 1 -%}
            {%- do problems.append(name ~ " is " ~ value ~ ", wanted a whole number from 1 up") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if statistic not in ['psi', 'jensen_shannon', 'total_variation'] -%}
        {%- do problems.append("statistic is '" ~ statistic ~ "', wanted one of psi, jensen_shannon, total_variation") -%}
    {%- endif -%}
    {%- if min_effect is not number or min_effect is boolean or min_effect < 0 -%}
        {%- do problems.append("min_effect is " ~ min_effect ~ ", wanted a number from 0 up") -%}
    {%- endif -%}
    {%- if false_alarm_rate is not number or false_alarm_rate is boolean or not 0 < false_alarm_rate < 1 -%}
        {%- do problems.append("false_alarm_rate is " ~ false_alarm_rate ~ ", wanted a probability between 0 and 1") -%}
    {%- endif -%}
    {%- for name, value in [('sample_rows', sample_rows), ('edge_rows', edge_rows)] -%}
        {%- if value is not none and (value is not integer or value is boolean or value < 1000) -%}
            {%- do problems.append(name ~ " is " ~ value ~ ", wanted a whole number from 1000 up, or null for all rows") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error("flywheel: " ~ test ~ ": " ~ problems[0] ~ ".") }}
    {%- endif -%}
{% endmacro %}
