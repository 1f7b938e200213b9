{% macro _character_entropy(text) -%}
    {#- Shannon's entropy of the characters of a token of ASCII letters, digits, `_`, `-` and `+`, in bits per character. Null for an
        empty one. -#}
    {%- set length = 'cast(nullif(length(' ~ text ~ '), 0) as ' ~ flywheel._type_double() ~ ')' -%}
    (
    {%- for character in 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+' %}
        {%- set left = 'length(replace(' ~ text ~ ", '" ~ character ~ "', ''))" %}
        case when {{ left }} < length({{ text }}) then
            -(1 - {{ left }} / {{ length }}) * ln(1 - {{ left }} / {{ length }}) else 0 end{{ ' +' if not loop.last }}
    {%- endfor %}
    ) / ln(2) + 0 * {{ length }}
{%- endmacro %}
