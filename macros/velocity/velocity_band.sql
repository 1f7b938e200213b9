{% macro _velocity_band(metric) %}
    {#- The band of a metric by the var `flywheel_velocity_bands`: the first whose bound it does not exceed, else low. -#}
    {%- set bounds = var('flywheel_velocity_bands').get(metric) -%}
    {%- if not bounds -%}
        {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }}
    {%- endif -%}
    {%- if bounds is not mapping or bounds.values() | reject('number') | list -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_velocity_bands has " ~ bounds ~ " for '" ~ metric
            ~ "', wanted {band: the most it may be}, as in {elite: 1, high: 7}."
        ) }}
    {%- endif -%}
    case
    {%- for band, most in bounds.items() | sort(attribute='1') %}
        when {{ metric }} <= {{ most }} then {{ dbt.string_literal(band) }}
    {%- endfor %}
        when {{ metric }} is not null then 'low'
    end
{%- endmacro %}
