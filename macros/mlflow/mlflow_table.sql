{% macro _mlflow_table(name, texts, ints=[], floats=[]) %}
    {#- Columns of a table of MLflow's store. A column that this version of MLflow does not have is null, and a table that it does not have
        is empty; of a table that a plugin is still to load that is not known, and it has what the newest has. They are cast because
        a loader cannot know the type of a column that is empty. -#}
    {%- set kinds = {} -%}
    {%- for kind, columns in [('str', texts), ('int', ints), ('float', floats)] -%}
        {%- for column in columns -%} {%- do kinds.update({column: kind}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- set relation = source('flywheel_mlflow', name) -%}
    {%- set found = kinds.keys() | list -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- set node = graph.sources.values() | selectattr('source_name', 'equalto', 'flywheel_mlflow') | selectattr('name', 'equalto', name) | first -%}
        {%- if not (node.meta or {}).get('plugin') -%}
            {%- set found = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
        {%- endif -%}
    {%- endif -%}
    {%- if found -%}
        select
        {%- for column, kind in kinds.items() %}
            cast({{ column if column in found else 'null' }} as {{ flywheel._contract_type(kind) }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
        from {{ relation }}
    {%- else -%}
        {{ flywheel._empty_relation(kinds) }}
    {%- endif -%}
{% endmacro %}
