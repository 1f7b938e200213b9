{% macro _whole_number(text) -%}
    {#- A whole number written in a text, null where the text is anything else. -#}
    case
        when length({{ text }}) between 1 and 18 and translate({{ text }}, '0123456789', '') = ''
            then cast({{ text }} as {{ flywheel._contract_type('int') }})
    end
{%- endmacro %}
