{% macro _bins(compared, cells, merged=true, keys=['column_number']) %}
    {#- `bins`, one row per column and bin: its rows on both sides, its label, and the sizes of the sides; from `cells` (column_number,
        cell, value, reference_rows, current_rows, reference_size, current_size) and the common table expression `edges`. A bin of numbers holds
        its lower edge and not its upper. Where `merged`: a value that one row in ten has is a bin of its own, ten deciles become
        fewer where the smaller side has under 100 rows, and what is too rare for the smaller side to expect five rows of it is one
        bin. These rules look at both sides together, never at how they differ, so they do not make chance look like drift. -#}
    {%- set int = dbt.type_int() -%}
    {%- set key_columns = keys | join(',\n            ') -%}
    {%- set sizes = 'reference_size,\n            current_size' -%}
    {{ flywheel._listed_columns(compared) }},

    placed_cells as (
        select
            *,
            least(reference_size, current_size) as smaller_size,
            cast(floor((cell + 1) / 2.0) as {{ int }}) as decile,
            {%- if merged %}
            mod(cell, 2) = 1 and reference_rows + current_rows >= 0.1 * (reference_size + current_size) as is_value
            {%- else %}
            1 = 0 as is_value
            {%- endif %}
        from {{ cells }}
    ),

    {#- categories are their own keys -#}
    keyed_cells as (
        select
            *,
            case
                when cell = -1 then -1
                when is_value then 10 * decile + 5
                {%- if merged %}
                else 10 * cast(floor(decile * least(10, greatest(2, floor(smaller_size / 10.0))) / 10.0) as {{ int }}) + 200
                {%- else %}
                else 10 * decile + 200
                {%- endif %}
            end as bin_key
        from placed_cells
    ),

    small_bins as (
        select
            {{ key_columns }},
            {{ sizes }},
            smaller_size,
            value,
            bin_key,
            min(cell) as first_cell,
            max(cell) as last_cell,
            sum(reference_rows) as reference_rows,
            sum(current_rows) as current_rows
        from keyed_cells
        group by {{ keys | join(', ') }}, reference_size, current_size, smaller_size, value, bin_key
    ),

    tagged_bins as (
        select
            *,
            {%- if merged %}
            (reference_rows + current_rows) * smaller_size < 5.0 * (reference_size + current_size) as is_rare
            {%- else %}
            1 = 0 as is_rare
            {%- endif %}
        from small_bins
    ),

    merged_bins as (
        select
            {{ key_columns }},
            {{ sizes }},
            is_rare,
            case when not is_rare then value end as value,
            case when not is_rare then bin_key end as bin_key,
            min(first_cell) as first_cell,
            max(last_cell) as last_cell,
            sum(reference_rows) as reference_rows,
            sum(current_rows) as current_rows
        from tagged_bins
        group by
            {{ key_columns }},
            {{ sizes }},
            is_rare,
            case when not is_rare then value end,
            case when not is_rare then bin_key end
    ),

    labelled_bins as (
        select
            merged_bins.*,
            listed_columns.column_name,
            listed_columns.kind,
            case cast(floor((merged_bins.first_cell + 1) / 2.0) as {{ int }})
                {%- for tenths in range(1, 10) %} when {{ tenths }} then listed_columns.edge_{{ tenths }}{% endfor %}
            end as lower_edge,
            case cast(floor((merged_bins.last_cell + 1) / 2.0) as {{ int }})
                {%- for tenths in range(0, 9) %} when {{ tenths }} then listed_columns.edge_{{ tenths + 1 }}{% endfor %}
            end as upper_edge
        from merged_bins
        inner join listed_columns on merged_bins.column_number = listed_columns.column_number
    ),

    bins as (
        select
            {{ key_columns }},
            column_name,
            kind,
            reference_size,
            current_size,
            cast(reference_rows as {{ dbt.type_bigint() }}) as reference_rows,
            cast(current_rows as {{ dbt.type_bigint() }}) as current_rows,
            case
                when is_rare then 'other values'
                when kind = 'category' then value
                when bin_key = -1 then '(null)'
                when bin_key < 200 then {{ flywheel._edge_text('lower_edge') }}
                when lower_edge is null and upper_edge is null then 'any value'
                when lower_edge is null then 'below ' || {{ flywheel._edge_text('upper_edge') }}
                else
                    case when mod(first_cell, 2) = 0 then 'above ' else '' end || {{ flywheel._edge_text('lower_edge') }}
                    || coalesce(
                        ' to ' || {{ flywheel._edge_text('upper_edge') }},
                        case when mod(first_cell, 2) = 0 then '' else ' or more' end
                    )
            end as bin
        from labelled_bins
    )
{% endmacro %}


{% macro _edge_text(edge) -%}
    {#- An edge as a person would write it; those of moments are seconds since 1970. -#}
    case kind
        when 'moment' then cast({{ flywheel._from_epoch_ms('round(1000 * (' ~ edge ~ '))') }} as {{ dbt.type_string() }})
        else {{ flywheel._number_text(edge) }}
    end
{%- endmacro %}


{% macro _listed_columns(compared) %}
    {#- `listed_columns`: the columns compared, and the edges of those that have any; from `edges`. A common table expression. -#}
    listed_columns as (
        {%- for column in compared %}
        select
            {{ column.number }} as column_number,
            {{ flywheel._literal(column.name) }} as column_name,
            '{{ column.kind }}' as kind,
            {%- for tenths in range(1, 10) %}
            {{ 'cast(null as ' ~ flywheel._type_double() ~ ')' if column.kind == 'category' else 'edge_' ~ column.number ~ '_' ~ tenths }} as edge_{{ tenths }}{{ ',' if not loop.last }}
            {%- endfor %}
        from edges
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )
{% endmacro %}
