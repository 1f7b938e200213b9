{% macro measure_skewness(column, where=none, centre='0') %}
    {#- The adjusted Fisher-Pearson coefficient G1 = sqrt(n (n - 1)) / (n - 2) * m3 / m2^(3/2) (Joanes and Gill 1998), as pandas'. -#}
    {%- set moments = flywheel._moments(column, where, centre) -%}
    {%- set value -%}
    case
        when {{ moments.n }} > 2 and {{ moments.vary }}
            then sqrt({{ moments.n }} - 1) * {{ moments.n }} / ({{ moments.n }} - 2) * ({{ moments.third }}) / power({{ moments.second }}, 1.5)
    end
    {%- endset -%}
    {{ return({'value': value, 'sample_size': moments.n, 'centre': moments.known}) }}
{% endmacro %}
