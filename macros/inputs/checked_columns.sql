{% macro _checked_columns(name, model, relation, contract) %}
    {#- The columns of a mapped model as {lower-case name: data type}, or an error that lists all that does not fit.
        none where the database may not be asked (parsing, --no-introspect) or the relation is not there yet. -#}
    {%- if not (execute and flags.INTROSPECT) -%} {{ return(none) }} {%- endif -%}
    {%- if relation.is_cte -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: input '" ~ name ~ "' is mapped to the ephemeral model '" ~ model
            ~ "', whose columns cannot be checked. Wanted: a view, a table, a seed or a snapshot."
        ) }}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do found.update({column.name | lower: column.data_type}) -%}
    {%- endfor -%}
    {%- if not found -%} {{ return(none) }} {%- endif -%}
    {%- set problems = flywheel._contract_problems(contract, found) -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: input '" ~ name ~ "' is mapped to model '" ~ model ~ "' (" ~ relation
            ~ "), which does not fit its contract:\n  - " ~ problems | join("\n  - ")
            ~ "\nColumns found: " ~ found.keys() | join(', ') ~ "." ~ flywheel._seed_advice(model)
        ) }}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}


{% macro _contract_problems(contract, found) %}
    {#- What does not fit, in words: one for each column that lacks or has a type which would not keep its meaning when cast. -#}
    {%- set accepted = {
        'str': ['str', 'int'], 'int': ['int'], 'float': ['float', 'int'], 'bool': ['bool'],
        'ts': ['ts', 'date'], 'date': ['date', 'ts'],
    } -%}
    {%- set words = {
        'str': 'text', 'int': 'a whole number', 'float': 'a number', 'bool': 'a boolean', 'ts': 'a timestamp', 'date': 'a date',
    } -%}
    {%- set problems = [] -%}
    {%- for column, kind in contract.items() -%}
        {%- set family = kind.rstrip('*+') -%}
        {%- set found_family = flywheel._type_family(found[column]) if column in found else none -%}
        {%- set wanted = words[family] ~ ' (' ~ flywheel._contract_type(family) ~ ')' -%}
        {%- if column not in found and kind.endswith('*') -%}
            {%- do problems.append("column '" ~ column ~ "': found no such column, wanted " ~ wanted) -%}
        {%- elif column in found and found_family not in accepted[family] + ['null'] -%}
            {%- do problems.append(
                "column '" ~ column ~ "': found " ~ found[column] ~ ", wanted " ~ wanted
                ~ ("; if it is always null, leave it out" if found_family in ['int', 'str'] and not kind.endswith('*') else '')
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}


{% macro _seed_advice(model) %}
    {#- How to give a seed its types, where the model is one: dbt guesses them from the values. -#}
    {%- for node in graph.nodes.values() if node.resource_type == 'seed' and node.name == model.split('.')[-1] -%}
        {{ return(
            "\n'" ~ node.name ~ "' is a seed, whose types dbt guesses from its values (a column without any becomes a whole number): "
            ~ "set them with column_types in the seed's config, as in {column_types: {deployed_at: timestamp}}."
        ) }}
    {%- endfor -%}
    {{ return('') }}
{% endmacro %}
