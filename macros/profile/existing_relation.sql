{% macro _existing_relation(operation, model) %}
    {#- The relation of a model, seed, snapshot or source (as 'source.table') by its name in dbt, or an error that says what there is. -#}
    {%- set found = [] -%}
    {%- set known = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed', 'snapshot') -%}
        {%- do known.append(node.name) -%}
        {%- if node.name == model -%} {%- do found.append(node) -%} {%- endif -%}
    {%- endfor -%}
    {%- for node in graph.sources.values() -%}
        {%- do known.append(node.source_name ~ '.' ~ node.name) -%}
        {%- if known[-1] == model -%} {%- do found.append(node) -%} {%- endif -%}
    {%- endfor -%}
    {%- if not found -%}
        {%- set alike = known | select('string') | sort -%}
        {{ exceptions.raise_compiler_error(
            "flywheel." ~ operation ~ ": model is '" ~ model ~ "', wanted the name of a model, seed or snapshot, or source.table. There are: "
            ~ alike[:40] | join(', ') ~ (' and ' ~ (alike | length - 40) ~ ' more' if alike | length > 40 else '') ~ "."
        ) }}
    {%- endif -%}
    {%- set relation = load_relation(api.Relation.create(
        database=found[0].database, schema=found[0].schema, identifier=found[0].get('alias') or found[0].identifier
    )) -%}
    {%- if relation is none -%}
        {{ exceptions.raise_compiler_error(
            "flywheel." ~ operation ~ ": '" ~ model ~ "' is not in the warehouse (" ~ found[0].schema ~ "). Build it first: dbt build --select "
            ~ model ~ "."
        ) }}
    {%- endif -%}
    {{ return(relation) }}
{% endmacro %}
