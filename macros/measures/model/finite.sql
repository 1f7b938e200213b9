{% macro _finite(expression) -%}
    {#- A number, or null where it is none that can be reckoned with: NaN, infinite, or too large to be squared. NaN
        sorts above every number or compares with none, according to the engine, so it falls out either way. -#}
    case when {{ expression }} between -1e150 and 1e150 then {{ expression }} end
{%- endmacro %}
