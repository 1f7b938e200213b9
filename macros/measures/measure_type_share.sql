{% macro measure_type_share(column, type, where=none) %}
    {#- Deequ's DataType: the share of the values that read as a type, nulls left out. Numbers and booleans by what they look like,
        the same on every engine (some round '1.5' when they cast it to a whole number); dates must exist as well. -#}
    {%- set shapes = {
        'int': '^[+-]?[0-9]+$',
        'float': '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$',
        'bool': '^([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])$',
        'date': '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
        'ts': '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$',
    } -%}
    {%- if type not in shapes -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: type_share of " ~ column ~ ": type is '" ~ type ~ "', wanted one of " ~ shapes.keys() | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {%- set text = 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {%- set looks = flywheel._matches(text, shapes[type]) -%}
    {%- if type in ('date', 'ts') -%}
        {%- set looks = 'case when ' ~ looks ~ ' then ' ~ flywheel._can_be_cast(text, flywheel._contract_type(type)) ~ ' end' -%}
    {%- endif -%}
    {{ return(flywheel._share_of_values(column, looks, where)) }}
{% endmacro %}
