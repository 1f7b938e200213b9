{% macro _chi_squared_tail(x, degrees) -%}
    {#- Probability that chi-squared with a whole number of degrees of freedom is at least x: the finite sums of Abramowitz and Stegun
        (1964), 26.4.4 and 26.4.5, relative error under 2e-7, up to 40 degrees; beyond, the cube root is taken as normal (Wilson and
        Hilferty 1931), absolute error under 1e-3. Null below 1 degree and where x is null. An x beyond 1300 counts as 1300. -#}
    {%- set half = '(least(' ~ x ~ ', 1300) / 2.0)' -%}
    {%- set even = namespace(terms=[], weight=1.0) -%}
    {%- set odd = namespace(terms=[], weight=0.886226925452758) -%}
    {%- for k in range(20) -%}
        {#- 1 / k! and 1 / gamma(k + 3/2) -#}
        {%- set even.weight = even.weight * (k or 1) -%}
        {%- set odd.weight = odd.weight * (k + 0.5 if k else 1) -%}
        {%- do even.terms.append(
            'case when ' ~ degrees ~ ' > ' ~ 2 * k ~ ' then power(' ~ half ~ ', ' ~ k ~ ') / ' ~ even.weight ~ ' else 0 end'
        ) -%}
        {%- do odd.terms.append(
            'case when ' ~ degrees ~ ' > ' ~ (2 * k + 1) ~ ' then power(' ~ half ~ ', ' ~ (k + 0.5) ~ ') / ' ~ odd.weight ~ ' else 0 end'
        ) -%}
    {%- endfor -%}
    case
        when {{ x }} is null or {{ degrees }} < 1 then null
        when {{ x }} <= 0 then 1.0
        when {{ degrees }} > 40 then
            case when power({{ half }} * 2 / {{ degrees }}, 1 / 3.0) < 1 - 2 / (9.0 * {{ degrees }})
                then 1 - {{ flywheel._normal_tail(flywheel._cube_root_deviate(half, degrees, -1)) }}
                else {{ flywheel._normal_tail(flywheel._cube_root_deviate(half, degrees, 1)) }}
            end
        when mod({{ degrees }}, 2) = 0 then exp(-{{ half }}) * ({{ even.terms | join(' + ') }})
        else 2 * {{ flywheel._normal_tail('sqrt(2 * ' ~ half ~ ')') }} + exp(-{{ half }}) * ({{ odd.terms | join(' + ') }})
    end
{%- endmacro %}


{% macro _cube_root_deviate(half, degrees, sign) -%}
    {{ sign }} * (power({{ half }} * 2 / {{ degrees }}, 1 / 3.0) - 1 + 2 / (9.0 * {{ degrees }})) / sqrt(2 / (9.0 * {{ degrees }}))
{%- endmacro %}
