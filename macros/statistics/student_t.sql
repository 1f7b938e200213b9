{% macro _two_sided_t(relation, confidence) %}
    {#- Student's t at any number of degrees of freedom from 1 up, whole or not, for a relation with `t` and `degrees`: `p_value`, the
        probability of a t at least as far from 0 on either side, and `t_limit`, which t stays within with the probability
        `confidence`. Relative error under 1e-7 up to 1e8 degrees. Null where t or degrees is. Common table expressions; the last is
        `t_limits`.

        With t = sqrt(degrees) * sinh(v) the density is proportional to cosh(v) ** -degrees, so that no gamma function is needed: the
        probability is the area beyond v over the area of the half. The limit is found by Newton's method on the logarithms of
        both, from Wallace's approximation (1959). -#}
    {%- set alpha = 1 - confidence -%}
    t_wholes {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._t_area('degrees', '0') }} as t_whole
        from {{ relation }}
    ),

    t_starts {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._normal_as_t(flywheel.normal_quantile(1 - alpha / 2), 'degrees') }} as t_limit_0
        from t_wholes
    ),

    {{ flywheel._t_tail('t_starts', 't', 't_tails') }},

    {{ flywheel._t_tail('t_tails', 't_limit_0', 't_tails_0') }},

    t_limits_1 {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._closer_t_limit('t_limit_0', alpha) }} as t_limit_1
        from t_tails_0
    ),

    {{ flywheel._t_tail('t_limits_1', 't_limit_1', 't_tails_1') }},

    t_limits {{ flywheel._as_step() }} (
        select
            *,
            exp(t_log_tail) as p_value,
            {{ flywheel._closer_t_limit('t_limit_1', alpha) }} as t_limit
        from t_tails_1
    )
{% endmacro %}


{% macro _t_tail(relation, t, name) %}
    {#- `<t>_log_tail`: ln of the two-sided tail probability, not below -700, as engines disagree on what comes after. -#}
    {{ name }}_sloped {{ flywheel._as_step() }} (
        select
            *,
            abs({{ t }}) / sqrt(degrees + power({{ t }}, 2)) as {{ t }}_slope
        from {{ relation }}
    ),

    {{ name }}_area {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._t_area('degrees', t ~ '_slope') }} as {{ t }}_area
        from {{ name }}_sloped
    ),

    {{ name }} {{ flywheel._as_step() }} (
        select
            *,
            case when {{ t }}_slope is not null then
                greatest(-0.5 * degrees * ln(1 + power({{ t }}, 2) / degrees) + ln({{ t }}_area / t_whole), -700)
            end as {{ t }}_log_tail
        from {{ name }}_area
    )
{% endmacro %}


{% macro _closer_t_limit(t, alpha) -%}
    {{ t }} * exp(({{ t }}_log_tail - ln({{ alpha }})) * {{ t }}_area / {{ t }}_slope)
{%- endmacro %}


{% macro _t_area(degrees, slope) -%}
    {#- Area under cosh(v + x) ** -degrees over cosh(v) ** -degrees for x from 0 on, where `slope` is tanh(v): a double exponential
        quadrature (Takahasi and Mori 1974) of 35 points, in the scale in which the area falls off. -#}
    {%- set e = 2.718281828459045 -%}
    {%- set scale = '(sqrt(' ~ degrees ~ ') + ' ~ degrees ~ ' * ' ~ slope ~ ')' -%}
    (
        {%- for point in range(-15, 20) %}
        {%- set s = point / 5 -%}
        {%- set x = e ** (s - e ** -s) -%}
        {{ ' + ' if not loop.first }}{{ 0.2 * (1 + e ** -s) * x }} * exp(-least({{ degrees }} * ln(
            0.5 * (1 + {{ slope }}) * exp({{ x }} / {{ scale }}) + 0.5 * (1 - {{ slope }}) * exp(-{{ x }} / {{ scale }})
        ), 700))
        {%- endfor %}
    ) / {{ scale }}
{%- endmacro %}
