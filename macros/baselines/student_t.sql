{% macro _t_limits(relation) %}
    {#- Limits and p_value by Student's t, for a relation with `distance` (what is judged, less expected), `spread` (its standard
        deviation), `freedom` (degrees of) and `budget`. They keep the effect floor and stay where counts and shares can be. A
        spread of 0 makes any effect beyond the floor an alarm. Null below 3 degrees. Common table expressions; the last
        is `judged`. -#}
    sided {{ flywheel._as_step() }} (
        select
            *,
            least(budget / case direction when 'both' then 2 else 1 end, 0.5) as tail,
            case when freedom >= 3 then cast(freedom as {{ flywheel._type_double() }}) end as degrees,
            {{ flywheel._in_scales('distance', 'spread') }} as t
        from {{ relation }}
    ),

    {{ flywheel._t_quantile('sided') }},

    {{ flywheel._t_deviate('quantiles') }},

    limited {{ flywheel._as_step() }} (
        select
            *,
            case when t_limit * spread is not null then greatest(t_limit * spread, min_effect * abs(expected)) end as reach
        from deviates
    ),

    judged {{ flywheel._as_step() }} (
        select
            *,
            case when direction in ('down', 'both') and reach is not null then
                case when kind = 'real' then expected - reach else greatest(expected - reach, 0) end
            end as lower,
            case when direction in ('up', 'both') and reach is not null then
                case when kind = 'share' then least(expected + reach, 1) else expected + reach end
            end as upper,
            {{ flywheel._p_value('deviate') }} as p_value
        from limited
    )
{% endmacro %}


{% macro _t_quantile(relation) %}
    {#- `t_limit`: the upper quantile of Student's t with `degrees` of freedom for the probability `tail`, by algorithm 396 of
        the ACM (Hill 1970), relative error under 1e-5 from 3 degrees on. Common table expressions; the last is `quantiles`. -#}
    constants {{ flywheel._as_step() }} (
        select
            *,
            1 / (degrees - 0.5) as t_a,
            48 * power(degrees - 0.5, 2) as t_b,
            ((20700 / power(degrees - 0.5, 3) / 48 - 98) / (degrees - 0.5) - 16) / (degrees - 0.5) + 96.36 as t_c,
            -({{ flywheel._normal_limit('tail') }}) as t_x
        from {{ relation }}
    ),

    scaled_constants {{ flywheel._as_step() }} (
        select
            *,
            ((94.5 / (t_b + t_c) - 3) / t_b + 1) * sqrt(t_a * 1.5707963267948966) * degrees as t_d
        from constants
    ),

    expansions {{ flywheel._as_step() }} (
        select
            *,
            power(2 * tail * t_d, 2 / degrees) as t_y,
            (((0.05 * t_d * t_x - 5) * t_x - 7) * t_x - 2) * t_x + t_b + t_c
            + case when degrees < 5 then 0.3 * (degrees - 4.5) * (t_x + 0.6) else 0 end as t_e
        from scaled_constants
    ),

    quantiles {{ flywheel._as_step() }} (
        select
            *,
            sqrt(degrees * case
                when t_y > 0.05 + t_a then exp(t_a * power(
                    ((((0.4 * power(t_x, 2) + 6.3) * power(t_x, 2) + 36) * power(t_x, 2) + 94.5) / t_e - power(t_x, 2) - 3) * t_x / t_b + t_x, 2
                )) - 1
                else ((1 / (((degrees + 6) / (degrees * t_y) - 0.089 * t_d - 0.822) * (degrees + 2) * 3) + 0.5 / (degrees + 4)) * t_y - 1)
                    * (degrees + 1) / (degrees + 2) + 1 / t_y
            end) as t_limit
        from expansions
    )
{% endmacro %}


{% macro _t_deviate(relation) %}
    {#- `deviate`: the normal deviate that is as unlikely as `t` with `degrees` of freedom, by algorithm 395 of the ACM (Hill 1970):
        the relative error of its tail probability is under 1e-4 from 6 degrees on. Common table expressions; the last is
        `deviates`. -#}
    squares {{ flywheel._as_step() }} (
        select
            *,
            (degrees - 0.5) * ln(1 + power(t, 2) / degrees) as t_square,
            48 * power(degrees - 0.5, 2) as t_order
        from {{ relation }}
    ),

    deviates {{ flywheel._as_step() }} (
        select
            *,
            sign(t) * sqrt(t_square) * (
                ((((-0.4 * t_square - 3.3) * t_square - 24) * t_square - 85.5) / (0.8 * power(t_square, 2) + 100 + t_order) + t_square + 3)
                / t_order + 1
            ) as deviate
        from squares
    )
{% endmacro %}
