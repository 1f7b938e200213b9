{% macro _needs_columns(test, model, like, columns) %}
    {#- Stops a test that reads `columns` where what it is set on lacks one. `like`: what it is for, in words. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {%- set missing = columns | reject('in', found) | list if found else [] -%}
    {%- if missing -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": " ~ flywheel._tested_node().name ~ " lacks the column" ~ ('s' if missing | length > 1) ~ " '"
            ~ missing | join("', '") ~ "'; wanted " ~ like ~ ". Columns found: " ~ found.keys() | join(', ') ~ "."
        ) }}
    {%- endif -%}
{% endmacro %}
