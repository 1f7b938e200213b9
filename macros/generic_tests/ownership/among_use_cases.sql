{% macro _among_use_cases(use_cases, test) -%}
    {#- The condition that a row is of one of the given use cases; nothing where none are given. -#}
    {%- if use_cases is not none -%}
        {%- if use_cases is string or use_cases is mapping or use_cases is not sequence or not use_cases -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ test ~ ": use_cases is " ~ use_cases ~ ", wanted a list of names, as in [flight_delay]."
            ) }}
        {%- endif -%}
        {%- if execute -%}
            {%- set declared = graph.exposures.values() | selectattr('type', 'equalto', 'ml') | map(attribute='name') | list -%}
            {%- for use_case in use_cases if use_case not in declared -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: " ~ test ~ ": use_cases names '" ~ use_case ~ "', which no exposure of type ml is called; declared: "
                    ~ (declared | join(', ') or 'none') ~ "."
                ) }}
            {%- endfor -%}
        {%- endif -%}
        and use_case in ('{{ use_cases | join("', '") }}')
    {%- endif -%}
{%- endmacro %}
