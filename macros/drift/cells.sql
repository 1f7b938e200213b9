{% macro _edges(compared, sample) %}
    {#- The deciles of the numbers in a sample of the reference, as one row: arrays `deciles_<n>`, and columns `edge_<n>_<1 to 9>`. -#}
    select
        {%- for column in compared if column.kind != 'category' %}
        deciles_{{ column.number }},
        {%- for tenths in range(1, 10) %}
        {{ flywheel._item('deciles_' ~ column.number, tenths) }} as edge_{{ column.number }}_{{ tenths }},
        {%- endfor %}
        {%- endfor %}
        1 as is_there
    from (
        select
            {%- for column in compared if column.kind != 'category' %}
            {{ flywheel._deciles('compared_' ~ column.number) }} as deciles_{{ column.number }},
            {%- endfor %}
            count(*) as sampled_rows
        from {{ sample }}
    ) as quantiles
{% endmacro %}


{% macro _cells(compared, sample, keys=[]) %}
    {#- The rows of a sample by column and cell (and keys), all columns in one scan: `column_number`, `cell` of a number among its edges,
        `value` of a category, and `cell_rows`. Needs the common table expression `edges`. -#}
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        case
            {%- for column in compared %}
            when cell_{{ column.number }} is not null then {{ column.number }}
            {%- endfor %}
        end as column_number,
        coalesce({% for column in compared if column.kind != 'category' %}cell_{{ column.number }}, {% endfor %}cast(null as {{ dbt.type_int() }})) as cell,
        coalesce({% for column in compared if column.kind == 'category' %}cell_{{ column.number }}, {% endfor %}cast(null as {{ dbt.type_string() }})) as value,
        count(*) as cell_rows
    from (
        select
            {%- for key in keys %}
            sampled.{{ key }},
            {%- endfor %}
            {%- for column in compared %}
            {%- set value = 'sampled.compared_' ~ column.number %}
            {%- if column.kind == 'category' %}
            coalesce({{ value }}, '(null)') as cell_{{ column.number }}
            {%- else %}
            {%- set edges = [] -%}
            {%- for tenths in range(1, 10) -%} {%- do edges.append('edges.edge_' ~ column.number ~ '_' ~ tenths) -%} {%- endfor %}
            {{ flywheel._decile_cell(value, 'edges.deciles_' ~ column.number, edges) }} as cell_{{ column.number }}
            {%- endif -%}
            {{ ',' if not loop.last }}
            {%- endfor %}
        from {{ sample }} as sampled
        cross join edges
    ) as celled
    group by grouping sets (
        {%- for column in compared %}
        ({% for key in keys %}{{ key }}, {% endfor %}cell_{{ column.number }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
{% endmacro %}


{% macro _cells_of_sides(reference_cells, reference_rows, compared, current) %}
    {#- `sizes`, the rows of both sides, and `cells`, those of both by column and cell. `reference_cells` and `reference_rows` are queries,
        `current` is a sample. Common table expressions. -#}
    sizes as (
        select
            reference_count.side_rows as reference_size,
            current_count.side_rows as current_size
        from ({{ reference_rows }}) as reference_count
        cross join (select count(*) as side_rows from {{ current }}) as current_count
    ),

    cells as (
        select
            cells_of_sides.column_number,
            cells_of_sides.cell,
            cells_of_sides.value,
            sizes.reference_size,
            sizes.current_size,
            sum(cells_of_sides.reference_rows) as reference_rows,
            sum(cells_of_sides.current_rows) as current_rows
        from (
            select column_number, cell, value, cell_rows as reference_rows, 0 as current_rows
            from ({{ reference_cells }}) as reference_cells
            union all
            select column_number, cell, value, 0 as reference_rows, cell_rows as current_rows
            from ({{ flywheel._cells(compared, current) }}) as current_cells
        ) as cells_of_sides
        cross join sizes
        group by
            cells_of_sides.column_number, cells_of_sides.cell, cells_of_sides.value, sizes.reference_size, sizes.current_size
    )
{% endmacro %}
