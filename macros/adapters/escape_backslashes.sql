{% macro _escape_backslashes(text) %}
    {#- Text as it must stand in a literal of an engine to which a backslash is the beginning of an escape. -#}
    {{ return(adapter.dispatch('_escape_backslashes', 'flywheel')(text)) }}
{% endmacro %}


{% macro default___escape_backslashes(text) %} {{ return(text) }} {% endmacro %}


{% macro bigquery___escape_backslashes(text) %} {{ return(text | replace('\\', '\\\\')) }} {% endmacro %}


{% macro snowflake___escape_backslashes(text) %} {{ return(text | replace('\\', '\\\\')) }} {% endmacro %}


{% macro spark___escape_backslashes(text) %} {{ return(text | replace('\\', '\\\\')) }} {% endmacro %}
