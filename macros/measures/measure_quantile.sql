{% macro measure_quantile(column, q, where=none) %}
    {#- Linear interpolation between the closest ranks (R type 7), as numpy and pandas do by default. -#}
    {%- do flywheel._check_q('quantile', column, q) -%}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({'value': flywheel._quantile(values, q), 'sample_size': 'count(' ~ values ~ ')'}) }}
{% endmacro %}


{% macro _check_q(measure, column, q) %}
    {%- if q is not number or q < 0 or q > 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ measure ~ " of " ~ column ~ ": q is " ~ q ~ ", wanted a number from 0 to 1."
        ) }}
    {%- endif -%}
{% endmacro %}
