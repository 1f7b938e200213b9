{% macro _matches(text, pattern) %}
    {#- Whether a regular expression finds something in a text, as a condition. -#}
    {{ return(adapter.dispatch('_matches', 'flywheel')(text, pattern)) }}
{% endmacro %}


{% macro default___matches(text, pattern) -%} regexp_like({{ text }}, {{ flywheel._literal(pattern) }}) {%- endmacro %}


{% macro duckdb___matches(text, pattern) -%} regexp_matches({{ text }}, {{ flywheel._literal(pattern) }}) {%- endmacro %}


{% macro postgres___matches(text, pattern) -%} {{ text }} ~ {{ flywheel._literal(pattern) }} {%- endmacro %}


{% macro bigquery___matches(text, pattern) -%} regexp_contains({{ text }}, {{ flywheel._literal(pattern) }}) {%- endmacro %}


{% macro snowflake___matches(text, pattern) -%}
    {#- regexp_like wants the whole text to match there -#}
    regexp_instr({{ text }}, {{ flywheel._literal(pattern) }}) > 0
{%- endmacro %}


{% macro spark___matches(text, pattern) -%} {{ text }} rlike {{ flywheel._literal(pattern) }} {%- endmacro %}
