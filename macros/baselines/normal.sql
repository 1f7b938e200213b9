{% macro _normal_tail(distance) -%}
    {#- Upper tail probability of a standard normal beyond a distance of 0 or more: erfcc of Numerical Recipes (Press et al. 1992,
        section 6.2), relative error under 1.2e-7 however far out. A distance beyond 37 counts as 37: what comes after is no
        number any more. -#}
    {%- set x = 'least(' ~ distance ~ ', 37) / 1.4142135623730951' -%}
    {%- set t = '1 / (1 + 0.5 * ' ~ x ~ ')' -%}
    {%- set series = flywheel._polynomial(t, [
        -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277
    ]) -%}
    least(0.5 / (1 + 0.5 * {{ x }}) * exp(-power({{ x }}, 2) + {{ series }}), 0.5)
{%- endmacro %}


{% macro _normal_limit(tail_probability) -%}
    {#- Upper quantile of the standard normal for a tail probability up to one half, by Acklam's rational approximation
        (2003), relative error under 1.2e-9. -#}
    {%- set q = 'sqrt(-2 * ln(' ~ tail_probability ~ '))' -%}
    {%- set r = 'power(0.5 - ' ~ tail_probability ~ ', 2)' -%}
    case
        when {{ tail_probability }} <= 0 then null
        when {{ tail_probability }} < 0.02425 then
            -({{ flywheel._polynomial(q, [
                2.938163982698783, 4.374664141464968, -2.549732539343734, -2.400758277161838, -0.3223964580411365, -0.007784894002430293
            ]) }})
            / ({{ flywheel._polynomial(q, [1, 3.754408661907416, 2.445134137142996, 0.3224671290700398, 0.007784695709041462]) }})
        when {{ tail_probability }} < 0.5 then
            (0.5 - {{ tail_probability }}) * ({{ flywheel._polynomial(r, [
                2.506628277459239, -30.66479806614716, 138.3577518672690, -275.9285104469687, 220.9460984245205, -39.69683028665376
            ]) }})
            / ({{ flywheel._polynomial(r, [
                1, -13.28068155288572, 66.80131188771972, -155.6989798598866, 161.5858368580409, -54.47609879822406
            ]) }})
        else 0.0
    end
{%- endmacro %}


{% macro _polynomial(x, coefficients) -%}
    {#- The polynomial in x, lowest power first, by Horner's rule. -#}
    {%- for coefficient in coefficients -%}
        {{ coefficient ~ (' + (' ~ x ~ ') * (' if not loop.last) }}
    {%- endfor -%}
    {{ ')' * (coefficients | length - 1) }}
{%- endmacro %}


{% macro _t_as_normal(t, freedom) -%}
    {#- The normal deviate that is as unlikely as Student's t (Wallace 1959). -#}
    sign({{ t }}) * (8 * {{ freedom }} + 1.0) / (8 * {{ freedom }} + 3.0)
    * sqrt({{ freedom }} * ln(1 + power(cast({{ t }} as {{ flywheel._type_double() }}), 2) / {{ freedom }}))
{%- endmacro %}


{% macro _normal_as_t(z, freedom) -%}
    {#- The inverse of _t_as_normal. -#}
    sign({{ z }})
    * sqrt({{ freedom }} * (exp(power(({{ z }}) * (8 * {{ freedom }} + 3.0) / (8 * {{ freedom }} + 1.0), 2) / {{ freedom }}) - 1))
{%- endmacro %}


{% macro _p_value(z) -%}
    {#- Probability of a z at least as far out on the side that `direction` calls bad. -#}
    {%- set is_good = "(direction = 'up' and " ~ z ~ " < 0 or direction = 'down' and " ~ z ~ ' > 0)' -%}
    case when {{ z }} is null then null when {{ is_good }} then 1 else 0 end
    + case when direction = 'both' then 2 when {{ is_good }} then -1 else 1 end * {{ flywheel._normal_tail('abs(' ~ z ~ ')') }}
{%- endmacro %}


{% macro _clip(expression, low, high) -%}
    {#- least() and greatest() leave nulls out on some engines and return them on others. -#}
    case when {{ expression }} is not null then least(greatest({{ expression }}, {{ low }}), {{ high }}) end
{%- endmacro %}
