{% macro normal_quantile(p) %}
    {#- The quantile of the standard normal for a probability known at compile time, to about 14 digits: Newton's
        method on the series phi(z) * (z + z^3/3 + z^5/(3*5) + ...) for the CDF less one half (Marsaglia 2004). -#}
    {%- if p is not number or p <= 0 or p >= 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: normal_quantile takes a probability between 0 and 1, not " ~ p ~ "."
        ) }}
    {%- endif -%}
    {#- while dbt parses, nobody reads the number -#}
    {%- if not execute -%} {{ return(1.0) }} {%- endif -%}
    {#- The upper half is solved: from 0 Newton's steps never pass the root there. The lower half is its mirror. -#}
    {%- set upper = p if p >= 0.5 else 1 - p -%}
    {%- set state = namespace(z=0.0, is_found=false) -%}
    {%- for step in range(60) -%}
        {%- if not state.is_found -%}
            {%- set series = namespace(term=state.z, total=state.z) -%}
            {%- for odd in range(3, 301, 2) -%}
                {%- set series.term = series.term * state.z * state.z / odd -%}
                {%- set series.total = series.total + series.term -%}
            {%- endfor -%}
            {%- set density = 2.718281828459045 ** (-state.z * state.z / 2) / 2.5066282746310002 -%}
            {%- set further = (upper - 0.5) / density - series.total -%}
            {%- set state.z = state.z + further -%}
            {%- set state.is_found = further * further < 1e-28 -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(state.z if p >= 0.5 else -state.z) }}
{% endmacro %}
