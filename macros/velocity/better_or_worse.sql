{% macro _better_or_worse(gain) -%}
    {#- A gain in words, more being better. -#}
    case
        when {{ gain }} > 0 then 'better by ' || {{ flywheel._number_text(gain) }}
        when {{ gain }} < 0 then 'worse by ' || {{ flywheel._number_text('-' ~ gain) }}
        else 'no better'
    end
{%- endmacro %}
