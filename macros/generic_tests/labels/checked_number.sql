{% macro _check_number(test, argument, value, least, most=none, wanted='a number') %}
    {%- if value is not number or value is boolean or value < least or (most is not none and value > most) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": " ~ argument ~ " is " ~ value ~ ", wanted " ~ wanted ~ "."
        ) }}
    {%- endif -%}
{% endmacro %}
