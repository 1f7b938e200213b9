{% macro _power(effect, confidence) -%}
    {#- Probability that a true effect, in standard errors and 0 or more, is shown by a two-sided test, with the normal distribution. -#}
    {%- set limit = flywheel.normal_quantile(1 - (1 - confidence) / 2) -%}
    case
        when {{ effect }} <= {{ limit }} then {{ flywheel._normal_tail('(' ~ limit ~ ' - ' ~ effect ~ ')') }}
        else 1 - {{ flywheel._normal_tail('(' ~ effect ~ ' - ' ~ limit ~ ')') }}
    end
    + {{ flywheel._normal_tail('(' ~ limit ~ ' + ' ~ effect ~ ')') }}
{%- endmacro %}


{% macro _detectable(error, confidence) -%}
    {#- The smallest true effect that would be shown four times in five. -#}
    ({{ flywheel.normal_quantile(1 - (1 - confidence) / 2) + flywheel.normal_quantile(0.8) }} * {{ error }})
{%- endmacro %}
