{% macro impossible_values(model, column_name, columns, exclude, times, chance) %}
    {#- Values that are far beyond everything else in their column, one row each. Distance is that from the median, on each side of it
        by itself. A value is impossible where both hold:

        - it is `times` as far as the furthest of the others: no unit, no threshold, and no clump of honest values at some distance fires;
        - the others, were their tail as heavy as a power law can make it, would not send one as far with a probability of `chance`. Then the
          logarithm of how much further the furthest is than the next is exponential, with the mean that the logarithms of the furthest
          tenth of the others have above their smallest (Hill 1975; Renyi 1953). So incomes and delays may do as they do.

        The others on that side are at least 20 rows, and twenty times as many as those beyond, else nothing can be told. One scan, in which
        each column's values are counted. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {{ flywheel._check_bounded('no_impossible_values', 'times', times, above=1) }}
    {{ flywheel._check_bounded('no_impossible_values', 'chance', chance, 0, 1, above=0) }}
    {%- set excluded = flywheel._column_names('no_impossible_values', 'exclude', exclude, found) | map('lower') | list -%}
    {%- set names = flywheel._column_names('no_impossible_values', 'columns', columns or column_name, found) -%}
    {%- for name in names if found and flywheel._type_family(found.get(name | lower, 'int')) not in ('int', 'float') -%}
        {{ flywheel._wrong_argument('no_impossible_values', 'columns', name, 'columns of numbers; it is ' ~ found[name | lower]) }}
    {%- endfor -%}
    {%- if not names -%}
        {%- for name, type in found.items() if flywheel._type_family(type) in ('int', 'float') and name not in excluded -%} {%- do names.append(name) -%} {%- endfor -%}
    {%- endif -%}
    {%- if execute and flags.INTROSPECT and not names -%}
        {{ flywheel._wrong_argument('no_impossible_values', 'columns', columns, 'names of columns: no column that holds numbers was found') }}
    {%- endif -%}
    {%- set quoted = flywheel._quoted_columns(model) -%}
    {%- set float = flywheel._type_double() -%}
    {%- set str = dbt.type_string() -%}
    {%- set bigint = dbt.type_bigint() -%}
    with tested_columns as (
        {{ flywheel._rows(flywheel._numbered(names), {'flywheel_number': 'int', 'flywheel_name': 'str'}) }}
    ),

    counted_values as (
        select
            column_number,
            number_value,
            count(*) as row_count
        from (
            select
                tested_columns.flywheel_number as column_number,
                case tested_columns.flywheel_number
                    when 0 then cast(null as {{ float }})
                {%- for name in names %}
                    when {{ loop.index }} then {{ flywheel._finite('cast(' ~ quoted.get(name | lower, name) ~ ' as ' ~ float ~ ')') }}
                {%- endfor %}
                end as number_value
            from {{ model }}
            cross join tested_columns
        ) as every_value
        where number_value is not null
        group by column_number, number_value
    ),

    counted_up as (
        select
            *,
            sum(row_count) over (partition by column_number) as sample_size,
            sum(row_count) over (partition by column_number order by number_value rows unbounded preceding) as rows_up_to
        from counted_values
    ),

    medians as (
        select
            column_number,
            min(number_value) as median
        from counted_up
        where 2 * rows_up_to >= sample_size
        group by column_number
    ),

    distances as (
        select
            counted_up.column_number,
            counted_up.number_value,
            counted_up.row_count,
            counted_up.sample_size,
            medians.median,
            case when counted_up.number_value > medians.median then 1 else -1 end as side,
            abs(counted_up.number_value - medians.median) as distance
        from counted_up
        inner join medians on counted_up.column_number = medians.column_number
        where counted_up.number_value != medians.median
    ),

    ordered {{ flywheel._as_step() }} (
        select
            *,
            lag(distance) over (partition by column_number, side order by distance) as next_distance,
            sum(row_count) over (partition by column_number, side order by distance rows unbounded preceding) as rows_within,
            sum(row_count) over (partition by column_number, side order by distance desc rows unbounded preceding) as rows_beyond
        from distances
    ),

    -- where a column's values stop, and there are others after a long way
    far_off as (
        select
            column_number,
            side,
            distance,
            next_distance,
            rows_within - row_count as other_rows
        from ordered
        where
            distance >= {{ times }} * next_distance
            and rows_within - row_count >= 20
            and 20 * rows_beyond <= rows_within - row_count
    ),

    -- the furthest tenth of the others, at least ten rows of them
    tails as (
        select
            far_off.column_number,
            far_off.side,
            far_off.distance,
            far_off.next_distance,
            sum(ordered.row_count * ln(ordered.distance)) / sum(ordered.row_count) - ln(min(ordered.distance)) as mean_excess
        from far_off
        inner join ordered
            on
                far_off.column_number = ordered.column_number
                and far_off.side = ordered.side
                and ordered.distance < far_off.distance
                and 10 * (far_off.other_rows - ordered.rows_within) < case when far_off.other_rows < 100 then 100 else far_off.other_rows end
        group by far_off.column_number, far_off.side, far_off.distance, far_off.next_distance
    ),

    limits as (
        select
            column_number,
            side,
            min(distance) as nearest,
            min(next_distance) as next_distance
        from tails
        where ln(distance / next_distance) > -ln({{ chance }}) * mean_excess
        group by column_number, side
    )

    select
        tested_columns.flywheel_name as column_name,
        ordered.number_value,
        ordered.row_count,
        ordered.median,
        ordered.median + limits.side * limits.next_distance as next_value,
        ordered.distance / limits.next_distance as times_as_far,
        tested_columns.flywheel_name || ' is ' || {{ flywheel._number_text('ordered.number_value') }} || ' in ' || cast(cast(ordered.row_count as {{ bigint }}) as {{ str }})
        || case when ordered.row_count = 1 then ' row, ' else ' rows, ' end || {{ flywheel._number_text('ordered.distance / limits.next_distance') }}
        || ' times as far from the median of ' || {{ flywheel._number_text('ordered.median') }} || ' as the next, ' || {{ flywheel._number_text('ordered.median + limits.side * limits.next_distance') }} as reason
    from limits
    inner join ordered
        on limits.column_number = ordered.column_number and limits.side = ordered.side and ordered.distance >= limits.nearest
    inner join tested_columns on limits.column_number = tested_columns.flywheel_number
    order by ordered.distance / limits.next_distance desc
{% endmacro %}
