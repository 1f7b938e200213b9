{% macro _performance_period() %}
    {#- The length of a period of flywheel__model_performance. -#}
    {%- set period = var('flywheel_performance_period', 'month') -%}
    {%- if period not in ['day', 'week', 'month'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_performance_period is '" ~ period ~ "'; wanted day, week or month."
        ) }}
    {%- endif -%}
    {{ return(period) }}
{% endmacro %}
