{% macro _always_valid_reach(squared_error, units, confidence) -%}
    {#- Half the width of an interval that holds however often one looks: an asymptotic confidence sequence (Waudby-Smith et al. 2021,
        equation 9). Narrowest near the var `flywheel_experiment_sequential_units`, counted over both variants. -#}
    {%- set rho = flywheel._mixing(confidence) -%}
    sqrt(
        {{ squared_error }} * {{ units }} * 2 * ({{ units }} * {{ rho }} + 1)
        * ln(sqrt({{ units }} * {{ rho }} + 1) / {{ 1 - confidence }}) / ({{ rho }} * power({{ units }}, 2))
    )
{%- endmacro %}


{% macro _always_valid_p_value(lift, squared_error, units, confidence) -%}
    {#- The p-value that goes with it (equation 155): under 1 - confidence just where the interval leaves 0 out. -#}
    {%- set rho = flywheel._mixing(confidence) -%}
    case when {{ squared_error }} is not null then
        least(
            sqrt({{ units }} * {{ rho }} + 1)
            * exp(-least({{ rho }} * power({{ lift }}, 2) * {{ units }} / {{ squared_error }} / (2 * ({{ units }} * {{ rho }} + 1)), 700)),
            1
        )
    end
{%- endmacro %}


{% macro _mixing(confidence) -%}
    {#- The square of rho, which says for how many units the sequence is narrowest (equation 161). -#}
    {%- set doubled = '-2 * ln(cast(' ~ (1 - confidence) ~ ' as ' ~ flywheel._type_double() ~ '))' -%}
    (({{ doubled }} + ln({{ doubled }} + 1)) / {{ flywheel._number_var('flywheel_experiment_sequential_units', 5000) }})
{%- endmacro %}
