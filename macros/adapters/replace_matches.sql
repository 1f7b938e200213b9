{% macro _replace_matches(text, pattern, replacement) %}
    {#- A text with all matches of a regular expression replaced. Patterns as in _first_match. -#}
    {{ return(adapter.dispatch('_replace_matches', 'flywheel')(text, pattern, replacement)) }}
{% endmacro %}


{% macro default___replace_matches(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ flywheel._literal(pattern) }}, {{ flywheel._literal(replacement) }})
{%- endmacro %}


{% macro duckdb___replace_matches(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ flywheel._literal(pattern) }}, {{ flywheel._literal(replacement) }}, 'g')
{%- endmacro %}


{% macro postgres___replace_matches(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ flywheel._literal(pattern) }}, {{ flywheel._literal(replacement) }}, 'g')
{%- endmacro %}
