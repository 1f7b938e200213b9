{% macro _tested_moment(test, model, time_column) %}
    {#- The time column of a tested relation as a timestamp in UTC without a zone. The type is asked for, where the database may be
        asked: what has a zone is not read in that of the session. -#}
    {%- if not time_column or time_column is not string -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": time_column is " ~ time_column ~ ", wanted the name of the column that holds the time."
        ) }}
    {%- endif -%}
    {%- set found = flywheel._tested_columns(model) -%}
    {%- set is_name = modules.re.match('^[a-z_][a-z0-9_]*$', time_column | lower) is not none -%}
    {%- if found and is_name -%}
        {%- set type = found.get(time_column | lower) -%}
        {%- if type is none or flywheel._type_family(type) not in ('ts', 'date', 'str') -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ test ~ ": time_column is '" ~ time_column ~ "', found " ~ (type or 'no such column')
                ~ ", wanted a timestamp or a date. Columns found: " ~ found.keys() | join(', ') ~ "."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ return(flywheel._as_utc_timestamp(time_column, found.get(time_column | lower, ''))) }}
{% endmacro %}


{% macro _tested_columns(model) %}
    {#- The columns of a tested relation as {lower-case name: data type}; empty where the database may not be asked or does not know. -#}
    {%- set found = {} -%}
    {%- for column in flywheel._columns_in(model) -%} {%- do found.update({column.name | lower: column.data_type}) -%} {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{% macro _columns_in(model) %}
    {#- The columns of a tested relation, or of another that a test was given, as the adapter has them. -#}
    {%- if execute and flags.INTROSPECT -%}
        {%- set relation = model -%}
        {%- if model is string -%}
            {%- set tested = flywheel._tested_node() -%}
            {%- set relation = api.Relation.create(
                database=tested.get('database'), schema=tested.get('schema'), identifier=tested.get('alias') or tested.get('identifier')
            ) -%}
        {%- endif -%}
        {%- if relation.identifier and not relation.is_cte -%} {{ return(adapter.get_columns_in_relation(relation)) }} {%- endif -%}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
