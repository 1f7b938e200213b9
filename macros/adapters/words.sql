{% macro _words(text) %}
    {#- The lower-case words of a text, one row each, in a select list; with empty ones among them. A word is what stands between white
        space and punctuation of ASCII. -#}
    {{ return(adapter.dispatch('_words', 'flywheel')(text)) }}
{% endmacro %}


{% macro default___words(text) -%}
    regexp_split_to_table(lower({{ text }}), {{ flywheel._between_words() }})
{%- endmacro %}


{% macro duckdb___words(text) -%}
    unnest(string_split_regex(lower({{ text }}), {{ flywheel._between_words() }}))
{%- endmacro %}


{% macro spark___words(text) -%}
    explode(split(lower({{ text }}), {{ flywheel._between_words() }}))
{%- endmacro %}


{% macro _between_words() -%}
    {#- white space and punctuation of ASCII, written as ranges, because engines differ in what a letter is -#}
    '[\t\n\v\f\r -/:-@\[-`{-~]+'
{%- endmacro %}
