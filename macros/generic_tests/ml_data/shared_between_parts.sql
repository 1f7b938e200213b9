{% macro _shared_between_parts(model, split, other, entity, same_row, excluded, max_shared, found) %}
    {#- Entities, and rows, that are in more than one part of a split, or in two relations. A row whose part or entity is null is in none.
        The same row: alike in the given columns, by default in all that both sides have but the split; nulls are alike. -#}
    {%- if (split is none) == (other is none) -%}
        {{ flywheel._wrong_argument('no_leakage', 'split', split, "a column or none, with other, a second relation, being " ~ other
            ~ ': one of the two') }}
    {%- endif -%}
    {%- if split is not none and split is not string -%}
        {{ flywheel._wrong_argument('no_leakage', 'split', split, 'the name of the column that says which part a row is in') }}
    {%- endif -%}
    {%- do flywheel._column_names('no_leakage', 'split', split, found) -%}
    {{ flywheel._check_bounded('no_leakage', 'max_shared', max_shared, 0, 1) }}
    {%- set entity = flywheel._column_names('no_leakage', 'entity', entity, found) -%}
    {%- set row_columns = flywheel._column_names('no_leakage', 'same_row', same_row, found) -%}
    {%- if other is not none -%}
        {{ flywheel._check_relation('no_leakage', 'other', other) }}
        {%- do flywheel._column_names('no_leakage', 'entity', entity, flywheel._tested_columns(other)) -%}
        {%- do flywheel._column_names('no_leakage', 'same_row', same_row, flywheel._tested_columns(other)) -%}
    {%- endif -%}
    {%- if same_row is none -%}
        {%- set there = flywheel._tested_columns(other) if other is not none else found -%}
        {%- for name, type in found.items() if name in there and name not in excluded + [(split or '') | lower]
            and flywheel._type_family(type) in ('int', 'float', 'date', 'ts', 'bool', 'str') -%}
            {%- do row_columns.append(flywheel._quoted_columns(model)[name]) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set looked_at = [] -%}
    {%- if entity -%} {%- do looked_at.append(['same_entity', entity]) -%} {%- endif -%}
    {%- if row_columns -%} {%- do looked_at.append(['same_row', row_columns]) -%} {%- endif -%}
    {%- if execute and flags.INTROSPECT and not looked_at -%}
        {{ flywheel._wrong_argument('no_leakage', 'entity', entity, 'the columns that name an entity, or same_row, those that make a row: none was found') }}
    {%- endif -%}
    {%- for rule, columns in looked_at %}
    select
        {%- set shared = 'cast(shared as ' ~ flywheel._type_double() ~ ') / things' %}
        {{ flywheel._leak(
            rule, dbt.string_literal(columns | join(', ') | replace('"', '')), shared, max_shared, 'things', 'shared_rows', 'example',
            "cast(shared as " ~ dbt.type_string() ~ ") || ' of ' || cast(things as " ~ dbt.type_string() ~ ") || '"
            ~ (' entities are' if rule == 'same_entity' else ' distinct rows are')
            ~ " in more than one part"
            ~ (" of " ~ split if split is not none else ", here and in " ~ other.identifier if other.identifier is defined else "") ~ ", such as ' || example || ', expected "
            ~ ("none'" if max_shared == 0 else "a share of at most " ~ max_shared ~ "'")
        ) }}
    from (
        select
            count(*) as things,
            count(case when parts > 1 then 1 end) as shared,
            sum(case when parts > 1 then row_count else 0 end) as shared_rows,
            min(case when parts > 1 then substr(
                {% for column in columns %}coalesce(cast({{ column }} as {{ dbt.type_string() }}), '(null)'){{ " || ' / ' || " if not loop.last }}{% endfor %}, 1, 100
            ) end) as example
        from (
            select
                {{ columns | join(', ') }},
                count(distinct flywheel_part) as parts,
                count(*) as row_count
            from (
                select
                    {{ columns | join(', ') }},
                    {{ split if split is not none else "'here'" }} as flywheel_part
                from {{ model }}
                {%- if other is not none %}
                union all
                select
                    {{ columns | join(', ') }},
                    'there' as flywheel_part
                from {{ other }}
                {%- endif %}
            ) as rows_of_parts
            where flywheel_part is not null
            {%- if rule == 'same_entity' %}
                and {{ columns | join(' is not null and ') }} is not null
            {%- endif %}
            group by {{ columns | join(', ') }}
        ) as things_of_parts
    ) as shared_things
    where shared > ({{ max_shared }} + 1e-9) * things
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
