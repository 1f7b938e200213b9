{% macro _t_limit(tail_probability, degrees_of_freedom) -%}
    {#- Upper quantile of Student's t for a small tail probability (under 0.024): the normal quantile by Acklam's tail formula,
        made a t quantile by Wallace's approximation. Null under 4 degrees of freedom. -#}
    {%- set q = 'sqrt(-2 * ln(' ~ tail_probability ~ '))' -%}
    {%- set z = '((((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q'
        ~ ' + 4.374664141464968) * q + 2.938163982698783) / ((((0.007784695709041462 * q + 0.3224671290700398) * q'
        ~ ' + 2.445134137142996) * q + 3.754408661907416) * q + 1))' -%}
    {%- set z = z | replace('q', q) -%}
    {%- set n = degrees_of_freedom -%}
    case when {{ n }} > 3 then
        sqrt({{ n }} * (exp(power({{ z }}, 2) * ({{ n }} - 1.5) / power({{ n }} - 1.0, 2)) - 1))
    end
{%- endmacro %}
