{% macro _known_levels(scaled, windows) %}
    {#- A change that lasts is told, then known: after three suspect periods the same way (two of three, if it is no more than
        a half), or one in the same phase last time, a period may be where it was expected or where they were; after one, also
        where its error would have carried it. A fall by more than half is never known: a feed that died goes on
        alarming. `t` is the distance to the nearest of these, in standard deviations, and 0 between them. Common table
        expressions; the last is `excused`. -#}
    distances {{ flywheel._as_step() }} (
        select
            *,
            {{ flywheel._in_scales('error', 'scale') }} as plain_t,
            case
                when abs(plain_usual - plain_forecast) <= (0.5 + 1e-9) * abs(plain_forecast) then abs(suspicions) >= 2
                else abs(suspicions) = 3 and usual > forecast
            end as is_known_shift,
            {{ 'abs(plain_usual - plain_forecast) <= (0.5 + 1e-9) * abs(plain_forecast) and phase_suspicion <> 0' if windows.length > 1 else '1 = 0' }}
            as is_known_phase,
            carried <> 0 and plain_usual - plain_forecast >= -(0.5 + 1e-9) * abs(plain_forecast) as is_known_carry
        from {{ scaled }}
    ),

    known_distances {{ flywheel._as_step() }} (
        select
            *,
            case when is_known_shift then {{ flywheel._in_scales('error - shift', 'scale * 1.1547005383792515') }} end as shift_t,
            case when is_known_phase then {{ flywheel._in_scales('error - phase_shift', 'scale * 1.4142135623730951') }} end as phase_t,
            case when is_known_carry then {{ flywheel._in_scales('error - carried', 'scale * sqrt(1 - power(carry, 2))') }} end as carried_t
        from distances
    ),

    excused {{ flywheel._as_step() }} (
        select
            *,
            case
                when shift_t * plain_t <= 0 or phase_t * plain_t <= 0 or carried_t * plain_t <= 0 then 0.0
                else sign(plain_t) * least(
                    abs(plain_t),
                    abs(coalesce(shift_t, plain_t)),
                    abs(coalesce(phase_t, plain_t)),
                    abs(coalesce(carried_t, plain_t))
                )
            end as t
        from known_distances
    )
{% endmacro %}


{% macro _in_scales(distance, scale) -%}
    {#- A distance in standard deviations, kept within a million, so that where there is no noise at all is no division by it. -#}
    case
        when {{ distance }} is null then null
        when {{ scale }} > 0 then least(greatest(({{ distance }}) / ({{ scale }}), -1e6), 1e6)
        when {{ scale }} = 0 then sign({{ distance }}) * 1e6
    end
{%- endmacro %}
