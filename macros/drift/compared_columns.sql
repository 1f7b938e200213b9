{% macro _compared_columns(whose, current, reference, columns, left_out=[]) %}
    {#- The columns that two relations are compared in, as a list of {number, name, kind, current, reference}, where kind is number,
        category or moment, and the last two are SQL. `columns`: a list of names, or {name: kind}; none for all that both have and that can be
        compared, but moments, which always move on, and those `left_out`. -#}
    {%- if columns is string -%} {%- set columns = [columns] -%} {%- endif -%}
    {%- if columns is not none and (columns is not iterable or not columns) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ whose ~ ": columns is " ~ columns ~ ", wanted a list of names, as in [carrier, distance], or {name: kind}."
        ) }}
    {%- endif -%}
    {%- set kinds = columns if columns is mapping else {} -%}
    {%- for name, kind in kinds.items() if kind not in ['number', 'category', 'moment'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ whose ~ ": column '" ~ name ~ "' is of kind '" ~ kind ~ "', wanted number, category or moment."
        ) }}
    {%- endfor -%}
    {%- set found = flywheel._typed_columns(current) -%}
    {%- set found_in_reference = flywheel._typed_columns(reference) -%}
    {%- set compared = [] -%}
    {%- for name in (found if columns is none else columns) -%}
        {%- set here = found.get(name | lower, {'name': name, 'sql': name, 'kind': none}) -%}
        {%- set there = found_in_reference.get(name | lower, {'name': name, 'sql': name, 'kind': none}) -%}
        {%- if columns is not none -%}
            {{ flywheel._check_compared_column(whose, name, kinds.get(name), found, found_in_reference) }}
        {%- endif -%}
        {%- set kind = kinds.get(name) or here.kind or there.kind or ('category' if not found) -%}
        {%- set is_wanted = columns is not none or (
            here.kind in ['number', 'category'] and here.kind == there.kind and name not in left_out
        ) -%}
        {%- if is_wanted and kind -%}
            {%- do compared.append({
                'number': compared | length + 1,
                'name': here.name if found else there.name,
                'kind': kind,
                'current': flywheel._comparable(here, kind),
                'reference': flywheel._comparable(there, kind),
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(compared) }}
{% endmacro %}


{% macro _check_compared_column(whose, name, kind, found, found_in_reference) %}
    {%- for side, columns in [('the tested relation', found), ('the reference', found_in_reference)] -%}
        {%- if columns and name | lower not in columns -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ whose ~ ": columns names '" ~ name ~ "', which " ~ side ~ " lacks. Columns found: "
                ~ columns.keys() | join(', ') ~ "."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if found and not kind and not found[name | lower].kind -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ whose ~ ": column '" ~ name ~ "' is " ~ found[name | lower].type
            ~ ", wanted a number, a text, a boolean, a date or a timestamp."
        ) }}
    {%- endif -%}
    {%- if found and found_in_reference and not kind and found[name | lower].kind != found_in_reference[name | lower].kind -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ whose ~ ": column '" ~ name ~ "' is " ~ found[name | lower].type ~ " in the tested relation and "
            ~ found_in_reference[name | lower].type ~ " in the reference, which cannot be compared."
        ) }}
    {%- endif -%}
{% endmacro %}


{% macro _typed_columns(relation) %}
    {#- The columns of a relation, or of the subquery that a test with a `where` is given, as {lower-case name: {name, type, kind}};
        kind is none for what cannot be compared. Empty where the database may not be asked, or does not know. -#}
    {%- set kinds = {'int': 'number', 'float': 'number', 'str': 'category', 'bool': 'category', 'date': 'moment', 'ts': 'moment'} -%}
    {%- set found = {} -%}
    {%- for column in flywheel._columns_in(relation) -%}
        {%- do found.update({column.name | lower: {
            'name': column.name, 'sql': adapter.quote(column.name), 'type': column.data_type, 'kind': kinds.get(flywheel._type_family(column.data_type)),
        }}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{% macro _comparable(column, kind) -%}
    {#- A column as what its kind is compared as: a float, or a text. What is no number that can be reckoned with is null. -#}
    {%- if kind == 'category' -%}
        cast({{ column.sql }} as {{ dbt.type_string() }})
    {%- elif kind == 'moment' -%}
        {{ flywheel._epoch_seconds(flywheel._as_utc_timestamp(column.sql, column.type or '')) }}
    {%- elif flywheel._type_family(column.type or '') == 'int' -%}
        cast({{ column.sql }} as {{ flywheel._type_double() }})
    {%- else -%}
        {{ flywheel._finite('cast(' ~ column.sql ~ ' as ' ~ flywheel._type_double() ~ ')') }}
    {%- endif -%}
{%- endmacro %}
