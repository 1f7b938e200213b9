{% macro _checked_columns(name, contract, relation) %}
    {#- The columns of a mapped relation as {lower-case name: data type}, or an error that lists all that does not fit.
        none where the database may not be asked (parsing, --no-introspect) or the relation is not there yet. -#}
    {%- if not (execute and flags.INTROSPECT) -%} {{ return(none) }} {%- endif -%}
    {%- if relation.is_cte -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: input '" ~ name ~ "' is mapped to the ephemeral model '" ~ relation.identifier
            ~ "', whose columns cannot be checked. Wanted: a view, a table, a seed or a snapshot."
        ) }}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do found.update({column.name | lower: column.data_type}) -%}
    {%- endfor -%}
    {%- if not found -%} {{ return(none) }} {%- endif -%}
    {%- set accepted = {
        'str': ['str', 'int'], 'int': ['int'], 'float': ['float', 'int'], 'bool': ['bool'],
        'ts': ['ts', 'date'], 'date': ['date', 'ts'],
    } -%}
    {%- set words = {
        'str': 'text', 'int': 'a whole number', 'float': 'a number', 'bool': 'a boolean', 'ts': 'a timestamp', 'date': 'a date',
    } -%}
    {%- set problems = [] -%}
    {%- for column, kind in contract.items() -%}
        {%- set family = kind | replace('*', '') | replace('+', '') -%}
        {%- set wanted = words[family] ~ ' (' ~ flywheel._contract_type(family) ~ ')' -%}
        {%- if column not in found -%}
            {%- if '*' in kind -%}
                {%- do problems.append("column '" ~ column ~ "': found no such column, wanted " ~ wanted) -%}
            {%- endif -%}
        {%- elif flywheel._type_family(found[column]) not in accepted[family] -%}
            {%- do problems.append("column '" ~ column ~ "': found " ~ found[column] ~ ", wanted " ~ wanted) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: input '" ~ name ~ "' is mapped to model '" ~ relation.identifier ~ "' (" ~ relation
            ~ "), which does not fit its contract:\n  - " ~ problems | join("\n  - ")
            ~ "\nColumns found: " ~ found.keys() | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}
