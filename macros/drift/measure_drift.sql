{% macro measure_drift(
    relation, subject, time_column, columns, reference=none, reference_where=none, statistics=['psi'], period='day', where=none,
    subject_type='data', lookback=none
) %}
    {#- Drift of columns by period, as measurements: the body of a measurement model. Each statistic of each column is a metric,
        <column>_<statistic>, of the rows of a period against the reference. One scan of each side; a run measures the newest periods
        again, as measure() does. -#}
    {%- set lookback = var('flywheel_lookback_periods', 3) if lookback is none else lookback -%}
    {%- set statistics = [statistics] if statistics is string else statistics -%}
    {{ flywheel._check_measure_drift_arguments(subject, time_column, columns, reference, reference_where, statistics, period, lookback) }}
    {%- set compared = flywheel._compared_columns('measure_drift', relation, reference or relation, columns) -%}
    {%- set metrics = [] -%}
    {%- for column in compared -%}
        {%- for statistic in statistics -%}
            {%- do metrics.append([column.number, statistic, column.name ~ '_' ~ statistic]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set names = metrics | map(attribute=2) | list -%}
    {{ config(
        materialized='incremental',
        incremental_strategy='append',
        pre_hook="{{ flywheel._forget_remeasured(" ~ period | tojson ~ ", " ~ lookback ~ ", " ~ names | tojson ~ ") }}",
    ) }}
    {%- set remeasure_from = flywheel._remeasure_from(period, lookback, names) -%}
    {%- set of_values = ['ks', 'wasserstein'] | select('in', statistics) | list -%}
    {%- set numbers = compared | rejectattr('kind', 'equalto', 'category') | list if of_values else [] -%}
    {%- set expressions = {} -%}
    {%- for column in compared -%} {%- do expressions.update({'compared_' ~ column.number: column.reference}) -%} {%- endfor -%}
    {%- set keys = ['period_start', 'column_number'] -%}
with reference_sample as (
    {{ flywheel._evenly_sampled(reference or relation, ['(' ~ reference_where ~ ')'] if reference_where else [], expressions, 1000000) }}
),

edges as (
    {{ flywheel._edges(compared, 'reference_sample') }}
),

measured_rows as (
    select
        {{ flywheel._period_start(time_column, period) }} as period_start
        {%- for column in compared %},
        {{ column.current }} as compared_{{ column.number }}
        {%- endfor %}
    from {{ relation }}
    where {{ time_column }} is not null
    {%- if where %}
        and ({{ where }})
    {%- endif %}
    {%- if remeasure_from %}
        and {{ time_column }} >= cast('{{ remeasure_from }}' as {{ dbt.type_timestamp() }})
    {%- endif %}
),

sizes as (
    select
        measured_periods.period_start,
        measured_periods.current_size,
        reference_count.reference_size
    from (select period_start, count(*) as current_size from measured_rows group by period_start) as measured_periods
    cross join (select count(*) as reference_size from reference_sample) as reference_count
),

reference_cells as (
    {{ flywheel._cells(compared, 'reference_sample') }}
),

current_cells as (
    {{ flywheel._cells(compared, 'measured_rows', ['period_start']) }}
),

{#- every cell of the reference in every period, and every cell of a period -#}
cells_of_sides as (
    select
        sizes.period_start,
        reference_cells.column_number,
        reference_cells.cell,
        reference_cells.value,
        reference_cells.cell_rows as reference_rows,
        0 as current_rows
    from sizes
    cross join reference_cells
    union all
    select
        period_start,
        column_number,
        cell,
        value,
        0 as reference_rows,
        cell_rows as current_rows
    from current_cells
),

cells as (
    select
        cells_of_sides.period_start,
        cells_of_sides.column_number,
        cells_of_sides.cell,
        cells_of_sides.value,
        sizes.reference_size,
        sizes.current_size,
        sum(cells_of_sides.reference_rows) as reference_rows,
        sum(cells_of_sides.current_rows) as current_rows
    from cells_of_sides
    inner join sizes on cells_of_sides.period_start = sizes.period_start
    group by
        cells_of_sides.period_start, cells_of_sides.column_number, cells_of_sides.cell, cells_of_sides.value,
        sizes.reference_size, sizes.current_size
),

{{ flywheel._bins(compared, 'cells', merged=false, keys=keys) }},

{{ flywheel._column_statistics('bins', keys) }},

{%- if numbers %}

reference_values as (
    {{ flywheel._counted_values(numbers, 'reference_sample') }}
),

{#- a thousand points at most stand for the values of the reference: each of its values, or the mean of each thousandth of its rows -#}
reference_points as (
    select
        column_number,
        sum(value * value_rows) / sum(value_rows) as value,
        sum(value_rows) as value_rows
    from (
        select
            *,
            case
                when count(*) over (partition by column_number) <= 1000 then row_number() over (partition by column_number order by value)
                else floor(
                    1000 * (sum(value_rows) over (partition by column_number order by value) - value_rows / 2.0)
                    / sum(value_rows) over (partition by column_number)
                )
            end as point
        from reference_values
    ) as values_at_points
    group by column_number, point
),

counted_values as (
    select
        sizes.period_start,
        reference_points.column_number,
        reference_points.value,
        reference_points.value_rows as reference_rows,
        0 as current_rows
    from sizes
    cross join reference_points
    union all
    select
        period_start,
        column_number,
        value,
        0 as reference_rows,
        value_rows as current_rows
    from ({{ flywheel._counted_values(numbers, 'measured_rows', ['period_start']) }}) as values_of_periods
),

{{ flywheel._statistics_of_values(keys) }},
{%- endif %}

moves as (
    {{ flywheel._moved_bins('bins', keys) }}
),

metric_names as (
    {{ flywheel._rows(metrics, {'column_number': 'int', 'statistic': 'str', 'metric': 'str'}) }}
)

select
    {{ dbt.string_literal(subject_type) }} as subject_type,
    {{ dbt.string_literal(subject) }} as subject,
    metric_names.metric,
    cast(null as {{ dbt.type_string() }}) as segment_by,
    cast(null as {{ dbt.type_string() }}) as segment,
    statistics.period_start,
    {#- without a row of reference there is nothing to differ from -#}
    case when statistics.reference_size > 0 then
        case metric_names.statistic
            {%- for statistic in statistics %}
            {%- if statistic not in of_values %}
            when '{{ statistic }}' then statistics.{{ statistic }}
            {%- else %}
            when '{{ statistic }}' then
                case when statistics.kind = 'category' then statistics.total_variation{% if numbers %} else value_statistics.{{ statistic }}{% endif %} end
            {%- endif %}
            {%- endfor %}
        end
    end as value,
    cast(statistics.current_size as {{ dbt.type_bigint() }}) as sample_size,
    cast(null as {{ flywheel._type_double() }}) as numerator,
    {{ dbt.string_literal(period) }} as period,
    statistics.column_name,
    metric_names.statistic,
    moves.moved
from statistics
inner join metric_names on statistics.column_number = metric_names.column_number
{%- if numbers %}
left join value_statistics
    on statistics.column_number = value_statistics.column_number and statistics.period_start = value_statistics.period_start
{%- endif %}
left join moves on statistics.column_number = moves.column_number and statistics.period_start = moves.period_start
{% endmacro %}


{% macro _check_measure_drift_arguments(subject, time_column, columns, reference, reference_where, statistics, period, lookback) %}
    {%- set problems = [] -%}
    {%- if not subject or subject is not string -%}
        {%- do problems.append("subject is " ~ subject ~ ", wanted a name, as in 'flights'") -%}
    {%- endif -%}
    {%- if not time_column or time_column is not string -%}
        {%- do problems.append("time_column is " ~ time_column ~ ", wanted the column that puts a row into a period") -%}
    {%- endif -%}
    {%- if not columns -%}
        {%- do problems.append("columns is " ~ columns ~ ", wanted a list of names, as in ['carrier', 'distance'], or {name: kind}") -%}
    {%- endif -%}
    {%- if reference is none and not reference_where -%}
        {%- do problems.append("there is no reference. Wanted another relation, or a reference_where, a condition on rows of this one") -%}
    {%- endif -%}
    {%- set known = ['psi', 'jensen_shannon', 'total_variation', 'chi2', 'ks', 'wasserstein'] -%}
    {%- for statistic in statistics if statistic not in known -%}
        {%- do problems.append("statistics has '" ~ statistic ~ "', wanted some of " ~ known | join(', ')) -%}
    {%- endfor -%}
    {%- if period not in ['hour', 'day', 'week', 'month'] -%}
        {%- do problems.append("period is '" ~ period ~ "', wanted one of hour, day, week, month") -%}
    {%- endif -%}
    {%- if lookback is not integer or lookback < 0 -%}
        {%- do problems.append("lookback is " ~ lookback ~ ", wanted a whole number of periods from 0 up") -%}
    {%- endif -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error("flywheel.measure_drift of '" ~ subject ~ "': " ~ problems[0] ~ ".") }}
    {%- endif -%}
{% endmacro %}
