{% macro _json(value) %}
    {#- A value of a meta as JSON. What JSON has no word for, as a date, is its text. -#}
    {{ return(tojson(value) or tojson(flywheel._jsonable(value))) }}
{% endmacro %}


{% macro _jsonable(value) %}
    {%- if tojson(value) is not none -%} {{ return(value) }} {%- endif -%}
    {%- if value is mapping -%}
        {%- set items = {} -%}
        {%- for key, item in value.items() -%} {%- do items.update({key | string: flywheel._jsonable(item)}) -%} {%- endfor -%}
        {{ return(items) }}
    {%- elif value is sequence and value is not string -%}
        {%- set items = [] -%}
        {%- for item in value -%} {%- do items.append(flywheel._jsonable(item)) -%} {%- endfor -%}
        {{ return(items) }}
    {%- endif -%}
    {{ return(value | string) }}
{% endmacro %}
