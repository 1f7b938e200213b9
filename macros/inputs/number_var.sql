{% macro _number_var(name, default, most=none) %}
    {#- A var of the package that is a number from 0 to `most`, 1 for shares; or null, where that is its default. -#}
    {%- set given = var(name, default) -%}
    {%- if given is none and default is none -%} {{ return(none) }} {%- endif -%}
    {%- if given is not number or given is boolean or given < 0 or (most is not none and given > most) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var " ~ name ~ " is '" ~ given ~ "'; wanted a number "
            ~ ('from 0 up' if most is none else 'from 0 to ' ~ most) ~ (', or null' if default is none) ~ "."
        ) }}
    {%- endif -%}
    {{ return(given) }}
{% endmacro %}
