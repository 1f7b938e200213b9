{% macro _item(array, position) %}
    {#- An item of an array of floats, counted from 1. -#}
    {{ return(adapter.dispatch('_item', 'flywheel')(array, position)) }}
{% endmacro %}


{% macro default___item(array, position) -%} {{ array }}[{{ position }}] {%- endmacro %}


{% macro bigquery___item(array, position) -%} {{ array }}[ordinal({{ position }})] {%- endmacro %}


{% macro snowflake___item(array, position) -%} cast({{ array }}[{{ position }} - 1] as {{ flywheel._type_double() }}) {%- endmacro %}


{% macro spark___item(array, position) -%} {{ array }}[{{ position }} - 1] {%- endmacro %}
