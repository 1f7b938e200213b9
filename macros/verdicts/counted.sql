{% macro _counted(number, noun) -%}
    {#- A number with what it counts, in words: 1 run, 2 runs. -#}
    {%- set text = flywheel._number_text(number) -%}
    {{ text }} || case when {{ text }} = '1' then ' {{ noun }}' else ' {{ noun }}s' end
{%- endmacro %}
