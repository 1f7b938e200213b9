{% macro reference_bins(relation, columns=none, where=none) %}
    {#- The bins of a reference, kept: the body of a model that no_drift compares with without reading the reference again. -#}
    {%- set compared = flywheel._compared_columns('reference_bins', relation, relation, columns) -%}
    {%- if not compared -%}
        {%- set kept = {'column_name': 'str', 'kind': 'str', 'cell': 'int', 'value': 'str', 'cell_rows': 'int', 'relation_rows': 'int'} -%}
        {%- for tenths in range(1, 10) -%} {%- do kept.update({'edge_' ~ tenths: 'float'}) -%} {%- endfor -%}
        {{ return(flywheel._empty_relation(kept)) }}
    {%- endif -%}
    {%- set expressions = {} -%}
    {%- for column in compared -%} {%- do expressions.update({'compared_' ~ column.number: column.reference}) -%} {%- endfor -%}
with reference_sample as (
    {{ flywheel._sampled(relation, ['(' ~ where ~ ')'] if where else [], expressions, none) }}
),

edges as (
    {{ flywheel._edges(compared, 'reference_sample') }}
),

sized_cells as (
    select
        cells.column_number,
        cells.cell,
        case when cells.cell_rows * 10000 < sizes.relation_rows then 'other values' else cells.value end as value,
        cells.cell_rows,
        sizes.relation_rows
    from ({{ flywheel._cells(compared, 'reference_sample') }}) as cells
    cross join (select count(*) as relation_rows from reference_sample) as sizes
),

{{ flywheel._listed_columns(compared) }}

select
    listed_columns.column_name,
    listed_columns.kind,
    sized_cells.cell,
    case when listed_columns.kind = 'category' then sized_cells.value end as value,
    sum(sized_cells.cell_rows) as cell_rows,
    sized_cells.relation_rows,
    {%- for tenths in range(1, 10) %}
    listed_columns.edge_{{ tenths }}{{ ',' if not loop.last }}
    {%- endfor %}
from sized_cells
inner join listed_columns on sized_cells.column_number = listed_columns.column_number
group by
    listed_columns.column_name,
    listed_columns.kind,
    sized_cells.cell,
    case when listed_columns.kind = 'category' then sized_cells.value end,
    sized_cells.relation_rows
    {%- for tenths in range(1, 10) %},
    listed_columns.edge_{{ tenths }}
    {%- endfor %}
{% endmacro %}
