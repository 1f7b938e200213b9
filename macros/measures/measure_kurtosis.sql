{% macro measure_kurtosis(column, where=none, centre='0') %}
    {#- The excess kurtosis G2, unbiased under normality (Joanes and Gill 1998), as pandas': 0 for a normal distribution. -#}
    {%- set moments = flywheel._moments(column, where, centre) -%}
    {%- set n = moments.n -%}
    {%- set value -%}
    case
        when {{ n }} > 3 and {{ moments.vary }}
            then (
                cast({{ n }} as {{ flywheel._type_double() }}) * ({{ n }} + 1) * ({{ n }} - 1)
                * ({{ moments.fourth }}) / power({{ moments.second }}, 2)
                - 3 * power(cast({{ n }} - 1 as {{ flywheel._type_double() }}), 2)
            ) / (cast({{ n }} - 2 as {{ flywheel._type_double() }}) * ({{ n }} - 3))
    end
    {%- endset -%}
    {{ return({'value': value, 'sample_size': n, 'centre': moments.known}) }}
{% endmacro %}
