{% macro _judged_drift(statistic, min_effect, false_alarm_rate, says_unassessed) %}
    {#- What a test of drift returns, from the common table expressions `bins`, `cells` and `sizes`, and `value_statistics` where the
        statistic is of values. The chance of a false alarm is held over all columns by the procedure of Benjamini and Hochberg (1995). -#}
    {%- set of_values = statistic in ['ks', 'wasserstein'] -%}
    {{ flywheel._column_statistics('bins') }},

    compared_distributions as (
        select
            column_number,
            column_name,
            reference_size,
            current_size,
            {#- of values in no order, the largest Kolmogorov-Smirnov statistic of any order, and the Wasserstein distance where all are
                equally far apart #}
            '{{ 'total_variation' if of_values else statistic }}' as statistic,
            {{ 'total_variation' if of_values else statistic }} as value,
            p_value
        from statistics
        where freedom > 0
        {%- if of_values %} and kind = 'category'

        union all

        select
            statistics.column_number,
            statistics.column_name,
            statistics.reference_size,
            statistics.current_size,
            '{{ statistic }}' as statistic,
            value_statistics.{{ statistic }} as value,
            value_statistics.{{ statistic }}_p_value as p_value
        from statistics
        inner join value_statistics on statistics.column_number = value_statistics.column_number
        where
            least(value_statistics.reference_values, value_statistics.current_values) >= 10
            and value_statistics.{{ statistic }} is not null
        {%- endif %}
    ),

    ranked as (
        select
            *,
            count(*) over () as family_size,
            row_number() over (order by p_value) as p_rank
        from compared_distributions
    ),

    discovered as (
        select
            *,
            least(1, min(p_value * family_size / p_rank) over (order by p_value desc)) as q_value
        from ranked
    ),

    directions as (
        {%- if of_values %}
        select
            column_number,
            case when {{ statistic }}_shift > 1e-9 then 'up' when {{ statistic }}_shift < -1e-9 then 'down' end as direction
        from value_statistics
        {%- else %}
        {{ flywheel._column_directions('cells') }}
        {%- endif %}
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
        discovered.statistic,
        discovered.value,
        cast({{ min_effect }} as {{ flywheel._type_double() }}) as min_effect,
        discovered.p_value,
        discovered.q_value,
        discovered.reference_size,
        discovered.current_size,
        directions.direction,
        moves.moved,
        discovered.column_name || ' drifted: ' || replace(discovered.statistic, '_', ' ') || ' was '
        || {{ flywheel._number_text('discovered.value') }} || ', at most {{ min_effect }} is let pass'
        || coalesce('; its values went ' || directions.direction, '') || coalesce('; ' || moves.moved, '') as reason
    from discovered
    left join moves on discovered.column_number = moves.column_number
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
        {%- if of_values %}
        and statistics.kind = 'category'
        {%- endif %}
        and raw_values.number_of_cells > 1
        {%- if not says_unassessed %}
        {# of a column that nobody named, most of whose values are unlike any other, nothing is expected: it is a key #}
        and 2 * raw_values.number_of_cells < statistics.reference_size + statistics.current_size
        {%- endif %}
        and not exists (select 1 from too_small)
    {%- if of_values %}

    union all

    {#- a column without a value on either side is as it was #}
    {{ flywheel._drift_row(
        statistic, min_effect, 'statistics.column_name',
        "statistics.column_name || ' could not be assessed: ' || case when least(reference_values, current_values) < 10 then 'the reference has '"
        ~ " || " ~ flywheel._number_text('reference_values') ~ " || ' values and what is compared with it has ' || "
        ~ flywheel._number_text('current_values') ~ " || '; both need 10' else 'all values of the reference are the same, and give no unit"
        ~ " to measure a distance by' end"
    ) }}
    from statistics
    inner join value_statistics on statistics.column_number = value_statistics.column_number
    where
        (least(reference_values, current_values) < 10 or ({{ statistic }} is null and distance > 0))
        and not exists (select 1 from too_small)
    {%- endif %}
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
