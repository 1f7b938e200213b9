{% macro _frozen_edges(compared, bins) %}
    {#- What _edges() gives, from a model written with reference_bins(). -#}
    select
        *
        {%- for column in compared if column.kind != 'category' %},
        {%- set edges = [] -%}
        {%- for tenths in range(1, 10) -%} {%- do edges.append('edge_' ~ column.number ~ '_' ~ tenths) -%} {%- endfor %}
        {{ dbt.array_construct(edges) }} as deciles_{{ column.number }}
        {%- endfor %}
    from (
        select
            {%- for column in compared if column.kind != 'category' %}
            {%- for tenths in range(1, 10) %}
            max(case when column_name = {{ flywheel._literal(column.name) }} then edge_{{ tenths }} end) as edge_{{ column.number }}_{{ tenths }},
            {%- endfor %}
            {%- endfor %}
            1 as is_there
        from {{ bins }}
    ) as kept_edges
{% endmacro %}


{% macro _frozen_cells(compared, bins) %}
    {#- What _cells() gives, from a model written with reference_bins(). -#}
    select
        case column_name
            {%- for column in compared %}
            when {{ flywheel._literal(column.name) }} then {{ column.number }}
            {%- endfor %}
        end as column_number,
        cell,
        value,
        cell_rows
    from {{ bins }}
    where column_name in ({% for column in compared %}{{ flywheel._literal(column.name) }}{{ ', ' if not loop.last }}{% endfor %})
{% endmacro %}


{% macro _frozen_columns(whose, columns, bins) %}
    {#- The columns of a model written with reference_bins(), as {name: kind}: all, or those named. What is named is given back where the
        database may not be asked, or the model is not there yet. -#}
    {%- if not (execute and flags.INTROSPECT) or load_relation(bins) is none -%} {{ return(columns) }} {%- endif -%}
    {%- set kept = {} -%}
    {%- for row in run_query('select distinct column_name, kind from ' ~ bins ~ ' order by column_name').rows -%}
        {%- do kept.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {%- set wanted = {} -%}
    {%- for name in (kept if columns is none else ([columns] if columns is string else columns)) -%}
        {%- if name not in kept -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ whose ~ ": columns names '" ~ name ~ "', which " ~ bins ~ " lacks. Columns found: "
                ~ kept.keys() | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- do wanted.update({name: kept[name]}) -%}
    {%- endfor -%}
    {{ return(wanted or none) }}
{% endmacro %}
