{% macro _first_match(text, pattern) %}
    {#- The first match of a regular expression in a text; null where there is none. What all engines share: no lookaround, no back reference, and
        no backslash ([.] for a dot, [0-9] for a digit). -#}
    {{ return(adapter.dispatch('_first_match', 'flywheel')(text, pattern)) }}
{% endmacro %}


{% macro default___first_match(text, pattern) -%} regexp_substr({{ text }}, {{ flywheel._literal(pattern) }}) {%- endmacro %}


{% macro duckdb___first_match(text, pattern) -%} nullif(regexp_extract({{ text }}, {{ flywheel._literal(pattern) }}), '') {%- endmacro %}


{% macro postgres___first_match(text, pattern) -%} substring({{ text }} from {{ flywheel._literal('(' ~ pattern ~ ')') }}) {%- endmacro %}


{% macro spark___first_match(text, pattern) -%} nullif(regexp_extract({{ text }}, {{ flywheel._literal(pattern) }}, 0), '') {%- endmacro %}
