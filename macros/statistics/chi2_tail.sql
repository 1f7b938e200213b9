{% macro chi2_tail(relation, x, freedom='freedom', name='p_value') %}
    {#- A relation with `name`: the upper tail probability of a chi-square distribution beyond the column `x`, with whole degrees of
        freedom. Up to 60 of them by the finite series (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5), relative error under 1e-6, an
        x beyond 1,400 counting as 1,400 and one under 1e-8 as that: what comes after is no number any more. Above that by the cube root of Wilson and
        Hilferty (1931), absolute error under 1e-3. -#}
    {%- set float = flywheel._type_double() -%}
    select
        *,
        case
            when {{ x }} is null or {{ freedom }} is null or {{ freedom }} < 1 then null
            when {{ x }} <= 0 then 1.0
            when {{ freedom }} > 60 and {{ name }}_z >= 0 then {{ flywheel._normal_tail(name ~ '_z') }}
            when {{ freedom }} > 60 then 1 - {{ flywheel._normal_tail('-' ~ name ~ '_z') }}
            when mod({{ freedom }}, 2) = 0 then least(1, {{ flywheel._chi2_series(freedom, name, 0) }})
            else least(1, 2 * {{ flywheel._normal_tail('sqrt(2 * ' ~ name ~ '_half)') }} + {{ flywheel._chi2_series(freedom, name, 0.5) }})
        end as {{ name }}
    from (
        select
            *,
            ln({{ name }}_half) as {{ name }}_log,
            (power({{ name }}_ratio, 0.3333333333333333) - 1 + 2.0 / (9 * greatest({{ freedom }}, 1))) / sqrt(2.0 / (9 * greatest({{ freedom }}, 1))) as {{ name }}_z
        from (
            select
                *,
                {{ flywheel._clip(x, 0.00000001, 1400) }} / cast(2 as {{ float }}) as {{ name }}_half,
                case when {{ x }} >= 0 and {{ freedom }} > 0 then {{ x }} / cast({{ freedom }} as {{ float }}) end as {{ name }}_ratio
            from {{ relation }}
        ) as halved
    ) as prepared
{%- endmacro %}


{% macro _chi2_series(freedom, name, first) -%}
    {#- The sum of half^a exp(-half) / gamma(a + 1) over a = first, first + 1, ... below half the degrees of freedom. -#}
    {%- set state = namespace(gamma=1.0 if first == 0 else 0.886226925452758) -%}
    {%- for step in range(30) -%}
        {%- set a = step + first -%}
        {%- if step -%} {%- set state.gamma = state.gamma * a -%} {%- endif -%}
        {{ ' + ' if step }}case when {{ freedom }} > {{ (2 * a) | int }} then exp({{ a }} * {{ name }}_log - {{ name }}_half) * {{ '%.17e' | format(1 / state.gamma) }} else 0 end
    {%- endfor -%}
{%- endmacro %}
